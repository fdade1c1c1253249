"""The maintainers say that this release should not be used any more.

*What it does*

Shows the notice that the maintainers attached to the release.

*Why it matters*

It is seldom urgent, but nobody will fix what is found in it, and the notice often names what to use in its place.

*Example*

    name = "request"

    [release]
    deprecated = "request has been deprecated"
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.model.finding import MAX_EXCERPT, Evidence, Finding, finding
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="deprecated-release",
    title="Deprecated release",
    severity=Severity.INFO,
    concern=Concern.HYGIENE,
    advice="Follow the notice when you next touch this dependency.",
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding if the release is deprecated."""
    if subject.release is None or not subject.release.deprecated:
        return
    notice = " ".join(subject.release.deprecated.split())[:MAX_EXCERPT]
    yield finding(RULE, f"{subject.ref} is deprecated: {notice}", Evidence(notice), confidence=Confidence.HIGH)
