"""The pages of docs/names as values: their kinds, and the names that they give as examples."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from assay.names.kind import PUBLISHED

FOLDER = Path(__file__).parents[2] / "docs" / "names"
SECTIONS = ("Kinds", "How it is found", "A true example", "Told apart as honest", "Limits")
_ROW = re.compile(r"^\| `([^`]+)` \| `([^`]+)` \| `([^`]+)` \| (.+) \|$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """A row of a table: a name of one kind, the name it is near, and how it is shown or why it is honest."""

    kind: str
    name: str
    target: str
    told: str


@dataclass(frozen=True, slots=True)
class ClassPage:
    """One page, and what its sections say by their titles."""

    slug: str
    title: str
    sections: dict[str, str]

    def examples(self, section: str) -> list[Example]:
        """The rows of the table in one section."""
        return [Example(*(cell.strip("`") for cell in row)) for row in _ROW.findall(self.sections[section])]


def class_pages() -> list[ClassPage]:
    """Every page but the overview."""
    files = sorted(path for path in FOLDER.glob("*.md") if path.stem not in ("README", "sweep"))
    return [_page(path) for path in files]


def published_classes() -> list[str]:
    """The thirteen, in the order of their kinds."""
    return list(dict.fromkeys(PUBLISHED.values()))


def _page(path: Path) -> ClassPage:
    title, *parts = re.split(r"^#{1,2} (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return ClassPage(path.stem, title, dict(zip(parts[1::2], parts[2::2], strict=True)))
