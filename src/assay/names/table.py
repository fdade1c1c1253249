"""NameTable: many names in one buffer, found without reading them all."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Protocol, overload


class Buffer(Protocol):
    """Bytes that can be sliced: ``bytes`` or a memory map."""

    def __len__(self) -> int: ...

    @overload
    def __getitem__(self, index: int, /) -> int: ...

    @overload
    def __getitem__(self, index: slice, /) -> bytes: ...


class NameTable:
    """Names sorted by length, then by bytes, written one after the other without separators.

    A name's id is its place in that order. Equal lengths make the place of every name a multiplication, so no
    offsets are kept, and names of one length that share a beginning stand together.

    buffer   holds the names from ``start`` on
    counts   how many names there are of length 0, 1, 2, ...
    """

    __slots__ = ("_buffer", "_firsts", "_lengths", "_offsets", "size_bytes")

    def __init__(self, buffer: Buffer, start: int, counts: Sequence[int]) -> None:
        self._buffer = buffer
        self._firsts = list(accumulate(counts, initial=0))
        self._lengths = len(counts)
        sizes = (length * count for length, count in enumerate(counts))
        self._offsets = list(accumulate(sizes, initial=start))
        self.size_bytes = self._offsets[-1] - start

    def __len__(self) -> int:
        return self._firsts[-1]

    def name(self, ident: int) -> bytes:
        """The name with this id."""
        length = bisect_right(self._firsts, ident) - 1
        at = self._offsets[length] + (ident - self._firsts[length]) * length
        return self._buffer[at : at + length]

    def find(self, name: bytes) -> int | None:
        """The id of exactly this name, None if it is not there."""
        length = len(name)
        if not 0 < length < self._lengths:
            return None
        ident = self._lower(name, length)
        if ident < self._firsts[length + 1] and self.name(ident) == name:
            return ident
        return None

    def starting(self, prefix: bytes, length: int) -> list[bytes]:
        """Names of this length that begin with ``prefix``, which is not longer."""
        if not 0 < length < self._lengths:
            return []
        first = self._lower(prefix, length)
        last = self._lower(prefix + b"\xff", length)
        base = self._offsets[length] + (first - self._firsts[length]) * length
        block = self._buffer[base : base + (last - first) * length]
        return [block[at : at + length] for at in range(0, len(block), length)]

    def count_starting(self, prefix: bytes, length: int) -> int:
        """How many names of this length begin with ``prefix``, which is not longer."""
        if not len(prefix) <= length < self._lengths:
            return 0
        return self._lower(prefix + b"\xff", length) - self._lower(prefix, length)

    def _lower(self, name: bytes, length: int) -> int:
        """The id of the first name of this length that is not below ``name``."""
        buffer = self._buffer
        low, high = self._firsts[length], self._firsts[length + 1]
        base = self._offsets[length] - low * length
        while low < high:
            middle = (low + high) >> 1
            at = base + middle * length
            if buffer[at : at + length] < name:
                low = middle + 1
            else:
                high = middle
        return low


def sort_for_table(names: Sequence[bytes]) -> tuple[list[bytes], list[int]]:
    """Names in the table's order, each once, and how many there are of each length."""
    ordered = sorted(set(names), key=lambda name: (len(name), name))
    counts = [0] * ((len(ordered[-1]) if ordered else 0) + 1)
    for name in ordered:
        counts[len(name)] += 1
    return ordered, counts
