"""Location: a place in a file that a person can open."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A file, as the user would name it (or the member's path inside a tarball), and a place in it.

    ``line`` and ``column`` count from one; zero means that the whole file (or line) is meant.
    ``column`` counts characters, not bytes.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}" if self.column else f"{self.file}:{self.line}"
