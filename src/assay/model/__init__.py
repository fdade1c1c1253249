"""The nouns of Assay: frozen values, standard library only, no I/O and no clock.

Each module holds one noun and what belongs to it; import the module's names from the module.
Every value can be written and read as MessagePack by field, so that it can cross a process border.
"""
