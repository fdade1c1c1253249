"""The table of what matters."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table

from assay.model.report import Assessed
from assay.reports import package_phrases
from assay.reports.terminal.style import ACTION_STYLE, LEVEL_STYLE, line

#: From this width on there is room to say where a package stands.
WIDE = 110
MAX_ROWS = 100
_MAX_NAME = 60
_MAX_WHY = 160


def overview(packages: Sequence[Assessed], width: int) -> Table:
    """One row a package: what to do, which one, what it is, why, and on a wide terminal where."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=False, header_style="bold")
    table.add_column("Do", no_wrap=True)
    table.add_column("Package", overflow="fold", max_width=max(24, width // 3))
    table.add_column("Verdict", no_wrap=True)
    table.add_column("Why", overflow="fold", ratio=1)
    if width >= WIDE:
        table.add_column("Where", overflow="fold", max_width=width // 4)
    for package in packages[:MAX_ROWS]:
        action, level = package.decision.action, package.verdict.level
        cells = [
            line(action.label, f"bold {ACTION_STYLE[action]}"),
            line(package_phrases.release_text(package.ref), "bold", _MAX_NAME),
            line(level.value, LEVEL_STYLE[level]),
            line(package_phrases.main_reason(package), limit=_MAX_WHY),
        ]
        if width >= WIDE:
            cells.append(line(package_phrases.where_text(package), "dim", _MAX_NAME))
        table.add_row(*cells)
    if len(packages) > MAX_ROWS:
        table.add_row("", line(f"and {len(packages) - MAX_ROWS:,} more", "dim"))
    return table
