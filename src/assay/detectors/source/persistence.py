r"""Writes itself into what starts by itself.

*What it does*

Looks at what is written to files and at what commands are started, through variables and pieces that are put
together: shell profiles, launch agents, autostart folders, units of systemd, cron tables, scheduled tasks, the Run
keys of Windows. What runs on installation counts most; a command that the user calls, such as one that sets up
completion for a shell, counts little.

*Why it matters*

A package has no reason to run when nobody uses it. What stays behind also survives that the package is removed.

*Example*

    const fs = require("fs"), os = require("os"), path = require("path");
    fs.appendFileSync(path.join(os.homedir(), ".bashrc"), "\nnode ~/.cache/acme/agent.js &\n");
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.source._acts import Weight, acts, first_of_each_file, when
from assay.javascript.alarms import PERSISTENT_COMMAND, PERSISTENT_PATH
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Rule, Severity
from assay.model.source import BehaviourKind
from assay.model.subject import Subject

RULE = Rule(
    id="persistence",
    title="Makes itself start again by itself",
    severity=Severity.HIGH,
    concern=Concern.MALICE,
    advice="Do not install or run it. If it has run, remove what it left in these places first.",
    techniques=("T1546.004", "T1547.001", "T1543", "T1053"),
)
_WEIGHT = Weight(on_install=Severity.HIGH, when_used=Severity.MEDIUM, by_command=Severity.LOW)
_KINDS = frozenset({BehaviourKind.FILE_WRITE, BehaviourKind.PROCESS})


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each file that does so."""
    for act in first_of_each_file(acts(subject, _KINDS, PERSISTENT_PATH, PERSISTENT_COMMAND)):
        severity, confidence = _WEIGHT.of(act.file)
        yield finding(
            RULE,
            f"{subject.ref} writes itself into what starts by itself ({act.matched}) {when(act.file)}",
            act.evidence(f"{act.behaviour.detail} touches {act.matched}"),
            severity=severity,
            confidence=confidence,
        )
