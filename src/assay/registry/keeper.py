"""Keeper: decides whose content is kept in memory, within a budget."""

from __future__ import annotations

import re

from assay.registry.archive_limits import ArchiveLimits

#: Files that rules always read, so filling the budget with others does not hide them.
_ALWAYS = frozenset({"package.json", "binding.gyp"})
#: How many files of ``_ALWAYS`` (duplicates make more than two) have room of their own.
_ALWAYS_FILES = 4
#: A control character before anything that could open a comment or string: no source text of any kind begins so.
#: Looking for NUL bytes alone would let a comment full of them hide code (GIF and JavaScript can be one file).
_BINARY = re.compile(rb"[^/'\"`#<\x00-\x08\x0e-\x1f\x7f]*[\x00-\x08\x0e-\x1f\x7f]")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class Keeper:
    """Says for one file after the other whether it is kept whole, and how much of its head otherwise."""

    def __init__(self, limits: ArchiveLimits) -> None:
        self._file_bytes = limits.keep_file_bytes
        self._left = limits.keep_total_bytes
        self._heads_left = limits.keep_heads_bytes
        self._always_left = _ALWAYS_FILES * limits.keep_file_bytes

    def wants(self, path: str, size_bytes: int, head: bytes) -> bool:
        """True if the whole file is to be kept; it then counts against the budget."""
        if size_bytes > self._file_bytes:
            return False
        if path in _ALWAYS and size_bytes <= self._always_left:
            self._always_left -= size_bytes
            return True
        if size_bytes > self._left or looks_binary(head):
            return False
        self._left -= size_bytes
        return True

    def head(self, head: bytes) -> bytes:
        """The head of a file that is not kept, or nothing once too many were."""
        if len(head) > self._heads_left:
            return b""
        self._heads_left -= len(head)
        return head


def looks_binary(head: bytes) -> bool:
    """True if a file that begins like this cannot be source text."""
    return not head.startswith(_UTF16_MARKS) and _BINARY.match(head) is not None
