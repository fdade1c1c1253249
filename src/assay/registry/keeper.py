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
#: Endings of files that hold code. Types, maps, texts and data come second, so that a heap of them hides no code.
_SOURCES = (
    *(".js", ".cjs", ".mjs", ".jsx", ".ts", ".cts", ".mts", ".tsx", ".sh", ".bash", ".py", ".ps1", ".bat", ".cmd"),
    *(".vbs", ".rb", ".pl", ".php"),
)
_TYPES = (".d.ts", ".d.cts", ".d.mts")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class Keeper:
    """Says for one file after the other whether it is kept whole, and how much of its head otherwise."""

    def __init__(self, limits: ArchiveLimits) -> None:
        self._limits = limits
        self._others_left = limits.keep_others_bytes
        self._left = limits.keep_total_bytes
        self._heads_left = limits.keep_heads_bytes
        self._always_left = _ALWAYS_FILES * limits.keep_file_bytes

    def wants(self, path: str, size_bytes: int, head: bytes) -> bool:
        """True if the whole file is to be kept; it then counts against the budget."""
        if path in _ALWAYS and size_bytes <= min(self._always_left, self._limits.keep_file_bytes):
            self._always_left -= size_bytes
            return True
        is_source = _is_source(path)
        most = self._limits.keep_source_bytes if is_source else min(self._limits.keep_file_bytes, self._others_left)
        if size_bytes > min(most, self._left) or looks_binary(head):
            return False
        self._left -= size_bytes
        if not is_source:
            self._others_left -= size_bytes
        return True

    def head(self, head: bytes) -> bytes:
        """The head of a file that is not kept, or nothing once too many were."""
        if len(head) > self._heads_left:
            return b""
        self._heads_left -= len(head)
        return head


def _is_source(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    return "." not in name or (name.endswith(_SOURCES) and not name.endswith(_TYPES))


def looks_binary(head: bytes) -> bool:
    """True if a file that begins like this cannot be source text."""
    return not head.startswith(_UTF16_MARKS) and _BINARY.match(head) is not None
