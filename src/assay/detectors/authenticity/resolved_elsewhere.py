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
from urllib.parse import SplitResult, unquote, urlsplit

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
_TARBALL = re.compile(r"(?P<name>(?:@[^/]+/)?[^/]+)/-/(?:@[^/]+/)?(?P<file>[^/]+)\.tgz$")


def detect(subject: Subject) -> Iterator[Finding]:
    """At most one finding for each entry: another package first, then another host."""
    for usage in subject.usages:
        if usage.origin is not Origin.REGISTRY or not usage.resolved.lower().startswith(("http://", "https://")):
            continue
        try:
            address = urlsplit(usage.resolved)
            host = _host(address)
        except ValueError:
            yield _finding(subject, usage, "it is fetched from an address that cannot be read")
            continue
        other = _other_package(subject, unquote(address.path))
        if other:
            yield _finding(subject, usage, f"it is fetched from the address of {other}")
        elif host not in _usual(subject, usage):
            yield _finding(subject, usage, f"it is fetched from {host}, where no other entry comes from")


def _usual(subject: Subject, usage: Dependency) -> set[str]:
    surroundings = subject.surroundings
    return {*surroundings.registry_hosts, surroundings.usual_hosts.get(usage.location.file, "")}


def _host(address: SplitResult) -> str:
    usual = {"http": 80, "https": 443}.get(address.scheme)
    name = address.hostname or ""
    return name if address.port in (None, usual) else f"{name}:{address.port}"


def _other_package(subject: Subject, path: str) -> str:
    """The package or file that a conventional address names, if it is not this release; "" otherwise."""
    found = _TARBALL.search(path)
    if found is None:
        return ""
    name, bare = subject.ref.name, split_name(subject.ref.name)[1]
    segments = path[: found.start()].rstrip("/").rpartition("/")[2]
    named = found["name"] if "/" in found["name"] or not segments.startswith("@") else f"{segments}/{found['name']}"
    if named.lower() not in (name.lower(), bare.lower()):
        return named
    version = subject.ref.version.partition("+")[0]
    expected = {f"{bare}-{version}".lower(), f"{bare}-{subject.ref.version}".lower()}
    return "" if found["file"].lower() in expected else found["file"]


def _finding(subject: Subject, usage: Dependency, what: str) -> Finding:
    announced = subject.release.integrity if subject.release else None
    same_bytes = usage.integrity is not None and announced is not None and usage.integrity.agrees_with(announced)
    evidence = [Evidence(what, usage.location, excerpt=usage.resolved[:MAX_EXCERPT])]
    if same_bytes:
        evidence.append(Evidence("the pinned hash is the registry's, so the bytes are the same"))
    return finding(
        RULE,
        f"{subject.ref}: {what}",
        *evidence,
        severity=Severity.INFO if same_bytes else None,
        confidence=Confidence.HIGH if same_bytes is False else Confidence.MEDIUM,
    )
