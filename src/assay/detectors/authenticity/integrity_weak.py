"""The lockfile pins the bytes with a broken hash only.

*What it does*

Names entries whose only hash is sha1 or md5.

*Why it matters*

Two files with one sha1 can be made by whoever can pay for it. Old lockfiles have such entries, and clients upgrade them
when they are written anew.

*Example*

    name = "old"

    [[usages]]
    integrity = "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.model.dependency import Origin
from assay.model.finding import MAX_EXCERPT, Evidence, Finding, finding
from assay.model.rule import Concern, Confidence, Reach, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="integrity-weak",
    title="Entry with a broken hash",
    severity=Severity.LOW,
    concern=Concern.HYGIENE,
    advice="Write the lockfile anew with a current client: it records sha512.",
    reach=Reach.USAGE,
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each entry with nothing better than sha1."""
    for usage in subject.usages:
        if usage.origin is Origin.REGISTRY and usage.integrity is not None and usage.integrity.is_weak:
            yield finding(
                RULE,
                f"the lockfile pins {subject.ref} with {usage.integrity.strongest} only",
                Evidence("pinned here", usage.location, excerpt=str(usage.integrity)[:MAX_EXCERPT]),
                confidence=Confidence.HIGH,
            )
