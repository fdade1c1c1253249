"""Canonical spellings: what is left of a name when the differences that people overlook are taken away.

Two names with one canonical spelling are candidates; the families decide what the difference is.
"""

from __future__ import annotations

import re

#: Characters that separate words in a package name.
SEPARATORS = "-_./@~"

_SQUASH = str.maketrans("", "", SEPARATORS)
# Numerals that stand for letters, and letters that sound or look alike.
_LOOSE = str.maketrans("01357zqcy", "olestskki", SEPARATORS)
_DOUBLED = re.compile(r"(.)\1+")
_DIGRAPHS = (("ph", "f"), ("vv", "w"), ("rn", "m"), ("our", "or"), ("x", "ks"))
_WORDS = re.compile(r"[a-z]+|[0-9]+")


def squash(name: str) -> str:
    """The name in lower case without separators: what the registry itself compares since December 2017.

    >>> squash("@Babel/preset-env")
    'babelpresetenv'
    """
    return name.lower().translate(_SQUASH)


def loose(name: str) -> str:
    """The squashed name with lookalike and soundalike letters folded, doubled letters once, plural dropped.

    >>> loose("uglify-js") == loose("uglyfi.js"), loose("l0dash") == loose("lodash"), loose("chalk") == loose("chalc")
    (True, True, True)
    """
    text = _DOUBLED.sub(r"\1", spoken(name.lower().translate(_LOOSE)))
    if text.endswith("s") and len(text) > 2:
        text = text[:-1]
    return text[:-2] + "er" if text.endswith("re") else text


def spoken(text: str) -> str:
    """The text with letter groups written as the one letter that is read for them.

    >>> spoken("phosphor")
    'fosfor'
    """
    for written, kept in _DIGRAPHS:
        if written in text:
            text = text.replace(written, kept)
    return text


def single(text: str) -> str:
    """The text with doubled letters once.

    >>> single("lazzzy")
    'lazy'
    """
    return _DOUBLED.sub(r"\1", text)


def words(name: str) -> list[str]:
    """Runs of letters and runs of digits, in order, in lower case.

    >>> words("@azure/arm-storage2")
    ['azure', 'arm', 'storage', '2']
    """
    return _WORDS.findall(name.lower())


def unordered(name: str) -> str:
    """The loose spellings of the words in alphabetical order, "" if there is only one word.

    >>> unordered("mysql-import") == unordered("import.mysql")
    True
    """
    parts = words(name)
    return " ".join(sorted(map(loose, parts))) if len(parts) > 1 else ""
