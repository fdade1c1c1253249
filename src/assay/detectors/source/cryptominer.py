"""A miner for cryptocurrency is started.

*What it does*

Looks at the commands that are started and at the addresses that are connected to, and speaks of miners and of pools
that they work for.

*Why it matters*

It costs the owner of the machine power and time, and whoever put it there could have put anything there.

*Example*

    const { spawn } = require("child_process");
    spawn("./xmrig", ["-o", "stratum+tcp://pool.acme.invalid:3333"]);
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.source._acts import Weight, acts, first_of_each_file, when
from assay.javascript.alarms import MINER
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Rule, Severity
from assay.model.source import BehaviourKind
from assay.model.subject import Subject

RULE = Rule(
    id="cryptominer",
    title="Starts a miner",
    severity=Severity.HIGH,
    concern=Concern.MALICE,
    advice="Do not install or run it. If it has run, end the processes that it left.",
    techniques=("T1496.001",),
)
_WEIGHT = Weight(on_install=Severity.HIGH, when_used=Severity.HIGH, by_command=Severity.MEDIUM)
_KINDS = frozenset({BehaviourKind.PROCESS, BehaviourKind.NETWORK})


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each file that does so."""
    for act in first_of_each_file(acts(subject, _KINDS, MINER)):
        severity, confidence = _WEIGHT.of(act.file)
        yield finding(
            RULE,
            f"{subject.ref} starts a miner ({act.matched}) {when(act.file)}",
            act.evidence(f"{act.behaviour.detail} starts or serves {act.matched}"),
            severity=severity,
            confidence=confidence,
        )
