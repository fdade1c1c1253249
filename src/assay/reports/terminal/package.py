"""All that a terminal report says about one package."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from assay.model.finding import Evidence, Finding
from assay.model.report import Assessed
from assay.model.rule import Rule
from assay.reports import package_phrases
from assay.reports.terminal.style import ACTION_STYLE, SEVERITY_STYLE, indented, line
from assay.reports.visible import defanged

_MAX_FINDINGS = 12
_MAX_EVIDENCE = 5
_MAX_USAGES = 3
_MAX_TEXT = 400


def package_block(package: Assessed, rules: dict[str, Rule]) -> Group:
    """Name, verdict, evidence, how the project comes to it, what to do, and what the policy says."""
    parts: list[RenderableType] = [_title(package)]
    findings = package_phrases.ordered_findings(package)
    if all(package.verdict.because != finding.message for finding in findings):
        parts.append(indented(line(package.verdict.because, limit=_MAX_TEXT), 2))
    for finding in findings[:_MAX_FINDINGS]:
        parts.extend(_finding(finding))
    if len(findings) > _MAX_FINDINGS:
        parts.append(indented(line(f"and {len(findings) - _MAX_FINDINGS} more findings", "dim"), 2))
    parts.extend((Text(""), indented(_labelled(package, rules), 2)))
    return Group(*parts)


def _title(package: Assessed) -> Line:
    action = package.decision.action
    title = line(package_phrases.release_text(package.ref), "bold", 50)
    title.append_text(line(f"  {action.label}, {package.verdict.level}", ACTION_STYLE[action]))
    return Line(title, align="left", style="dim", characters="─")


def _finding(finding: Finding) -> list[RenderableType]:
    head = line(finding.rule_id, SEVERITY_STYLE[finding.severity])
    head.append_text(line(f"  {package_phrases.weight(finding)}", "dim"))
    parts: list[RenderableType] = [Text(""), indented(head, 2), indented(line(finding.message, limit=_MAX_TEXT), 4)]
    for evidence in finding.evidence[:_MAX_EVIDENCE]:
        parts.extend(_evidence(evidence))
    if len(finding.evidence) > _MAX_EVIDENCE:
        parts.append(indented(line(f"and {len(finding.evidence) - _MAX_EVIDENCE} more places", "dim"), 4))
    parts.extend(indented(line(reference, "dim underline", _MAX_TEXT), 4) for reference in finding.references)
    return parts


def _evidence(evidence: Evidence) -> list[RenderableType]:
    head = Text("")
    if evidence.location:
        head.append_text(line(f"{evidence.location}  ", "cyan", 120))
    head.append_text(line(evidence.fact, limit=_MAX_TEXT))
    parts: list[RenderableType] = [indented(head, 4)]
    if evidence.excerpt:
        parts.append(indented(line(f"| {defanged(evidence.excerpt)}", "dim", _MAX_TEXT), 6))
    if evidence.decoded:
        parts.append(indented(line(f"= {defanged(evidence.decoded)}", "yellow", _MAX_TEXT), 6))
    return parts


def _labelled(package: Assessed, rules: dict[str, Rule]) -> Table:
    """What belongs to the whole package, with a label before each kind."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    sections = {
        "used by": package_phrases.usage_lines(package, _MAX_USAGES),
        "policy": package_phrases.policy_lines(package.decision),
        "not checked": package_phrases.gap_lines(package),
        "do": package_phrases.next_steps(package, rules),
    }
    for label, lines in sections.items():
        for number, each in enumerate(lines):
            table.add_row(line("" if number else label, "bold"), line(each, limit=_MAX_TEXT))
    return table
