"""Mentions: where each name stands in a source, found once for all."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

_NAME = re.compile(rb"(?<![\w$\x80-\xf4])(?:(?<!\.)|(?<=\.\.\.))[A-Za-z_$\xc2-\xf4][\w$\x80-\xf4]*")
_PART = re.compile(rb"[\w$.\x80-\xff]")
#: Names of this length are looked for by themselves; shorter ones are everywhere in minified code.
LONG_NAME = 4
RARE = 200
#: More names than this are in no file that people wrote; the rest of the file is not indexed.
MAX_NAMES = 3_000_000


class Mentions:
    """Byte offsets of every name that does not follow a dot, in order; strings and comments are not told apart."""

    __slots__ = ("_long", "_offsets", "_source")

    def __init__(self, source: bytes) -> None:
        self._source = source
        self._long: dict[bytes, list[int]] = {}
        self._offsets: dict[bytes, list[int]] | None = None

    def between(self, name: bytes, start: int, end: int) -> Iterator[int]:
        """Offsets of a name in a part of the source."""
        offsets = self._found(name) if self._is_rare(name) else self._index().get(name, [])
        for position in range(bisect_left(offsets, start), len(offsets)):
            if offsets[position] >= end:
                return
            yield offsets[position]

    def _is_rare(self, name: bytes) -> bool:
        if self._offsets is not None or len(name) < LONG_NAME:
            return False
        return name in self._long or self._source.count(name) <= RARE

    def _found(self, name: bytes) -> list[int]:
        """Looking for a rare name alone is faster than an index of all."""
        if name not in self._long:
            whole = re.compile(re.escape(name) + rb"(?![\w$\x80-\xff])")
            found: list[int] = []
            position = self._source.find(name)
            while position >= 0:
                before = self._source[position - 1 : position] if position else b""
                if not _PART.match(before) and whole.match(self._source, position):
                    found.append(position)
                position = self._source.find(name, position + 1)
            self._long[name] = found
        return self._long[name]

    def _index(self) -> dict[bytes, list[int]]:
        if self._offsets is None:
            found: dict[bytes, list[int]] = {}
            for match in islice(_NAME.finditer(self._source), MAX_NAMES):
                found.setdefault(match[0], []).append(match.start())
            self._offsets = found
        return self._offsets
