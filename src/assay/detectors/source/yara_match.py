"""A YARA rule of the user's matches a file.

*What it does*

Tells where rules match that you wrote or were given (`assay scan --yara FOLDER`, or `yara` in `assay.toml`). Every file
of the package is looked at, whatever its ending. A rule's `severity` (info, low, medium, high, critical) and
`description` in its `meta` are taken over; without a severity it counts as medium.

*Why it matters*

Your own rules know what others do not: names of hosts of yours, marks of an attack that you were warned of.

*Example*

    name = "fixture"

    [[user_matches]]
    rule = "own_host"
    file = "own.yar"
    path = "index.js"
    line = 1
    excerpt = "build.acme.example"
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.model.finding import Evidence, Finding, finding
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="yara-match",
    title="A YARA rule of yours matches",
    severity=Severity.MEDIUM,
    concern=Concern.MALICE,
    advice="Read the place and the rule that matched.",
)
_SEVERITIES = {severity.label: severity for severity in Severity}


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each rule and file."""
    for match in subject.user_matches:
        about = f": {match.about}" if match.about else ""
        yield finding(
            RULE,
            f"the YARA rule {match.rule} matches {match.location.file} of {subject.ref}{about}",
            Evidence(f"{match.rule} of {match.file}", match.location, excerpt=match.excerpt),
            confidence=Confidence.MEDIUM,
            severity=_SEVERITIES.get(match.severity),
        )
