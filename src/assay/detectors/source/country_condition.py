"""What the code does depends on the country of the machine.

*What it does*

Looks for conditions that compare the time zone, the language, the country of an address or the distance to Greenwich
with a few certain ones, and speaks where harm stands under them, in place or in a function that is called there: files
are deleted or emptied, a page is blanked or blocked, the program hangs. Where only a message stands there, it is told
as a small thing.

*Why it matters*

Protest in packages (2022 and 2025) deleted files or blocked pages for users of certain countries only. Thieves leave
out those of their own.

*Example*

    const fs = require("fs");
    const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (["Europe/Moscow", "Europe/Minsk"].includes(timeZone)) {
      fs.rmSync(process.argv[2], { recursive: true });
    }
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.source._acts import Weight, when
from assay.detectors.source._traits import traits
from assay.javascript.conditions import COUNTRY_HARM, COUNTRY_MESSAGE
from assay.model.finding import Evidence, Finding, finding
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="country-condition",
    title="Treats users of certain countries in another way",
    severity=Severity.MEDIUM,
    concern=Concern.MALICE,
    advice="Read what it does for whom before you use it.",
    techniques=("T1480", "T1614.001"),
)
_HARM = Weight(on_install=Severity.HIGH, when_used=Severity.HIGH, by_command=Severity.LOW)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each file that does so."""
    for file, trait in traits(subject, (COUNTRY_HARM, COUNTRY_MESSAGE)):
        is_harm = trait.name == COUNTRY_HARM
        severity, confidence = _HARM.of(file) if is_harm else (Severity.LOW, Confidence.LOW)
        what = "harms" if is_harm else "speaks to"
        yield finding(
            RULE,
            f"{file.path} of {subject.ref} {what} users of certain countries {when(file)}",
            Evidence(trait.detail, trait.location),
            severity=severity,
            confidence=confidence,
        )
