"""Places: where in a file stands what a rewritten form of it holds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from assay.model.location import Location

#: Columns further right are not counted.
_WIDEST = 4_096


@dataclass(frozen=True, slots=True)
class Edit:
    """The bytes from ``start`` to ``end`` give way to ``text``."""

    start: int
    end: int
    text: bytes


@dataclass(frozen=True, slots=True)
class Places:
    """The source as it was, and for each piece of the new one where it begins in both.

    Within a piece that was copied the distance to its start is the same; a piece that is new stands for the place
    where the old one stood.
    """

    source: bytes
    new_starts: tuple[int, ...] = (0,)
    old_starts: tuple[int, ...] = (0,)
    is_copied: tuple[bool, ...] = (True,)

    def old(self, position: int) -> int:
        """The place in the source of a place in the rewritten one."""
        piece = max(0, bisect_right(self.new_starts, position) - 1)
        start = self.old_starts[piece]
        return start + position - self.new_starts[piece] if self.is_copied[piece] else start

    def location(self, path: str, position: int) -> Location:
        """Line and column (in characters) in the source of a place in the rewritten one."""
        at = min(self.old(position), len(self.source))
        line_start = self.source.rfind(b"\n", 0, at) + 1
        line = self.source.count(b"\n", 0, at) + 1
        if at - line_start >= _WIDEST:
            return Location(path, line, 0)
        return Location(path, line, len(self.source[line_start:at].decode("utf-8", "replace")) + 1)


def rewritten(source: bytes, edits: Iterable[Edit]) -> tuple[bytes, Places]:
    """The source with its edits done, which are in order and do not overlap, and the places in it."""
    pieces: list[bytes] = []
    starts: list[tuple[int, int, bool]] = []
    size = last = 0
    for edit in edits:
        for piece, start, is_copied in ((source[last : edit.start], last, True), (edit.text, edit.start, False)):
            starts.append((size, start, is_copied))
            pieces.append(piece)
            size += len(piece)
        last = edit.end
    starts.append((size, last, True))
    pieces.append(source[last:])
    new, old, copied = zip(*starts, strict=True)
    return b"".join(pieces), Places(source, tuple(new), tuple(old), tuple(copied))
