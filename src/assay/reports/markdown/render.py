"""Report to Markdown for a comment on a pull request: short at the top, details folded, never too long to post."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assay.model.finding import Evidence, Finding
from assay.model.policy import Action
from assay.model.report import Assessed, Report
from assay.reports import package_phrases, phrases
from assay.reports.gap_groups import gap_groups
from assay.reports.markdown.text import code, html_code, plain
from assay.reports.noteworthy import noteworthy, noticed, with_evidence
from assay.reports.visible import defanged

#: Services refuse comments of more than 65,536 characters.
MAX_CHARACTERS = 65_000
MAX_ROWS = 50
_MAX_GROUPS = 20
_MAX_EXPIRED = 20
_SIGNS = {Action.ALLOW: "🟢", Action.WARN: "🟡", Action.BLOCK: "🔴"}
_NOTE = "\n_The report was cut here: it is too long for a comment. The JSON and HTML reports have everything._\n"


def render(report: Report) -> str:
    """The report as GitHub-flavoured Markdown of at most ``MAX_CHARACTERS`` characters."""
    return _joined(_sections(report))


def _joined(sections: Iterable[str]) -> str:
    """As many whole sections as fit."""
    parts: list[str] = []
    left = MAX_CHARACTERS - len(_NOTE)
    for section in sections:
        if len(section) > left:
            parts.append(_NOTE)
            break
        parts.append(section)
        left -= len(section)
    return "".join(parts)


def _sections(report: Report) -> Iterator[str]:
    shown = noteworthy(report)
    yield f"## {_SIGNS[report.worst]} Assay: {plain(phrases.headline(report))}\n\n"
    yield f"{plain(phrases.coverage_sentence(report))} {plain(phrases.inputs_sentence(report))}\n\n"
    if shown:
        yield _table(shown)
    for package in with_evidence(shown):
        yield _details(package, report)
    allowed = noticed(report)
    if allowed:
        names = phrases.first_few((package_phrases.release_text(package.ref) for package in allowed), 10)
        yield f"\n**Allowed, with findings:** {code(names, limit=1000)}\n"
    expired = package_phrases.expired_lines(report)
    if expired:
        yield "".join(("\n**Expired exceptions**\n\n", *(f"- {plain(each)}\n" for each in expired[:_MAX_EXPIRED])))
    yield _gaps(report)
    if report.notes:
        yield "".join(("\n**Left out**\n\n", *(f"- {plain(each)}\n" for each in phrases.notes(report))))
    feeds = [phrases.feed_text(feed, report.started) for feed in report.feeds] or [phrases.NO_FEEDS]
    yield f"\n<sub>Feeds: {'; '.join(plain(feed) for feed in feeds)}. {plain(phrases.run_sentence(report))}.</sub>\n"


def _table(packages: list[Assessed]) -> str:
    rows = ["| | Package | Verdict | Why | Where |", "|---|---|---|---|---|"]
    for package in packages[:MAX_ROWS]:
        action = package.decision.action
        cells = (
            f"{_SIGNS[action]} {action.label}",
            code(package_phrases.release_text(package.ref), in_table=True, limit=100),
            package.verdict.level.value,
            plain(package_phrases.main_reason(package), 160),
            code(package_phrases.where_text(package), in_table=True, limit=100),
        )
        rows.append(f"| {' | '.join(cells)} |")
    if len(packages) > MAX_ROWS:
        rows.append(f"| | and {len(packages) - MAX_ROWS:,} more | | | |")
    return "\n".join(rows) + "\n"


def _details(package: Assessed, report: Report) -> str:
    name = html_code(package_phrases.release_text(package.ref), 100)
    lines = [
        "",
        f"<details><summary>{name}: {package.decision.action.label}, {package.verdict.level.value}</summary>",
        "",
        plain(package.verdict.because),
        "",
    ]
    for finding in package_phrases.ordered_findings(package)[:10]:
        lines.extend(_finding(finding))
    lines.append("")
    lines.extend(f"- Used by {plain(each)}" for each in package_phrases.usage_lines(package, 3))
    lines.extend(f"- Policy {plain(each)}" for each in package_phrases.policy_lines(package.decision))
    lines.extend(f"- Not checked: {plain(each)}" for each in package_phrases.gap_lines(package)[:5])
    lines.extend(f"- **Do:** {plain(each)}" for each in package_phrases.next_steps(package, report.rules))
    lines.extend(("", "</details>", ""))
    return "\n".join(lines)


def _finding(finding: Finding) -> Iterator[str]:
    yield f"- {code(finding.rule_id)} ({package_phrases.weight(finding)}): {plain(finding.message)}"
    for evidence in finding.evidence[:5]:
        yield f"  - {_evidence(evidence)}"


def _evidence(evidence: Evidence) -> str:
    parts = [code(str(evidence.location)) if evidence.location else "", plain(evidence.fact)]
    if evidence.excerpt:
        parts.append(f"<br>{code(defanged(evidence.excerpt))}")
    if evidence.decoded:
        parts.append(f"<br>decodes to {code(defanged(evidence.decoded))}")
    return " ".join(part for part in parts if part)


def _gaps(report: Report) -> str:
    groups = gap_groups(report)
    if not groups:
        return ""
    lines = ["", "<details><summary>Could not be checked</summary>", ""]
    for group in groups[:_MAX_GROUPS]:
        hint = f" → {plain(group.hint)}" if group.hint else ""
        what = plain(phrases.first_few(group.what))
        lines.append(f"- {group.kind.value}: {plain(group.why)} ({len(group.what):,}: {what}){hint}")
    if len(groups) > _MAX_GROUPS:
        lines.append(f"- and {phrases.counted(len(groups) - _MAX_GROUPS, 'more reason')}")
    return "\n".join((*lines, "", "</details>", ""))
