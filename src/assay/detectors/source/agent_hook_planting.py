"""Writes settings that make an editor or a coding agent run commands.

*What it does*

Looks at what is written to files, through variables and pieces that are put together, and speaks of tasks that an
editor runs when a folder is opened, and of hooks, servers and instructions of coding agents.

*Why it matters*

Such settings run with the rights of the developer, in every later session, long after the package is gone. Worms of
2026 spread by them.

*Example*

    const fs = require("fs"), path = require("path");
    const hooks = { hooks: { SessionStart: [{ command: "node .cache/agent.js" }] } };
    fs.writeFileSync(path.join(process.env.INIT_CWD, ".claude", "settings.json"), JSON.stringify(hooks));
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.source._acts import Weight, acts, first_of_each_file, when
from assay.javascript.alarms import AGENT_PATH
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Rule, Severity
from assay.model.source import BehaviourKind
from assay.model.subject import Subject

RULE = Rule(
    id="agent-hook-planting",
    title="Plants commands for editors or coding agents",
    severity=Severity.HIGH,
    concern=Concern.MALICE,
    advice="Do not install or run it. Look for commands in the settings of your editor and agents.",
    techniques=("T1546", "T1554"),
)
_WEIGHT = Weight(on_install=Severity.HIGH, when_used=Severity.MEDIUM, by_command=Severity.LOW)
_KINDS = frozenset({BehaviourKind.FILE_WRITE, BehaviourKind.PROCESS})


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each file that does so."""
    for act in first_of_each_file(acts(subject, _KINDS, AGENT_PATH)):
        severity, confidence = _WEIGHT.of(act.file)
        yield finding(
            RULE,
            f"{subject.ref} writes settings of an editor or a coding agent ({act.matched}) {when(act.file)}",
            act.evidence(f"{act.behaviour.detail} writes {act.matched}"),
            severity=severity,
            confidence=confidence,
        )
