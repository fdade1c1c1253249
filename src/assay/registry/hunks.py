"""Hunks: what was changed in a text, so that it can be taken back, also after others changed other lines. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines (with their ends) that were replaced: ``old`` by ``new``, which begins at line ``at``, from zero."""

    at: int
    old: tuple[str, ...]
    new: tuple[str, ...]


def hunks_between(before: str, after: str) -> tuple[Hunk, ...]:
    """What turns one text into the other, from top to bottom."""
    old, new = lines_of(before), lines_of(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return tuple(
        Hunk(j1, tuple(old[i1:i2]), tuple(new[j1:j2]))
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    )


def undone(text: str, hunks: Sequence[Hunk]) -> str | None:
    """The text without the change; None if lines that it brought are no longer there as they were.

    Lines that moved since, because others were added or removed, are found nearest to their old place.
    """
    lines = lines_of(text)
    for hunk in reversed(hunks):
        at = _place(lines, hunk)
        if at is None:
            return None
        lines[at : at + len(hunk.new)] = hunk.old
    return "".join(lines)


def lines_of(text: str) -> list[str]:
    """Lines with their ends; only a line feed ends one."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _place(lines: list[str], hunk: Hunk) -> int | None:
    size = len(hunk.new)
    if not size:
        return min(hunk.at, len(lines))
    places = [at for at in range(len(lines) - size + 1) if tuple(lines[at : at + size]) == hunk.new]
    return min(places, key=lambda at: abs(at - hunk.at), default=None)
