"""The sentences and words that all outputs share, so that no two can disagree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from assay.model.dependency import Dependency
from assay.model.feed import FeedInfo
from assay.model.finding import Finding
from assay.model.policy import Action, PolicyException
from assay.model.report import Assessed, Report, Source
from assay.model.rule import Rule


def headline(report: Report) -> str:
    """What there is to do, in one sentence."""
    counts = action_counts(report)
    parts = []
    if counts[Action.BLOCK]:
        parts.append(f"{counted(counts[Action.BLOCK], 'package')} to block")
    if counts[Action.WARN]:
        parts.append(f"{counted(counts[Action.WARN], 'package')} to look at")
    return f"{' and '.join(parts) or 'Nothing to block or look at'}."


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


def weight(finding: Finding) -> str:
    """Severity and confidence, apart: ``high (likely)``."""
    return f"{finding.severity.label} ({('', 'possible', 'likely', 'certain')[finding.confidence]})"


def main_reason(package: Assessed) -> str:
    """What a one-line mention says: the strongest finding, or why there is none."""
    strongest = ordered_findings(package)
    if strongest:
        return strongest[0].message
    return package.verdict.because


def ordered_findings(package: Assessed) -> list[Finding]:
    """The findings, the worst first."""
    return sorted(
        package.verdict.findings, key=lambda finding: (-finding.severity, -finding.confidence, finding.rule_id)
    )


def advice(finding: Finding, rules: dict[str, Rule]) -> str:
    """What to do about a finding: its own advice, or its rule's."""
    rule = rules.get(finding.rule_id)
    return finding.advice or (rule.advice if rule else "")


def next_steps(package: Assessed, rules: dict[str, Rule]) -> list[str]:
    """What to do about a package, the most pressing first, without repeats."""
    steps = [advice(finding, rules) for finding in ordered_findings(package)]
    steps.extend(gap.hint for gap in package.verdict.gaps)
    return list(dict.fromkeys(step for step in steps if step))


def all_paths(package: Assessed) -> list[tuple[str, ...]]:
    """The ways from the project to the package, the shortest first, without repeats."""
    return sorted({path for usage in package.usages for path in usage.paths}, key=lambda path: (len(path), path))


def path_text(path: tuple[str, ...]) -> str:
    """A way from the project to a package."""
    return " > ".join(path)


def usage_text(usage: Dependency) -> str:
    """How one input names a package: dependency type and, if there are, its special ways."""
    words = [usage.type.value]
    if usage.is_direct:
        words.insert(0, "direct")
    if usage.alias:
        words.append(f"as {usage.alias}")
    if usage.is_patched:
        words.append("patched")
    return ", ".join(words)


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


def exception_text(exception: PolicyException) -> str:
    """One exception of the policy."""
    rules = ", ".join(exception.rules) or "everything"
    return f"{rules} accepted by {exception.owner} until {exception.expires.isoformat()}: {exception.reason}"


def first_few(names: Iterable[str], number: int = 3) -> str:
    """The first few names, and how many more there are."""
    listed = list(names)
    more = f" and {len(listed) - number:,} more" if len(listed) > number else ""
    return ", ".join(listed[:number]) + more
