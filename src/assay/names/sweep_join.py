"""Every pair of a name and a target within one or two edits, for millions of names: a join of deletion neighbourhoods.

Two names are within k edits (optimal string alignment) only if deleting at most k characters from each can make them
equal. So the hashes of everything that deletions leave of the targets go into a table, those of the names are looked
up, and every hit is compared in full: no pair is missed and none is wrong. This module needs numpy and numba (the
extra ``sweep``); nothing else imports it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from assay.names.sweep_kernels import BITMAP_BITS, DIRECTORY_BITS, count_variants, find_pairs, list_variants

Array = np.ndarray[Any, Any]

_CHUNK = 100_000


@dataclass(frozen=True, slots=True)
class Packed:
    """Names as one array of bytes: ``blob[starts[i] : starts[i] + lengths[i]]`` is name i."""

    blob: Array
    starts: Array
    lengths: Array

    def __len__(self) -> int:
        return len(self.starts)


def pack_names(names: Sequence[str]) -> Packed:
    """Names as bytes. A character outside ASCII becomes a question mark, which no name has."""
    text = "\n".join(names).encode("ascii", "replace") + b"\n"
    blob = np.frombuffer(text, dtype=np.uint8)
    ends = np.flatnonzero(blob == ord("\n")).astype(np.int64) if names else np.zeros(0, np.int64)
    starts = np.concatenate((np.zeros(1, np.int64), ends[:-1] + 1)) if names else ends
    return Packed(blob, starts, (ends - starts).astype(np.int32))


def join_within(
    names: Packed, targets: Packed, edits: int, threads: int = 2, compared: Callable[[int], None] | None = None
) -> tuple[Array, Array, Array]:
    """Every pair of different names within 1 or 2 edits: positions of the names, of the targets, and the distances.

    Pairs come ordered by name. It holds the hashes of the targets' variants (12 bytes each: about 22 for each target
    at one edit, 230 at two) and the pairs. ``compared`` is called with how many more names are done.
    """
    if edits not in (1, 2):
        raise ValueError("one or two edits can be joined")
    empty = np.zeros(0, np.int32)
    if not len(names) or not len(targets):
        return empty, empty, empty
    table = _Table(targets, edits)
    bounds = [*range(0, len(names), _CHUNK), len(names)]

    def part(bound: tuple[int, int]) -> Array:
        found: Array = find_pairs(
            names.blob, names.starts, names.lengths, bound[0], bound[1], edits, targets.blob, targets.starts,
            targets.lengths, table.hashes, table.idents, table.directory, table.bitmap,
        )  # fmt: skip
        return found

    parts = []
    with ThreadPoolExecutor(threads) as pool:
        for (first, last), found in zip(pairwise(bounds), pool.map(part, pairwise(bounds)), strict=True):
            parts.append(found)
            if compared is not None:
                compared(last - first)
    pairs = np.concatenate(parts)
    return pairs[:, 0], pairs[:, 1], pairs[:, 2]


class _Table:
    """The hashes of everything that deletions leave of the targets, sorted, with a directory and a bitmap before it."""

    __slots__ = ("bitmap", "directory", "hashes", "idents")

    def __init__(self, targets: Packed, edits: int) -> None:
        total = int(count_variants(targets.lengths, edits))
        hashes, idents = np.empty(total, np.uint64), np.empty(total, np.int32)
        list_variants(targets.blob, targets.starts, targets.lengths, edits, hashes, idents)
        order = np.argsort(hashes, kind="stable")
        self.hashes, self.idents = hashes[order], idents[order]
        groups = (self.hashes >> np.uint64(64 - DIRECTORY_BITS)).astype(np.int64)
        sizes = np.bincount(groups, minlength=1 << DIRECTORY_BITS)
        self.directory = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes)))
        self.bitmap = np.zeros(1 << (BITMAP_BITS - 3), np.uint8)
        places = self.hashes >> np.uint64(64 - BITMAP_BITS)
        np.bitwise_or.at(
            self.bitmap, (places >> np.uint64(3)).astype(np.int64), (1 << (places & np.uint64(7))).astype(np.uint8)
        )
