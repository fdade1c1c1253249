"""The sentences about a run that all outputs share, so that no two can disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from assay.model.feed import FeedInfo
from assay.model.policy import Action
from assay.model.report import Assessed, InputRead, Report, Source
from assay.reports.noteworthy import noteworthy, only_gaps

#: More inputs than this are counted, not listed, at the top of a report for people.
MAX_INPUTS = 8
#: More notes than this are counted, not listed, in a report for people.
MAX_NOTES = 12
NO_FEEDS = "no feed in use: known malware and advisories were not looked up"


def headline(report: Report) -> str:
    """What there is to do, in one sentence."""
    counts = action_counts(report)
    waiting = len(only_gaps(report))
    looks = sum(1 for package in noteworthy(report) if package.decision.action is Action.WARN)
    parts = []
    if counts[Action.BLOCK]:
        parts.append(f"{counted(counts[Action.BLOCK], 'package')} to block")
    if looks:
        parts.append(f"{counted(looks, 'package')} to look at")
    if waiting:
        parts.append(f"{counted(waiting, 'package')} with something that could not be checked")
    return f"{', '.join(parts) or 'Nothing to block or to look at'}."


def action_counts(report: Report) -> Counter[Action]:
    """How many packages each action has."""
    return Counter(package.decision.action for package in report.packages)


def coverage_sentence(report: Report) -> str:
    """What the silence of this report is worth. Never "clean"."""
    coverage = report.coverage
    quiet = sum(1 for package in report.packages if is_outside(package) and is_quiet(package))
    parts = [f"Nothing found in {quiet} of {counted(coverage.releases, 'package')}"]
    missing = []
    if coverage.partly_checked:
        missing.append(f"{coverage.partly_checked} checked in part")
    if coverage.unchecked:
        missing.append(f"{coverage.unchecked} not checked")
    if missing:
        parts.append(", ".join(missing))
    if coverage.local:
        parts.append(f"{counted(coverage.local, 'package')} of the project itself not looked at")
    return f"{'; '.join(parts)}."


def inputs_sentence(report: Report) -> str:
    """How many inputs were read."""
    coverage = report.coverage
    total = coverage.inputs_read + coverage.inputs_unread
    return f"{coverage.inputs_read} of {counted(total, 'input')} read."


def run_sentence(report: Report) -> str:
    """How the run was made."""
    cached = f", {report.coverage.from_cache} from the cache" if report.coverage.from_cache else ""
    offline = ", offline: only what is on this machine was used" if report.offline else ""
    return f"{report.started:%Y-%m-%d %H:%M} UTC, {report.seconds:.1f} s{cached}{offline}"


def is_outside(package: Assessed) -> bool:
    """True if coverage counts it: it is not part of the project itself, or it was looked at all the same."""
    return not package.origin.is_local or package.source is not Source.NONE


def is_quiet(package: Assessed) -> bool:
    """True if it was fully checked and nothing at all was found."""
    return not package.verdict.findings and not package.verdict.gaps


def counted(number: int, noun: str) -> str:
    """``1 package``, ``2 packages``, ``1,000 packages``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def input_text(read: InputRead) -> str:
    """One input and what came out of it."""
    if read.gaps and not read.dependencies:
        return f"{read.target}: {read.kind}, not read"
    partly = ", in part" if read.gaps else ""
    return f"{read.target}: {read.kind}, {counted(read.dependencies, 'package')}{partly}"


def whole_run_steps(report: Report, waiting: int) -> list[str]:
    """What to do after reading the report; ``waiting`` packages are held up only by gaps."""
    steps: list[str] = []
    worst = [finding.rule_id for package in noteworthy(report) for finding in package.verdict.findings]
    if worst:
        steps.append(f"Next: `assay explain {worst[0]}` tells what the rule means; exceptions go into assay.toml.")
    if waiting:
        steps.append(
            f"{counted(waiting, 'package')} could not be judged: see what could not be checked, and run it again."
        )
    return steps


def notes(report: Report) -> list[str]:
    """What was left out on purpose: the first few, and how many more there are."""
    more = len(report.notes) - MAX_NOTES
    rest = [f"and {more:,} more"] if more > 0 else []
    return [*report.notes[:MAX_NOTES], *rest]


def age_text(age: timedelta) -> str:
    """An age in the unit that a person would use."""
    hours = int(age.total_seconds() // 3600)
    if hours < 0:
        return "dated in the future"
    if hours < 48:
        return f"{counted(hours, 'hour')} old"
    return f"{counted(hours // 24, 'day')} old"


def feed_text(feed: FeedInfo, now: datetime) -> str:
    """One feed: its size and the age of its newest content."""
    age = "age unknown" if feed.updated is None else f"{age_text(now - feed.updated)} ({feed.updated:%Y-%m-%d})"
    return f"{feed.name}: {counted(feed.records, 'record')}, {age}"


def first_few(names: Iterable[str], number: int = 3) -> str:
    """The first few names, and how many more there are."""
    listed = list(names)
    more = f" and {len(listed) - number:,} more" if len(listed) > number else ""
    return ", ".join(listed[:number]) + more
