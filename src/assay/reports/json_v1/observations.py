"""Findings, gaps, places and rules of a JSON report, version 1."""

from __future__ import annotations

from collections.abc import Iterable

from assay.model.finding import Evidence, Finding
from assay.model.gap import Gap
from assay.model.location import Location
from assay.model.rule import Confidence, Rule, Severity
from assay.reports import package_phrases
from assay.reports.json_v1 import document as v1
from assay.reports.visible import well_formed

_SEVERITIES: dict[Severity, v1.SeverityWord] = {
    Severity.INFO: "info",
    Severity.LOW: "low",
    Severity.MEDIUM: "medium",
    Severity.HIGH: "high",
    Severity.CRITICAL: "critical",
}
_CONFIDENCES: dict[Confidence, v1.ConfidenceWord] = {
    Confidence.LOW: "low",
    Confidence.MEDIUM: "medium",
    Confidence.HIGH: "high",
}


def finding_entry(finding: Finding, rules: dict[str, Rule]) -> v1.FindingEntry:
    """One observation, with its own advice or its rule's."""
    return v1.FindingEntry(
        rule=well_formed(finding.rule_id),
        message=well_formed(finding.message),
        severity=_SEVERITIES[finding.severity],
        confidence=_CONFIDENCES[finding.confidence],
        evidence=[_evidence(each) for each in finding.evidence],
        advice=well_formed(package_phrases.advice(finding, rules)),
        references=[well_formed(each) for each in finding.references],
    )


def _evidence(evidence: Evidence) -> v1.EvidenceEntry:
    return v1.EvidenceEntry(
        fact=well_formed(evidence.fact),
        location=None if evidence.location is None else place_entry(evidence.location),
        excerpt=well_formed(evidence.excerpt),
        decoded=well_formed(evidence.decoded),
    )


def gap_entries(gaps: Iterable[Gap]) -> list[v1.GapEntry]:
    """What could not be checked."""
    return [
        v1.GapEntry(
            kind=gap.kind.value,
            what=well_formed(gap.what),
            why=well_formed(gap.why),
            hint=well_formed(gap.hint),
            location=None if gap.location is None else place_entry(gap.location),
        )
        for gap in gaps
    ]


def place_entry(location: Location) -> v1.Place:
    """A place in an input or a tarball."""
    return v1.Place(file=well_formed(location.file), line=location.line, column=location.column)


def rule_entry(rule: Rule) -> v1.RuleEntry:
    """One rule of the catalog."""
    return v1.RuleEntry(
        title=rule.title,
        severity=_SEVERITIES[rule.severity],
        concern=rule.concern.value,
        advice=rule.advice,
        techniques=list(rule.techniques),
    )
