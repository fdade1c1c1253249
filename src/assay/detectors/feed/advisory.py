"""A feed of advisories names this version.

*What it does*

Looks the release up in the feeds of advisories (`GHSA-`, `CVE-`) by exact versions and ranges, in npm's order of
versions. Withdrawn records do not count. The severity is the record's own.

*Why it matters*

The code is honest, but has a flaw that others know how to use.

*Example*

    name = "parser"
    version = "1.2.0"

    [[matches]]
    id = "GHSA-xxxx-yyyy-zzzz"
    kind = "advisory"
    severity = "high"
    summary = "Prototype pollution in parser"
    fixed_in = "1.2.1"
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.feed._record_evidence import record_evidence, registry_usages
from assay.model.feed import RecordKind
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Confidence, Reach, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="advisory",
    title="Known vulnerability",
    severity=Severity.MEDIUM,
    concern=Concern.VULNERABILITY,
    advice="No fixed version is known: see whether your project reaches the flaw, or replace the package.",
    reach=Reach.USAGE,
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each advisory, at the advisory's severity."""
    if not registry_usages(subject):
        return
    for match in subject.matches:
        if match.record.kind is RecordKind.ADVISORY and not match.is_disputed:
            yield finding(
                RULE,
                f"{subject.ref} has a known vulnerability ({match.record.id}): {match.record.summary}",
                record_evidence(match),
                severity=match.record.severity,
                confidence=Confidence.HIGH,
                advice=f"Update {subject.ref.name} to {match.fixed_in}." if match.fixed_in else "",
                references=match.record.references,
            )
