"""The inner loops of the sweep, compiled by numba. Plain functions over arrays; the types are in the docstrings."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

Array = np.ndarray[Any, Any]

#: Bits of a hash that choose a place in the bitmap, which tells in one look that nothing is there (8 MiB).
BITMAP_BITS = 26
#: Bits of a hash that choose a group of the sorted table.
DIRECTORY_BITS = 20
#: Longer names have too many variants and are no slip of a popular name.
LONGEST = 100

_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_ONE = np.uint64(1)


def _mixed(value: Any) -> Any:
    """Spread a hash over all bits: the upper ones choose a place in the table."""
    value = (value ^ (value >> np.uint64(32))) * _MIX
    return value ^ (value >> np.uint64(29))


def _powers() -> Array:
    powers = np.ones(LONGEST + 2, np.uint64)
    for at in range(1, LONGEST + 2):
        powers[at] = powers[at - 1] * _BASE
    return powers


def _fold(blob: Array, start: Any, length: Any, before: Array, after: Array, powers: Array) -> None:
    """Polynomial hashes of every beginning (``before``) and every end (``after``) of one name."""
    before[0] = np.uint64(0)
    for at in range(length):
        before[at + 1] = before[at] * _BASE + np.uint64(blob[start + at]) + _ONE
    after[length] = np.uint64(0)
    for at in range(length - 1, -1, -1):
        after[at] = after[at + 1] + (np.uint64(blob[start + at]) + _ONE) * powers[length - 1 - at]


def _variants(length: Any, edits: Any, before: Array, after: Array, powers: Array, out: Array) -> Any:
    """Hashes of the name and of what is left without one or two characters; returns how many."""
    out[0] = _mixed(before[length])
    count = 1
    if length > 0:
        for first in range(length):
            out[count] = _mixed(before[first] * powers[length - 1 - first] + after[first + 1])
            count += 1
    if edits == 2 and length > 1:
        for first in range(length - 1):
            for second in range(first + 1, length):
                between = before[second] - before[first + 1] * powers[second - first - 1]
                head = before[first] * powers[second - first - 1] + between
                out[count] = _mixed(head * powers[length - 1 - second] + after[second + 1])
                count += 1
    return count


def _distance(one: Array, start: Any, length: Any, other: Array, begin: Any, size: Any, rows: Array) -> Any:
    """Optimal string alignment distance of two names; ``rows`` is room for three rows."""
    for at in range(size + 1):
        rows[0, at] = at
    for i in range(1, length + 1):
        now, last, older = i % 3, (i - 1) % 3, (i - 2) % 3
        rows[now, 0] = i
        for j in range(1, size + 1):
            same = one[start + i - 1] == other[begin + j - 1]
            best = rows[last, j - 1] + (0 if same else 1)
            best = min(best, rows[last, j] + 1, rows[now, j - 1] + 1)
            crossed = i > 1 and j > 1 and one[start + i - 1] == other[begin + j - 2]
            if crossed and one[start + i - 2] == other[begin + j - 1]:
                best = min(best, rows[older, j - 2] + 1)
            rows[now, j] = best
    return rows[length % 3, size]


def _count_variants(lengths: Array, edits: Any) -> Any:
    """How many variants all names have together."""
    total = 0
    for at in range(len(lengths)):
        length = lengths[at]
        if length <= LONGEST:
            total += 1
            if length > 0:
                total += length
            if edits == 2 and length > 1:
                total += length * (length - 1) // 2
    return total


def _list_variants(blob: Array, starts: Array, lengths: Array, edits: Any, hashes: Array, idents: Array) -> None:
    """Fill in the hash of every variant and the name it belongs to."""
    before, after = np.empty(LONGEST + 1, np.uint64), np.empty(LONGEST + 2, np.uint64)
    powers, at = _powers(), 0
    for ident in range(len(starts)):
        length = lengths[ident]
        if length <= LONGEST:
            _fold(blob, starts[ident], length, before, after, powers)
            count = _variants(length, edits, before, after, powers, hashes[at:])
            for place in range(at, at + count):
                idents[place] = ident
            at += count


def _find_pairs(
    blob: Array,
    starts: Array,
    lengths: Array,
    first: Any,
    last: Any,
    edits: Any,
    target_blob: Array,
    target_starts: Array,
    target_lengths: Array,
    hashes: Array,
    idents: Array,
    directory: Array,
    bitmap: Array,
) -> Any:
    """Rows of name, target, distance for the names from ``first`` to before ``last``."""
    before, after = np.empty(LONGEST + 1, np.uint64), np.empty(LONGEST + 2, np.uint64)
    rows = np.empty((3, LONGEST + 3), np.int32)
    powers = _powers()
    variants = np.empty(1 + LONGEST + LONGEST * (LONGEST - 1) // 2, np.uint64)
    # The name that a target was last compared with: several variants lead to the same pair.
    seen = np.full(len(target_starts), -1, np.int32)
    pairs, found = np.empty((1024, 3), np.int32), 0
    for name in range(first, last):
        length = lengths[name]
        if length == 0 or length > LONGEST:
            continue
        _fold(blob, starts[name], length, before, after, powers)
        count = _variants(length, edits, before, after, powers, variants)
        for at in range(count):
            value = variants[at]
            place = value >> np.uint64(64 - BITMAP_BITS)
            if not bitmap[place >> np.uint64(3)] >> np.uint8(place & np.uint64(7)) & 1:
                continue
            group = value >> np.uint64(64 - DIRECTORY_BITS)
            for entry in range(directory[group], directory[group + _ONE]):
                target = idents[entry]
                if hashes[entry] != value or seen[target] == name:
                    continue
                seen[target] = name
                size = target_lengths[target]
                if abs(size - length) > edits:
                    continue
                apart = _distance(blob, starts[name], length, target_blob, target_starts[target], size, rows)
                if apart == 0 or apart > edits:
                    continue
                if found == len(pairs):
                    larger = np.empty((2 * found, 3), np.int32)
                    larger[:found] = pairs
                    pairs = larger
                pairs[found, 0], pairs[found, 1], pairs[found, 2] = name, target, apart
                found += 1
    return pairs[:found].copy()


_compile = numba.njit(nogil=True, cache=True)
_mixed = _compile(_mixed)
_powers = _compile(_powers)
_fold = _compile(_fold)
_variants = _compile(_variants)
_distance = _compile(_distance)
count_variants = _compile(_count_variants)
list_variants = _compile(_list_variants)
find_pairs = _compile(_find_pairs)
