"""The lockfile takes a release from an unusual place, or takes another package in its place.

*What it does*

Compares the address of each entry with the entry itself: the package and version that the path names, and the host. The
usual hosts are your configured registries and the host of most entries of the same lockfile. An entry whose hash equals
the registry's is let pass with a note, whatever the address.

*Why it matters*

A lockfile is long and nobody reads its diff. One changed address is enough to install somebody else's bytes under a
trusted name, and clients follow it without a word.

*Example*

    name = "left-pad"

    [[usages]]
    resolved = "https://files.invalid/left-pad/-/left-pad-1.0.0.tgz"
    integrity = "of other bytes"

    [surroundings]
    registry_hosts = ["registry.example"]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from assay.model.address import host_of
from assay.model.dependency import Dependency, Origin
from assay.model.finding import MAX_EXCERPT, Evidence, Finding, finding
from assay.model.package import split_name
from assay.model.rule import Concern, Confidence, Reach, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="resolved-elsewhere",
    title="Entry that is fetched from an unusual place",
    severity=Severity.HIGH,
    concern=Concern.MALICE,
    advice="See who changed the entry, and make it anew from the registry. If the host is yours, add it to .npmrc.",
    reach=Reach.USAGE,
    techniques=("T1195.002",),
)

#: The path of a tarball in npm registries: ``/@scope/name/-/name-1.0.0.tgz``, below any prefix.
_TARBALL = re.compile(r"(?:^|/)(?P<name>(?:@[^/]+/)?[^/@][^/]*)/-/(?:@[^/]+/)?(?P<file>[^/]+)\.tgz$")
#: GitHub Packages: ``/download/@scope/name/1.0.0/<hash>``.
_DOWNLOAD = re.compile(r"/download/(?P<name>@[^/]+/[^/]+)/(?P<version>[^/]+)/[^/]+$")
_RANGE = re.compile(r"^(?:npm:.*|[\s\d<>=^~*|vx.,+-][^/:]*|[a-z][\w.-]*)?$", re.IGNORECASE)


def detect(subject: Subject) -> Iterator[Finding]:
    """At most one finding for each entry: another package first, then another host."""
    for usage in subject.usages:
        if not usage.resolved.lower().startswith(("http://", "https://")) or not _is_asked_of_registry(usage):
            continue
        path = unquote(usage.resolved.partition("://")[2].partition("#")[0].partition("?")[0])
        host, other = host_of(usage.resolved), _other_package(subject, "/" + path.partition("/")[2])
        if other:
            yield _finding(subject, usage, f"it is fetched from the address of {other}")
        elif not host:
            yield _finding(subject, usage, "it is fetched from an address that cannot be read")
        elif host not in _usual_hosts(subject, usage):
            yield _finding(subject, usage, f"it is fetched from {host}, which is none of your registries")


def _is_asked_of_registry(usage: Dependency) -> bool:
    """True if the project asked for a range or tag; who asks for an address gets what stands there."""
    if usage.origin is Origin.REGISTRY:
        return True
    asked = usage.requested.strip()
    return usage.origin is Origin.TARBALL_URL and asked != "" and _RANGE.match(asked) is not None


def _usual_hosts(subject: Subject, usage: Dependency) -> set[str]:
    surroundings = subject.surroundings
    return {*surroundings.registry_hosts, surroundings.usual_hosts.get(usage.location.file, "")}


def _other_package(subject: Subject, path: str) -> str:
    """The package, release or file that a conventional path names, if it is not this release; "" otherwise."""
    ref, bare = subject.ref, split_name(subject.ref.name)[1]
    found = _DOWNLOAD.search(path) or _TARBALL.search(path)
    if found is None:
        return ""
    if found["name"].lower() != ref.name.lower():
        return found["name"][:100]
    versions = {ref.version.lower(), ref.version.partition("+")[0].lower()}
    if found.re is _DOWNLOAD:
        return "" if found["version"].lower() in versions else f"{found['name']}@{found['version']}"[:100]
    expected = {f"{bare}-{version}".lower() for version in versions}
    return "" if found["file"].lower() in expected else f"{found['file']}.tgz"[:100]


def _finding(subject: Subject, usage: Dependency, what: str) -> Finding:
    announced = subject.release.integrity if subject.release else None
    agrees = usage.integrity.agrees_with(announced) if usage.integrity is not None and announced is not None else None
    evidence = [Evidence(what, usage.location, excerpt=usage.resolved[:MAX_EXCERPT])]
    if agrees:
        evidence.append(Evidence("the pinned hash is the registry's, so the bytes are the same"))
    if usage.integrity is None:
        evidence.append(Evidence("no hash pins the bytes"))
    is_open = agrees is False or usage.integrity is None
    return finding(
        RULE,
        f"{subject.ref}: {what}",
        *evidence,
        severity=Severity.INFO if agrees else None,
        confidence=Confidence.HIGH if is_open or agrees else Confidence.MEDIUM,
    )
