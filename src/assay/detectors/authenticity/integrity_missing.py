"""The lockfile does not pin the bytes of a release.

*What it does*

Names entries without any hash in lockfiles of a kind that has one for every release from a registry. Inputs that never
carry hashes (manifests, yarn 2 and later, SBOMs, names) are let pass.

*Why it matters*

Without a hash the client takes whatever comes. An entry that lost its hash beside others that kept theirs has often
been edited by hand.

*Example*

    name = "unpinned"

    [[usages]]
    file = "package-lock.json"
    resolved = "https://registry.example/unpinned/-/unpinned-1.0.0.tgz"
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from assay.model.dependency import Dependency, Origin
from assay.model.finding import Evidence, Finding, finding
from assay.model.rule import Concern, Confidence, Reach, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="integrity-missing",
    title="Entry without a hash",
    severity=Severity.LOW,
    concern=Concern.HYGIENE,
    advice="Make the entry anew: remove it from the lockfile and install again.",
    reach=Reach.USAGE,
)

#: Lockfiles that hold a hash for every release from a registry.
PINNING = frozenset(
    {"package-lock.json", "npm-shrinkwrap.json", ".package-lock.json", "pnpm-lock.yaml", "bun.lock", "deno.lock"}
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each such entry."""
    for usage in subject.usages:
        if usage.integrity is None and usage.origin is Origin.REGISTRY and _should_pin(usage):
            yield finding(
                RULE,
                f"the lockfile does not pin the bytes of {subject.ref}",
                Evidence("no integrity here", usage.location),
                confidence=Confidence.MEDIUM,
            )


def _should_pin(usage: Dependency) -> bool:
    return PurePosixPath(usage.location.file.replace("\\", "/")).name in PINNING
