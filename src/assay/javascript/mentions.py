"""Mentions: where each name stands in a source."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

_NAME = re.compile(rb"(?<![\w$\x80-\xf4])(?:(?<!\.)|(?<=\.\.\.))[A-Za-z_$\xc2-\xf4][\w$\x80-\xf4]*")
#: Looking for one name in one scope is faster than an index, until the source was searched this many times.
MOST_PASSES = 12
#: More names than this are in no file that people wrote; the rest of the file is not indexed.
MAX_NAMES = 3_000_000


class Mentions:
    """Byte offsets of every name that does not follow a dot, in order; strings and comments are not told apart."""

    __slots__ = ("_offsets", "_patterns", "_searched", "_source")

    def __init__(self, source: bytes) -> None:
        self._source = source
        self._patterns: dict[bytes, re.Pattern[bytes]] = {}
        self._searched = 0
        self._offsets: dict[bytes, list[int]] | None = None

    def between(self, name: bytes, start: int, end: int) -> Iterator[int]:
        """Offsets of a name in a part of the source."""
        if self._offsets is None and self._searched <= MOST_PASSES * len(self._source):
            self._searched += end - start
            # the character behind the part tells whether a name ends there
            for match in self._pattern(name).finditer(self._source, start, end + 1):
                if match.start() < end:
                    yield match.start()
            return
        offsets = self._index().get(name, [])
        for position in range(bisect_left(offsets, start), len(offsets)):
            if offsets[position] >= end:
                return
            yield offsets[position]

    def _pattern(self, name: bytes) -> re.Pattern[bytes]:
        """The name first, what stands around it after that: only so the search is one for a plain text."""
        if name not in self._patterns:
            word = re.escape(name)
            before = rb"(?:(?<![\w$.\x80-\xf4]" + word + rb")|(?<=\.\.\." + word + rb"))"
            self._patterns[name] = re.compile(word + rb"(?![\w$\x80-\xf4])" + before)
        return self._patterns[name]

    def _index(self) -> dict[bytes, list[int]]:
        if self._offsets is None:
            found: dict[bytes, list[int]] = {}
            for match in islice(_NAME.finditer(self._source), MAX_NAMES):
                found.setdefault(match[0], []).append(match.start())
            self._offsets = found
        return self._offsets
