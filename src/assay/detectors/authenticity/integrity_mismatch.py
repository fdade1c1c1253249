"""The lockfile pins other bytes than the registry has.

*What it does*

Compares the hash in the lockfile with those in the packument, at the strongest algorithm that both have.

*Why it matters*

A version in the registry never changes. If the lockfile pins other bytes, somebody edited the lockfile, it was written
against another registry, or the registry serves something else now.

*Example*

    name = "left-pad"

    [release]
    bytes = "what the registry has"

    [[usages]]
    integrity = "of something else"
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.model.dependency import Origin
from assay.model.finding import MAX_EXCERPT, Evidence, Finding, finding
from assay.model.rule import Concern, Confidence, Reach, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="integrity-mismatch",
    title="Lockfile and registry disagree about the bytes",
    severity=Severity.CRITICAL,
    concern=Concern.MALICE,
    advice="Do not install from this lockfile. See who changed the entry, and make it anew from the registry.",
    reach=Reach.USAGE,
    techniques=("T1195.002",),
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each usage whose pinned hash is not the registry's."""
    announced = subject.release.integrity if subject.release else None
    if announced is None:
        return
    for usage in subject.usages:
        if usage.origin is not Origin.REGISTRY or usage.integrity is None:
            continue
        if usage.integrity.agrees_with(announced) is False:
            yield finding(
                RULE,
                f"the lockfile pins other bytes for {subject.ref} than the registry has",
                Evidence("pinned here", usage.location, excerpt=str(usage.integrity)[:MAX_EXCERPT]),
                Evidence("the registry announces", excerpt=str(announced)[:MAX_EXCERPT]),
                confidence=Confidence.HIGH,
            )
