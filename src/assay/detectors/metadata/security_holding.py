"""The registry keeps this name because a malicious package once had it.

*What it does*

Recognises the placeholder that the registry publishes (version `0.0.1-security` or the like) when it has removed a
malicious package.

*Why it matters*

The placeholder is harmless and empty. But whoever depends on it meant another package, or had the malicious one.

*Example*

    name = "crossenv"
    version = "0.0.2-security"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assay.model.finding import Evidence, Finding, finding
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="security-holding",
    title="Placeholder for a removed malicious package",
    severity=Severity.LOW,
    concern=Concern.HYGIENE,
    advice="Remove it: it does nothing, and what it replaced was harmful. Find out whether that was ever installed.",
)

_HOLDING = re.compile(r"0\.0\.\d+-security(?:\.\d+)?")


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for a placeholder of the registry."""
    if _HOLDING.fullmatch(subject.ref.version):
        yield finding(
            RULE,
            f"{subject.ref.name} was removed for security reasons; {subject.ref.version} is the registry's placeholder",
            Evidence(f"version {subject.ref.version}"),
            confidence=Confidence.HIGH,
        )
