"""Grammar: singular for plural, another form of the same word."""

from __future__ import annotations

from collections.abc import Iterator

from assay.names.kind import Kind
from assay.names.spelling import SEPARATORS

_ENDINGS = (
    ("ies", "y"),
    ("es", ""),
    ("s", ""),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("er", "e"),
    ("or", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("ify", ""),
    ("ize", ""),
    ("ation", "e"),
    ("y", ""),
)


def word_forms(name: str) -> Iterator[tuple[str, Kind]]:
    """The name with one word in another form.

    >>> ("parsers", Kind.PLURAL) in set(word_forms("parser"))
    True
    >>> ("serialize", Kind.GRAMMAR) in set(word_forms("serializer"))
    True
    """
    for start, end in _spans(name):
        word = name[start:end]
        for form, kind in _forms(word):
            yield name[:start] + form + name[end:], kind


def _forms(word: str) -> Iterator[tuple[str, Kind]]:
    for ending, base in _ENDINGS:
        kind = Kind.PLURAL if ending.endswith("s") else Kind.GRAMMAR
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            yield word[: len(word) - len(ending)] + base, kind
        if word.endswith(base) and len(word) - len(base) >= 3:
            yield word[: len(word) - len(base)] + ending, kind


def _spans(name: str) -> Iterator[tuple[int, int]]:
    start = 0
    for at, char in enumerate(name + "-"):
        if char in SEPARATORS:
            if at - start >= 3:
                yield start, at
            start = at + 1
