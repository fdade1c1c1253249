"""Report to the text of a terminal: what to do at the top and at the end, the evidence between."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.text import Text

from assay.model.report import Report
from assay.reports import phrases
from assay.reports.noteworthy import noteworthy, noticed, with_evidence
from assay.reports.terminal.closing import closing
from assay.reports.terminal.package import package_block
from assay.reports.terminal.style import ACTION_STYLE, line
from assay.reports.terminal.table import overview

#: Blocks of evidence beyond this are left to the other formats: nobody scrolls further.
MAX_BLOCKS = 50
MIN_WIDTH = 60


def render(report: Report, *, width: int = 80, color: bool = False, show_all: bool = False) -> str:
    """The report as text of at most ``width`` columns, with ANSI colours only if ``color``.

    ``show_all`` also shows the evidence of packages that are allowed in spite of findings.
    """
    console = Console(
        file=StringIO(),
        width=max(width, MIN_WIDTH),
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    with console.capture() as capture:
        console.print(Group(*_parts(report, console.width, show_all)))
    return "".join(f"{each.rstrip()}\n" if not color else f"{each}\n" for each in capture.get().splitlines())


def wants_color(environment: Mapping[str, str], *, is_terminal: bool) -> bool:
    """True if colours are for a terminal that shows them: NO_COLOR and TERM=dumb turn them off."""
    return is_terminal and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def _parts(report: Report, width: int, show_all: bool) -> list[RenderableType]:
    shown = noteworthy(report)
    parts: list[RenderableType] = [*_head(report), Text("")]
    if shown:
        parts.extend((overview(shown, width), Text("")))
    detailed = [*with_evidence(shown), *(noticed(report) if show_all else ())]
    for package in detailed[:MAX_BLOCKS]:
        parts.extend((package_block(package, report.rules), Text("")))
    if len(detailed) > MAX_BLOCKS:
        more = phrases.counted(len(detailed) - MAX_BLOCKS, "more package")
        parts.extend((line(f"{more}: write a report with -o report.html to see them."), Text("")))
    parts.extend(closing(report, show_all))
    return parts


def _head(report: Report) -> list[RenderableType]:
    lines: list[RenderableType] = [line(f"Assay {report.tool_version}", "bold")]
    lines.extend(line(phrases.input_text(read), "dim") for read in report.inputs[: phrases.MAX_INPUTS])
    if len(report.inputs) > phrases.MAX_INPUTS:
        lines.append(line(f"and {phrases.counted(len(report.inputs) - phrases.MAX_INPUTS, 'more input')}", "dim"))
    lines.append(Text(""))
    lines.append(line(phrases.headline(report), f"bold {ACTION_STYLE[report.worst]}"))
    lines.append(line(phrases.coverage_sentence(report)))
    return lines
