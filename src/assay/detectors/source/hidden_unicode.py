"""Characters that nobody sees are part of the code.

*What it does*

Looks for three things in source files: a long run of invisible characters (variation selectors, tags, blanks without
width), in which any text can be written down unseen; a name that is made of letters without a shape; and marks that
change the order in which a line is shown, so that it reads differently from what it does.

*Why it matters*

Code review shows an empty string where a whole program is stored. Marks of order make a check look like a comment
(known as Trojan Source, CVE-2021-42574).

*Example*

    const level = "user\N{RIGHT-TO-LEFT OVERRIDE} \N{LEFT-TO-RIGHT ISOLATE}// admins only\N{POP DIRECTIONAL ISOLATE}";
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.source._flows import confidence, softened
from assay.detectors.source._traits import traits
from assay.model.finding import Evidence, Finding, finding
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="hidden-unicode",
    title="Invisible or reordering characters in code",
    severity=Severity.HIGH,
    concern=Concern.MALICE,
    advice="Look at the file with an editor that shows invisible characters before you use it.",
    techniques=("T1027", "T1036"),
)
_WEIGHTS = {
    "invisible-text": (Severity.HIGH, Confidence.HIGH),
    "invisible-name": (Severity.HIGH, Confidence.MEDIUM),
    "bidirectional": (Severity.MEDIUM, Confidence.LOW),
}


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each such trait of a file."""
    for file, trait in traits(subject, _WEIGHTS):
        severity, most = _WEIGHTS[trait.name]
        yield finding(
            RULE,
            f"{file.path} of {subject.ref}: {trait.detail}",
            Evidence(trait.detail, trait.location),
            severity=softened(file, severity),
            confidence=confidence(file, most),
        )
