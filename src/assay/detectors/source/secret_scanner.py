"""A scanner for secrets is started.

*What it does*

Looks at the commands that are started, and speaks of tools that search files and histories for secrets (trufflehog,
gitleaks and the like). A command that the user calls for it counts little.

*Why it matters*

Worms of 2025 fetched such a tool during installation and let it collect what they then published.

*Example*

    const { execFileSync } = require("child_process");
    const found = execFileSync("/tmp/trufflehog", ["filesystem", process.env.HOME, "--json"]);
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.source._acts import Weight, acts, first_of_each_file, when
from assay.javascript.alarms import SCANNER_COMMAND
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Rule, Severity
from assay.model.source import BehaviourKind
from assay.model.subject import Subject

RULE = Rule(
    id="secret-scanner",
    title="Runs a scanner for secrets on the host",
    severity=Severity.HIGH,
    concern=Concern.MALICE,
    advice="Do not install or run it. If it has run, replace every secret on the machine.",
    techniques=("T1552.001", "T1083"),
)
_WEIGHT = Weight(on_install=Severity.HIGH, when_used=Severity.MEDIUM, by_command=Severity.LOW)
_KINDS = frozenset({BehaviourKind.PROCESS})


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each file that does so."""
    for act in first_of_each_file(acts(subject, _KINDS, SCANNER_COMMAND)):
        severity, confidence = _WEIGHT.of(act.file)
        yield finding(
            RULE,
            f"{subject.ref} runs a scanner for secrets ({act.matched}) {when(act.file)}",
            act.evidence(f"{act.behaviour.detail} starts {act.matched}"),
            severity=severity,
            confidence=confidence,
        )
