"""The end of a terminal report: what is only noticed, what could not be checked, the feeds, the next steps."""

from __future__ import annotations

from rich.console import RenderableType
from rich.text import Text

from assay.model.report import Report
from assay.reports import package_phrases, phrases
from assay.reports.gap_groups import GapGroup, gap_groups
from assay.reports.noteworthy import noticed, only_gaps
from assay.reports.terminal.style import indented, line

_MAX_GROUPS = 12
_MAX_TEXT = 300


def closing(report: Report, show_all: bool) -> list[RenderableType]:
    """Sections that follow the packages."""
    parts: list[RenderableType] = []
    allowed = noticed(report)
    if allowed and not show_all:
        names = phrases.first_few(package_phrases.release_text(package.ref) for package in allowed)
        parts.extend((line("Allowed, with findings", "bold"), indented(line(names, limit=_MAX_TEXT), 2), Text("")))
    expired = package_phrases.expired_lines(report)
    if expired:
        parts.append(line("Expired exceptions", "bold"))
        parts.extend(indented(line(each, limit=_MAX_TEXT), 2) for each in expired[:_MAX_GROUPS])
        if len(expired) > _MAX_GROUPS:
            parts.append(indented(line(f"and {len(expired) - _MAX_GROUPS:,} more", "dim"), 2))
        parts.append(Text(""))
    groups = gap_groups(report)
    if groups:
        parts.append(line("Could not be checked", "bold"))
        for group in groups[:_MAX_GROUPS]:
            parts.extend(_group(group))
        if len(groups) > _MAX_GROUPS:
            parts.append(indented(line(f"and {phrases.counted(len(groups) - _MAX_GROUPS, 'more reason')}", "dim"), 2))
        parts.append(Text(""))
    notes = phrases.notes(report)
    if notes:
        parts.append(line("Left out", "bold"))
        parts.extend(indented(line(each, limit=_MAX_TEXT), 2) for each in notes)
        parts.append(Text(""))
    parts.append(line("Feeds", "bold"))
    feeds = [phrases.feed_text(feed, report.started) for feed in report.feeds] or [phrases.NO_FEEDS]
    parts.extend(indented(line(feed, limit=_MAX_TEXT), 2) for feed in feeds)
    parts.extend((Text(""), line(f"{phrases.inputs_sentence(report)} {phrases.run_sentence(report)}", "dim")))
    parts.extend(line(step) for step in phrases.whole_run_steps(report, len(only_gaps(report))))
    return parts


def _group(group: GapGroup) -> list[RenderableType]:
    head = line(f"{group.kind}  ", "magenta").append_text(line(group.why, limit=_MAX_TEXT))
    parts: list[RenderableType] = [indented(head, 2)]
    count = f"{len(group.what):,}: " if len(group.what) > 1 else ""
    parts.append(indented(line(f"{count}{phrases.first_few(group.what)}", "dim", _MAX_TEXT), 4))
    if group.hint:
        parts.append(indented(line(f"→ {group.hint}", limit=_MAX_TEXT), 4))
    return parts
