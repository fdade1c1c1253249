"""The lockfile fetches a release without encryption.

*What it does*

Names entries whose address begins with `http://`, except on this machine.

*Why it matters*

Whoever sits on the way can answer in the registry's place. A strong hash in the same entry still protects the bytes;
without one nothing does.

*Example*

    name = "plain"

    [[usages]]
    resolved = "http://registry.example/plain/-/plain-1.0.0.tgz"
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.model.address import host_of
from assay.model.finding import MAX_EXCERPT, Evidence, Finding, finding
from assay.model.rule import Concern, Confidence, Reach, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="resolved-over-http",
    title="Entry fetched without encryption",
    severity=Severity.MEDIUM,
    concern=Concern.RISK,
    advice="Change the address to https, or set the registry to https and write the lockfile anew.",
    reach=Reach.USAGE,
    techniques=("T1557",),
)

_HERE = frozenset({"localhost", "127.0.0.1"})


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each such entry; a strong hash makes it a matter of hygiene."""
    for usage in subject.usages:
        if not usage.resolved.lower().startswith("http://") or host_of(usage.resolved).partition(":")[0] in _HERE:
            continue
        is_pinned = usage.integrity is not None and not usage.integrity.is_weak
        yield finding(
            RULE,
            f"the lockfile fetches {subject.ref} without encryption",
            Evidence("address without encryption", usage.location, excerpt=usage.resolved[:MAX_EXCERPT]),
            severity=Severity.LOW if is_pinned else None,
            confidence=Confidence.HIGH,
        )
