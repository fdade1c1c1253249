"""The installation, or the mere loading of a package, leaves a process behind.

*What it does*

Looks at the processes that files of a lifecycle script start, and speaks where one is told to live on when its parent
has ended. It does the same for a file that programs load, if it starts such a process at once and not when one of its
functions is called: with install scripts out of favour, payloads move there.

*Why it matters*

An installation is over when it is over. Loaders of 2025 hid their work this way from whoever watched the client.

*Example*

    name = "fixture"
    [tarball]
    [tarball.manifest.scripts]
    postinstall = "node setup.js"
    [tarball.files]
    "setup.js" = "require('child_process').spawn('node', ['agent.js'], { detached: true }).unref();"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assay.detectors.source._acts import acts, first_of_each_file, when
from assay.detectors.source._flows import runs_on_install
from assay.javascript.acts import AT_LOAD, DETACHED
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.source import BehaviourKind
from assay.model.subject import Subject

RULE = Rule(
    id="detached-process",
    title="Leaves a process behind when it is installed or loaded",
    severity=Severity.MEDIUM,
    concern=Concern.MALICE,
    advice="Do not install it with scripts on before you know what it leaves running.",
    techniques=("T1564", "T1059.007"),
)
_KINDS = frozenset({BehaviourKind.PROCESS})
_ANY = re.compile("")


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each file that does so, of a lifecycle script or by being loaded."""
    found = (act for act in acts(subject, _KINDS, _ANY) if DETACHED in act.behaviour.detail)
    for act in first_of_each_file(found):
        is_loaded = any(not entry.startswith("bin") for entry in act.file.reached_by)
        if not runs_on_install(act.file) and not (is_loaded and AT_LOAD in act.behaviour.detail):
            continue
        yield finding(
            RULE,
            f"{subject.ref} leaves a process behind {when(act.file)}",
            act.evidence(f"{act.behaviour.detail} goes on by itself"),
            severity=Severity.HIGH,
            confidence=Confidence.MEDIUM,
        )
