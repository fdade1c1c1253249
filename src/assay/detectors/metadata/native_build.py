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

from assay.detectors._package_json import evidence_at, manifest_of
from assay.detectors.metadata._lifecycle import IMPLICIT_INSTALL, install_scripts
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
    message = f"{subject.ref} builds native code when it is installed"
    scripts = list(install_scripts(manifest_of(subject)))
    for script in scripts:
        if script.only_builds:
            evidence = evidence_at(subject, f"{script.name} builds native code", "scripts", script.name)
            yield finding(RULE, message, evidence, confidence=Confidence.HIGH)
    has_own = any(script.name in ("preinstall", "install") for script in scripts)
    if not has_own and subject.tarball is not None and subject.tarball.member("binding.gyp"):
        fact = f"npm runs {IMPLICIT_INSTALL} for a package with a binding.gyp"
        yield finding(RULE, message, Evidence(fact, Location("binding.gyp")), confidence=Confidence.HIGH)
