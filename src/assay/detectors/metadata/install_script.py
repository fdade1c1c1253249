"""The package runs a script of its own when it is installed.

*What it does*

Names every lifecycle script that runs on installation and does more than build native code. What it runs is looked at
by the rules about source code; this rule only says that there is one.

*Why it matters*

npm up to version 11 and yarn 1 run it without asking, with your rights. Most packages need none: it is worth knowing
which of yours do.

*Example*

    name = "with-setup"

    [release.manifest.scripts]
    postinstall = "node setup.js"
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.metadata._lifecycle import install_scripts
from assay.detectors.metadata._manifest_place import entry_evidence, manifest_of
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="install-script",
    title="Script that runs on installation",
    severity=Severity.LOW,
    concern=Concern.RISK,
    advice="Install with --ignore-scripts, or allow scripts only for the packages that need one.",
    techniques=("T1195.002", "T1059.007"),
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each install script that is no plain native build; wide use lowers it to information."""
    manifest = manifest_of(subject)
    if manifest is None:
        return
    severity = Severity.INFO if subject.monthly_downloads is not None else Severity.LOW
    for script in install_scripts(manifest):
        if not script.only_builds:
            yield finding(
                RULE,
                f"{subject.ref} runs a script when it is installed ({script.name})",
                entry_evidence(subject, f"{script.name} runs on installation", script.name, script.command),
                severity=severity,
                confidence=Confidence.HIGH,
            )
