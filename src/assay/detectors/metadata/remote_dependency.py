"""A dependency that does not come from a registry.

*What it does*

Names dependencies of the release that are given as a git repository or a web address, and dependencies of the project
itself that its lockfile takes from there.

*Why it matters*

No registry has checked such code, no advisory names it, it can change under the same address, and npm runs the
`prepare` script of a git dependency with your rights. Attackers hide a payload one dependency further, behind a commit
that no branch holds.

*Example*

    name = "with-a-detour"

    [release.manifest.optionalDependencies]
    helper = "github:someone/helper#79ac49eedf774dd4b0cfa308722bc463cfe5885c"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assay.detectors.metadata._manifest_place import entry_evidence, manifest_of
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="remote-dependency",
    title="Dependency from outside the registry",
    severity=Severity.MEDIUM,
    concern=Concern.RISK,
    advice="Find out what the address holds, and whether a release of the registry would do.",
    techniques=("T1195.001",),
)

_GIT = re.compile(
    r"(?:git(?:\+\w+)?:|git@|ssh://|github:|gitlab:|bitbucket:|gist:|https?://[^\s]+\.git(?:#|$))|[\w.-]+/[\w.-]+(?:#\S*)?$"
)
_HTTP = re.compile(r"http://")
_HTTPS = re.compile(r"https://")


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each dependency by address."""
    manifest = manifest_of(subject)
    if manifest is None:
        return
    for name, wanted in {**manifest.dependencies, **manifest.optional_dependencies}.items():
        what = address_kind(wanted)
        if what:
            yield finding(
                RULE,
                f"{subject.ref} depends on {name} from {what}",
                entry_evidence(subject, f"{name} comes from {what}", name, wanted),
                confidence=Confidence.MEDIUM,
            )


def address_kind(wanted: str) -> str:
    """Say what kind of address a dependency's value is, "" if it is a range, a tag or a local path."""
    text = wanted.strip()
    if text.startswith(("npm:", "file:", "link:", "workspace:", ".", "/", "~/", "catalog:", "patch:", "portal:")):
        return ""
    if _HTTP.match(text):
        return "an unencrypted web address"
    if _GIT.match(text):
        return "a git repository"
    return "a web address" if _HTTPS.match(text) else ""
