"""Where a report goes: standard output in one format, and files in as many as were asked for."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from assay.cli.printing import print_text
from assay.errors import UsageError
from assay.model.report import Report
from assay.reports.formats import format_of, renderer


def check_outputs(files: Sequence[str]) -> None:
    """Refuse an output that could not be written, before any work is done. Raises UsageError."""
    for file in files:
        format_of(file)
        folder = Path(file).parent
        if not folder.is_dir():
            raise UsageError(f"cannot write {file}: there is no folder {folder}")


def write_files(report: Report, files: Sequence[str]) -> None:
    """Write the report into every file, each in the format of its ending.

    Raises UsageError if some cannot be written; the others are.
    """
    failed: list[str] = []
    for file in files:
        text = renderer(format_of(file))(report)
        try:
            Path(file).write_text(text, encoding="utf-8")
        except OSError as error:
            failed.append(f"cannot write {file}: {error.strerror}")
    if failed:
        raise UsageError("; ".join(failed))


def print_report(report: Report, name: str, *, show_all: bool) -> None:
    """Print the report in the named format. Raises UsageError if standard output takes no more, as on a full disk."""
    if name != "terminal":
        print_text(renderer(name)(report))
        return
    from assay.reports.terminal.render import render, wants_color

    color = wants_color(os.environ, is_terminal=sys.stdout.isatty())
    width = shutil.get_terminal_size((100, 24)).columns
    print_text(render(report, width=min(width, 140), color=color, show_all=show_all), color=color)
