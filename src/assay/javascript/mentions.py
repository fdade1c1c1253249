"""Mentions: where each name stands in a source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

#: Bytes of one page. A name is looked for in the pages that hold it; which those are is told by their words, at a tenth
#: of the time that an index of all offsets takes. Parts of a source that are no longer than a page are gone through.
PAGE_BYTES = 8 * 1024
#: Bytes that names are made of; the others become blanks.
_WORDS = bytes(
    byte if (chr(byte).isascii() and (chr(byte).isalnum() or byte in b"_$")) or 0x80 <= byte <= 0xF4 else 0x20
    for byte in range(256)
)
_NAME_BYTES = frozenset(byte for byte in range(256) if _WORDS[byte] != 0x20)
_DOT = ord(".")
#: A pattern takes as long to compile as some 100 kB to go through, but longer names stand alone where they are found.
_SHORT_NAME = 2
_NO_NAME = re.compile(rb"[^\w$\x80-\xf4]")


class Mentions:
    """Byte offsets of every name that does not follow a dot, in order; strings and comments are not told apart."""

    __slots__ = ("_page_bytes", "_pages", "_patterns", "_source", "_words")

    def __init__(self, source: bytes, page_bytes: int = PAGE_BYTES) -> None:
        self._source = source
        self._page_bytes = page_bytes
        self._patterns: dict[bytes, re.Pattern[bytes]] = {}
        #: Where the pages begin, none of them within a word, and behind them the end of the source.
        self._pages: list[int] = []
        self._words: dict[int, frozenset[bytes]] = {}

    def between(self, name: bytes, start: int, end: int) -> Iterator[int]:
        """Offsets of a name in a part of the source."""
        if end - start <= self._page_bytes:
            yield from self._search(name, start, end)
            return
        pages = self._starts()
        for number in range(max(0, bisect_right(pages, start) - 1), len(pages) - 1):
            if pages[number] >= end:
                return
            if name in self._held(number):
                yield from self._search(name, max(start, pages[number]), min(end, pages[number + 1]))

    def _search(self, name: bytes, start: int, end: int) -> Iterator[int]:
        if len(name) > _SHORT_NAME:
            place = self._source.find(name, start, end)
            while place >= 0:
                if self._is_whole(place, place + len(name)):
                    yield place
                place = self._source.find(name, place + len(name), end)
            return
        # the character behind the part tells whether a name ends there
        for match in self._pattern(name).finditer(self._source, start, end + 1):
            if match.start() < end:
                yield match.start()

    def _is_whole(self, start: int, end: int) -> bool:
        source = self._source
        if end < len(source) and source[end] in _NAME_BYTES:
            return False
        if start and source[start - 1] == _DOT:
            return start > 2 and source[start - 3 : start] == b"..."
        return not start or source[start - 1] not in _NAME_BYTES

    def _pattern(self, name: bytes) -> re.Pattern[bytes]:
        """The name first, what stands around it after that: only so the search is one for a plain text."""
        if name not in self._patterns:
            word = re.escape(name)
            before = rb"(?:(?<![\w$.\x80-\xf4]" + word + rb")|(?<=\.\.\." + word + rb"))"
            self._patterns[name] = re.compile(word + rb"(?![\w$\x80-\xf4])" + before)
        return self._patterns[name]

    def _starts(self) -> list[int]:
        if not self._pages:
            size = len(self._source)
            self._pages, start = [0], 0
            while start + self._page_bytes < size:
                end = _NO_NAME.search(self._source, start + self._page_bytes)
                start = end.start() if end is not None else size
                self._pages.append(start)
            if self._pages[-1] < size:
                self._pages.append(size)
        return self._pages

    def _held(self, number: int) -> frozenset[bytes]:
        """The words of one page."""
        if number not in self._words:
            page = self._source[self._pages[number] : self._pages[number + 1]]
            self._words[number] = frozenset(page.translate(_WORDS).split())
        return self._words[number]
