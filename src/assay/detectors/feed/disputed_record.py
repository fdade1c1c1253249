"""A malware record that condemns a very popular package as a whole is shown, and does not block.

*What it does*

Shows malware records that are held as disputed: they condemn every version of a package with more than a million
downloads a month, and the user has not confirmed them.

*Why it matters*

Feeds have condemned popular packages by mistake, and whoever believed them at once could not build any more. A true
record of this kind is on the front pages within the hour. So it is shown, and the user decides: putting its id under
`feeds.confirmed` in assay.toml makes it count.

*Example*

    name = "very-popular"
    monthly_downloads = 90000000

    [[matches]]
    id = "MAL-2026-2"
    condemns_all = true
    is_disputed = true
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.feed._record_evidence import record_evidence, registry_usages
from assay.model.finding import Evidence, Finding, finding
from assay.model.rule import Concern, Confidence, Reach, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="disputed-record",
    title="Disputed malware record",
    severity=Severity.LOW,
    concern=Concern.HYGIENE,
    advice="Read the record. If it is true, add its id to feeds.confirmed in assay.toml.",
    reach=Reach.USAGE,
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each disputed record."""
    if not registry_usages(subject):
        return
    for match in subject.matches:
        if match.is_disputed:
            yield finding(
                RULE,
                f"{match.record.id} condemns every version of {subject.ref.name}, which is held as disputed",
                record_evidence(match),
                Evidence(f"{subject.ref.name} has {subject.monthly_downloads or 0:,} downloads a month"),
                confidence=Confidence.LOW,
                references=match.record.references,
            )
