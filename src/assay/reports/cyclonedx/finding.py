"""One finding as a CycloneDX vulnerability, with the analysis that a VEX reader looks for."""

from __future__ import annotations

import re
from urllib.parse import quote

from cyclonedx.model import Property, XsUri
from cyclonedx.model.impact_analysis import ImpactAnalysisState
from cyclonedx.model.vulnerability import (
    BomTarget,
    Vulnerability,
    VulnerabilityAdvisory,
    VulnerabilityAnalysis,
    VulnerabilityRating,
    VulnerabilityScoreSource,
    VulnerabilitySeverity,
    VulnerabilitySource,
)

from assay.model.finding import Finding
from assay.model.policy import Decision, PolicyException
from assay.model.report import Assessed
from assay.model.rule import Concern, Rule
from assay.model.verdict import Level
from assay.reports import package_phrases
from assay.reports.visible import well_formed

_RECORD = re.compile(r"\b(?:GHSA(?:-[0-9a-z]{4}){3}|[A-Z]{2,10}-[0-9]{4}-[0-9A-Za-z-]*[0-9A-Za-z])\b")
_SOURCES = {"GHSA": "GitHub Advisory Database", "MAL": "OpenSSF Malicious Packages", "CVE": "CVE"}
#: What may stay as it is in an address; a per cent sign and a number sign only where `_address` says.
_URI_SAFE = ":/?[]@!$&'()*+,;=%-._~"
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def vulnerability_of(
    package: Assessed, finding: Finding, rules: dict[str, Rule], ref: str, place: int
) -> Vulnerability:
    """The finding, affecting the component with this reference; ``place`` tells findings of one package apart."""
    record = record_id(finding)
    rule = rules.get(finding.rule_id)
    return Vulnerability(
        bom_ref=f"{ref}#{place}",
        id=record or finding.rule_id,
        source=_source(record),
        ratings=[
            VulnerabilityRating(
                severity=VulnerabilitySeverity(finding.severity.label), method=VulnerabilityScoreSource.OTHER
            )
        ],
        description=well_formed(finding.message),
        detail="\n".join(well_formed(line) for line in _evidence(finding)),
        recommendation=well_formed(package_phrases.advice(finding, rules)) or None,
        advisories=[
            VulnerabilityAdvisory(url=XsUri(_address(address)))
            for address in finding.references
            if address.startswith("https://")
        ],
        analysis=_analysis(package, finding, rule),
        affects=[BomTarget(ref=ref)],
        properties=[
            Property(name="assay:rule", value=well_formed(finding.rule_id)),
            Property(name="assay:confidence", value=finding.confidence.label),
        ],
    )


def record_id(finding: Finding) -> str:
    """The id of the feed record that a finding rests on, "" if it rests on none."""
    texts = (finding.message, *(evidence.fact for evidence in finding.evidence), *finding.references)
    for text in texts:
        match = _RECORD.search(text)
        if match:
            return match[0]
    return ""


def _address(text: str) -> str:
    """The text as an address in which every per cent sign begins an escape and one fragment at most follows."""
    start, mark, fragment = _LONE_PERCENT.sub("%25", well_formed(text)).partition("#")
    return quote(start, safe=_URI_SAFE) + mark + quote(fragment, safe=_URI_SAFE)


def _source(record: str) -> VulnerabilitySource:
    if not record:
        return VulnerabilitySource(name="Assay rules")
    return VulnerabilitySource(name=_SOURCES.get(record.partition("-")[0], "Assay feeds"))


def _evidence(finding: Finding) -> list[str]:
    return [f"{each.location}: {each.fact}" if each.location else each.fact for each in finding.evidence]


def _analysis(package: Assessed, finding: Finding, rule: Rule | None) -> VulnerabilityAnalysis:
    accepted = _accepted(package.decision, finding)
    if accepted is not None:
        is_flaw = rule is not None and rule.concern is Concern.VULNERABILITY
        state = ImpactAnalysisState.NOT_AFFECTED if is_flaw else ImpactAnalysisState.FALSE_POSITIVE
        return VulnerabilityAnalysis(state=state, detail=well_formed(package_phrases.exception_text(accepted)))
    is_malicious = package.verdict.level is Level.MALICIOUS and (rule is None or rule.concern is Concern.MALICE)
    return VulnerabilityAnalysis(
        state=ImpactAnalysisState.EXPLOITABLE if is_malicious else ImpactAnalysisState.IN_TRIAGE,
        detail=well_formed(package.verdict.because),
    )


def _accepted(decision: Decision, finding: Finding) -> PolicyException | None:
    for exception in decision.applied:
        if not exception.rules or finding.rule_id in exception.rules:
            return exception
    return None
