"""The package runs a script of its own when it is installed.

*What it does*

Names every lifecycle script that runs on installation (`preinstall`, `install`, `postinstall`) and does more than build
native code. What it runs is looked at by the rules about source code; this rule only says that there is one.

In a package that is in wide use it is no more than information, and so is a script that only greets, checks the client
or sets up git hooks with the tools known for that.

*Why it matters*

npm up to version 11 and yarn 1 run it without asking, with your rights. Most packages need none: it is worth knowing
which of yours have one.

*Example*

    name = "with-setup"

    [release.manifest.scripts]
    postinstall = "node setup.js"
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors._package_json import evidence_at, manifest_of
from assay.detectors.metadata._lifecycle import install_scripts
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="install-script",
    title="Script that runs on installation",
    severity=Severity.MEDIUM,
    concern=Concern.RISK,
    advice="Install with --ignore-scripts, or allow scripts only for the packages that need one.",
    techniques=("T1195.002", "T1059.007"),
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each install script that is no plain native build."""
    for script in install_scripts(manifest_of(subject)):
        if script.only_builds:
            continue
        is_usual = subject.monthly_downloads is not None or script.only_keeps_house
        yield finding(
            RULE,
            f"{subject.ref} runs a script when it is installed ({script.name})",
            evidence_at(subject, f"{script.name} runs on installation", "scripts", script.name),
            *(
                evidence_at(subject, f"{script.name} calls {line.key}", "scripts", line.key)
                for line in script.lines[1:5]
            ),
            severity=Severity.INFO if is_usual else None,
            confidence=Confidence.MEDIUM,
        )
