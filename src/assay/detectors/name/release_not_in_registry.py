"""The registry has the package, but not this version.

*What it does*

Speaks when an input pins a version that the registry does not list.

*Why it matters*

A version disappears when it is unpublished, and the registry's own staff unpublish what was found to be malicious. A
lockfile that still names it was written while it was there: it may have been installed.

*Example*

    name = "axios"
    version = "1.14.1"
    existence = "no-release"
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.model.dependency import Origin
from assay.model.finding import Evidence, Finding, finding
from assay.model.rule import Concern, Confidence, Reach, Rule, Severity
from assay.model.subject import Existence, Subject

RULE = Rule(
    id="release-not-in-registry",
    title="Version that is gone from the registry",
    severity=Severity.MEDIUM,
    concern=Concern.RISK,
    advice="Find out why it was removed before you install from this lockfile again. Move to a version that exists.",
    reach=Reach.USAGE,
    techniques=("T1195.002",),
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding if an input takes the version from the registry and the registry lists only others."""
    usages = [usage for usage in subject.usages if usage.origin is Origin.REGISTRY]
    if subject.existence is not Existence.NO_RELEASE or not usages:
        return
    yield finding(
        RULE,
        f"{subject.ref} is not in the registry (any more)",
        *(Evidence(f"{subject.ref} is named here", usage.location) for usage in usages[:5]),
        confidence=Confidence.MEDIUM,
    )
