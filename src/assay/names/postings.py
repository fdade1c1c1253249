"""Postings: from a key to the ids of the names that have it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from zlib import crc32


class Postings:
    """Ids grouped by the upper bits of a checksum of their key.

    The keys themselves are not kept, so ``ids`` may return names of another key now and then (about as many as
    there are true ones); whoever asks compares anyway.

    directory   where each group begins in ``ids``, and at last where the last one ends; a power of two, and one
    idents      the ids
    """

    __slots__ = ("_directory", "_idents", "_shift")

    def __init__(self, directory: Sequence[int], idents: Sequence[int]) -> None:
        self._directory = directory
        self._idents = idents
        self._shift = 32 - (len(directory) - 1).bit_length() + 1

    def ids(self, key: bytes, salt: int = 0) -> Sequence[int]:
        """Ids that were filed under this key and salt, and perhaps a few others."""
        group = crc32(key, salt) >> self._shift
        return self._idents[self._directory[group] : self._directory[group + 1]]


def group_postings(entries: Iterable[tuple[int, int]], bits: int) -> tuple[list[int], list[int]]:
    """Directory and ids of ``(checksum of the key, id)`` entries, for 2 to the power of ``bits`` groups."""
    shift = 32 - bits
    ordered = sorted((checksum >> shift, ident) for checksum, ident in entries)
    sizes = [0] * (1 << bits)
    for group, _ in ordered:
        sizes[group] += 1
    return list(accumulate(sizes, initial=0)), [ident for _, ident in ordered]


def bits_for(entries: int) -> int:
    """How many bits of checksum give about two entries a group."""
    return min(max((max(entries, 1) - 1).bit_length() - 1, 1), 20)
