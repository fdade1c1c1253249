"""Which keys lie side by side, on the layouts most packages are typed on."""

from __future__ import annotations

from itertools import pairwise

_ROWS = (
    ("1234567890-", "qwertyuiop", "asdfghjkl", "zxcvbnm"),
    ("1234567890", "qwertzuiop", "asdfghjkl", "yxcvbnm"),
    ("1234567890", "azertyuiop", "qsdfghjklm", "wxcvbn"),
)


def _neighbours() -> frozenset[tuple[str, str]]:
    pairs: set[tuple[str, str]] = set()
    for rows in _ROWS:
        for row in rows:
            pairs.update(pairwise(row))
        for upper, lower in pairwise(rows):
            # Every row stands half a key to the right of the one above, so a key touches two below it.
            pairs.update(zip(upper, lower, strict=False))
            pairs.update(zip(upper[1:], lower, strict=False))
    return frozenset(pairs | {(other, one) for one, other in pairs})


_PAIRS = _neighbours()


def are_neighbours(one: str, other: str) -> bool:
    """True if the two characters are on keys that touch on a QWERTY, QWERTZ or AZERTY keyboard.

    >>> are_neighbours("q", "w"), are_neighbours("a", "p")
    (True, False)
    """
    return (one, other) in _PAIRS
