"""Expected texts of whole reports; ``python -m tests.reports.golden`` writes them anew (read the difference)."""

from __future__ import annotations

import importlib
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def expected(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def rewrite() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, text in importlib.import_module("tests.reports.test_golden").rendered().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    rewrite()
