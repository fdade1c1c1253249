"""The package builds native code when it is installed.

*What it does*

Names install scripts that do nothing but build or fetch prebuilt native code with the usual tools (node-gyp,
prebuild-install, node-pre-gyp, cmake-js, ...), and packages with a `binding.gyp` and no install script, for which npm
runs node-gyp by itself.

*Why it matters*

It is the honest reason for an install script, and is told apart from the others for that. It still runs a compiler and
commands of the package, and often downloads a binary that no lockfile pins.

*Example*

    name = "native-thing"

    [release.manifest.scripts]
    install = "prebuild-install || node-gyp rebuild"
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.metadata._lifecycle import install_scripts
from assay.detectors.metadata._manifest_place import entry_evidence, manifest_of
from assay.model.finding import Evidence, Finding, finding
from assay.model.location import Location
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="native-build",
    title="Native code built on installation",
    severity=Severity.INFO,
    concern=Concern.HYGIENE,
    advice="Nothing to do if you use the package for its native code.",
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each building script, or one for a binding.gyp that npm builds by itself."""
    manifest = manifest_of(subject)
    if manifest is None:
        return
    scripts = list(install_scripts(manifest))
    for script in scripts:
        if script.only_builds:
            fact = f"{script.name} builds native code"
            evidence = entry_evidence(subject, fact, script.name, script.command)
            yield finding(
                RULE, f"{subject.ref} builds native code when it is installed", evidence, confidence=Confidence.HIGH
            )
    runs_install = any(script.name in ("preinstall", "install") for script in scripts)
    if not runs_install and subject.tarball is not None and subject.tarball.member("binding.gyp"):
        evidence = Evidence("npm runs node-gyp rebuild for a package with a binding.gyp", Location("binding.gyp"))
        yield finding(
            RULE, f"{subject.ref} builds native code when it is installed", evidence, confidence=Confidence.HIGH
        )
