"""Groups of words that may stand for each other, written as text."""

from __future__ import annotations


def word_groups(text: str) -> dict[str, tuple[str, ...]]:
    """Each word with the others of its groups; groups are separated by semicolons, words by spaces.

    >>> word_groups("grey gray; one two three")["two"]
    ('one', 'three')
    """
    others: dict[str, tuple[str, ...]] = {}
    for group in text.split(";"):
        members = group.split()
        for word in members:
            others[word] = (*others.get(word, ()), *(other for other in members if other != word))
    return others


def word_set(text: str) -> frozenset[str]:
    """The words of a text.

    >>> sorted(word_set("api cli"))
    ['api', 'cli']
    """
    return frozenset(text.split())
