"""A release depends on something that does not come from a registry.

*What it does*

Names dependencies of the release that are given as a git repository or a web address, and not bundled. What the
project itself takes from such places is told by the rule `outside-registry`.

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

from assay.detectors._package_json import evidence_at, manifest_of
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="remote-dependency",
    title="Release that depends on an address",
    severity=Severity.MEDIUM,
    concern=Concern.RISK,
    advice="Find out what the address holds, and whether a release in the registry would do.",
    techniques=("T1195.001",),
)

_GIT = re.compile(
    r"(?:git(?:\+\w+)?:|git@|ssh:|github:|gitlab:|bitbucket:|gist:|sourcehut:|https?://[^\s#?]+\.git(?:#|$)"
    r"|https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org)/[\w.-]+/[\w.-]+/?(?:#|$))"
    r"|[\w-][\w.-]*/[\w.-]+(?:#\S*)?$",
    re.IGNORECASE,
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each dependency by address; what is fetched without encryption counts more."""
    manifest = manifest_of(subject)
    tables = (("dependencies", manifest.dependencies), ("optionalDependencies", manifest.optional_dependencies))
    named: set[str] = set()
    for table, dependencies in tables:
        for name, wanted in dependencies.items():
            what = address_kind(wanted)
            if not what or name in named or name in manifest.bundled:
                continue
            named.add(name)
            yield finding(
                RULE,
                f"{subject.ref} depends on {name} from {what}",
                evidence_at(subject, f"{name} comes from {what}", table, name),
                severity=Severity.HIGH if wanted.strip().lower().startswith("http://") else None,
                confidence=Confidence.MEDIUM,
            )


def address_kind(wanted: str) -> str:
    """Say what kind of address a dependency's value is, "" if it is a range, a tag or a local path.

    >>> address_kind("user/repo"), address_kind("^1.0.0"), address_kind("https://host.example/a.tgz")
    ('a git repository', '', 'a web address')
    """
    text = wanted.strip()
    lower = text.lower()
    if _GIT.match(text):
        return "a git repository"
    if lower.startswith("http://"):
        return "an unencrypted web address"
    return "a web address" if lower.startswith("https://") else ""
