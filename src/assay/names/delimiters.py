"""Delimiters: the same letters with other, more or fewer separators."""

from __future__ import annotations

from assay.names.spelling import squash


def differs_by_delimiters(name: str, target: str) -> bool:
    """True if nothing but separators differs. A scope is not a separator: both must have one, or neither.

    >>> differs_by_delimiters("crossenv", "cross-env"), differs_by_delimiters("babel-core", "@babel/core")
    (True, False)
    """
    if name == target or name.startswith("@") != target.startswith("@"):
        return False
    return squash(name) == squash(target) and name.lower() != target.lower()
