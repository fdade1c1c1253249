"""A home folder, or a whole disk, is deleted.

*What it does*

Looks at what is deleted and at the commands that are started, and speaks where that is the home folder itself, the
root of a file system, a whole drive, or where a disk is formatted or overwritten. What lies below a home folder is
left alone.

*Why it matters*

Some payloads wipe the machine when they find no secrets, when a stolen token is revoked, or because of where it
stands.

*Example*

    const fs = require("fs"), os = require("os");
    fs.rmSync(os.homedir(), { recursive: true, force: true });
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.source._acts import Weight, acts, first_of_each_file, when
from assay.javascript.alarms import HOME, WIPE_COMMAND
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Rule, Severity
from assay.model.source import BehaviourKind
from assay.model.subject import Subject

RULE = Rule(
    id="destructive-wipe",
    title="Deletes a whole home folder or disk",
    severity=Severity.CRITICAL,
    concern=Concern.MALICE,
    advice="Do not install or run it. If it has run, disconnect the machine and restore from a backup.",
    techniques=("T1485", "T1561"),
)
_WEIGHT = Weight(on_install=Severity.CRITICAL, when_used=Severity.HIGH, by_command=Severity.MEDIUM)
_KINDS = frozenset({BehaviourKind.FILE_DELETE, BehaviourKind.PROCESS})


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each file that does so."""
    for act in first_of_each_file(acts(subject, _KINDS, HOME, WIPE_COMMAND)):
        severity, confidence = _WEIGHT.of(act.file)
        yield finding(
            RULE,
            f"{subject.ref} deletes {act.matched} {when(act.file)}",
            act.evidence(f"{act.behaviour.detail} deletes {act.matched}"),
            severity=severity,
            confidence=confidence,
        )
