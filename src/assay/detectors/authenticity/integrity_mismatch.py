"""The lockfile pins other bytes than the registry has.

*What it does*

Compares the hash in the lockfile with those in the packument, and with those of the tarball that was read, at the
strongest algorithm that both have. Whether the tarball is what the packument announces is told by the rule
`tarball-mismatch`.

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
    """One finding for each usage whose pinned hash is not the registry's, or not that of the bytes."""
    announced = subject.release.integrity if subject.release else None
    others = (("the registry announces", announced), ("the tarball that came has", subject.read_integrity))
    for usage in subject.usages:
        pinned = usage.integrity
        if usage.origin is not Origin.REGISTRY or pinned is None:
            continue
        against = [
            Evidence(fact, excerpt=str(other)[:MAX_EXCERPT])
            for fact, other in others
            if other is not None and pinned.agrees_with(other) is False
        ]
        if against:
            yield finding(
                RULE,
                f"the lockfile pins other bytes for {subject.ref} than the registry has",
                Evidence("pinned here", usage.location, excerpt=str(pinned)[:MAX_EXCERPT]),
                *against,
                confidence=Confidence.HIGH,
            )
