"""Lines and columns of offsets in a text."""

from __future__ import annotations

import re
from bisect import bisect_right

from assay.model.location import Location


class Lines:
    """Turns offsets (in characters) of one text into Locations.

    A line ends with a line feed, as in editors and in JSON and YAML errors; a carriage return before it belongs to it.
    """

    __slots__ = ("_file", "_starts")

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def at(self, offset: int) -> Location:
        """The place of the character at this offset."""
        line = bisect_right(self._starts, offset)
        return Location(self._file, line, offset - self._starts[line - 1] + 1)
