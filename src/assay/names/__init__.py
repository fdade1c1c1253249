"""Names that look like others: the corpus of popular names and the classes of likeness. Pure.

``NameIndex`` (module ``index``) answers which known names a name could be taken for. It works on a ``Corpus``
(module ``corpus``), which reads a buffer that somebody else opened. Each family of likeness has its module.
"""
