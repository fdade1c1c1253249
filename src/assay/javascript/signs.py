"""Signs: which words and shapes a source holds anywhere, found in one pass over its bytes.

A sign says only that the word is there. Whoever needs its place looks for it again, which is worth the time in the few
files that have it; ``Ends`` tells the places of many shapes at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from re import escape

import hyperscan


class Ends:
    """Where shapes end, all of them found in one pass; for shapes that are worth a place in a file of megabytes."""

    def __init__(self, shapes: Sequence[bytes]) -> None:
        """``shapes`` end in a fixed text, such as an opening bracket, so that each has one end."""
        self._database = hyperscan.Database()
        self._database.compile(expressions=list(shapes), ids=list(range(len(shapes))), flags=[0] * len(shapes))
        self._scratch = hyperscan.Scratch(self._database)

    def of(self, source: bytes, limit: int) -> list[tuple[int, int]]:
        """Offsets behind the shapes and the number of each shape, in order; the first ``limit`` of them."""
        found: list[tuple[int, int]] = []

        def add(number: int, _start: int, end: int, _flags: int, _context: object) -> bool:
            found.append((end, number))
            return len(found) >= limit

        with suppress(hyperscan.ScanTerminated):
            self._database.scan(source, add, scratch=self._scratch)
        return sorted(set(found))


class Signs:
    """A set of patterns that are looked for together (https://intel.github.io/hyperscan: no lookarounds, no groups).

    Some 2 GB of source are passed over in a second; ``bytes.find`` needs that long for each single word.
    """

    def __init__(self, words: Iterable[bytes], shapes: Sequence[tuple[bytes, bytes]] = ()) -> None:
        """``words`` are their own signs; each of ``shapes`` is a sign and the pattern that it stands for."""
        every = {**{word: escape(word) for word in words}, **dict(shapes)}
        self._names = tuple(every)
        self._database = hyperscan.Database()
        self._database.compile(
            expressions=list(every.values()),
            ids=list(range(len(every))),
            flags=[hyperscan.HS_FLAG_SINGLEMATCH] * len(every),
        )
        self._scratch = hyperscan.Scratch(self._database)

    def of(self, source: bytes) -> frozenset[bytes]:
        """The signs that stand anywhere in the source."""
        found: set[bytes] = set()
        self._database.scan(source, lambda number, *_: found.add(self._names[number]), scratch=self._scratch)
        return frozenset(found)
