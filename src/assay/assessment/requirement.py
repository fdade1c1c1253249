"""Requirement: what one entry of a dependency list asks for, as npm-package-arg reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assay.assessment.pick import exact_version, is_tag, parse_range
from assay.model.dependency import DependencyType, Origin
from assay.model.manifest import Manifest

_SHORTHAND = re.compile(r"[^@:/\s.][^@:/\s]*/[^@:/\s#]+(?:#.*)?")
_PATH = re.compile(r"\.{1,2}(?:[/\\]|$)|/|~/|[a-zA-Z]:[/\\]")
_GIT = re.compile(r"(?:git|ssh|github|gitlab|bitbucket|gist)(?:\+[a-z]+)?:|git@", re.IGNORECASE)
_USER = re.compile(r"(?<=://)[^/?#]*@")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing a package needs.

    folder     the name it is installed under
    name       the package that is really meant
    range      range or dist-tag; for another origin the address without credentials
    is_bundled it comes inside the tarball of the package that needs it
    """

    folder: str
    name: str
    range: str
    type: DependencyType = DependencyType.PRODUCTION
    origin: Origin = Origin.REGISTRY
    is_bundled: bool = False

    @property
    def is_peer(self) -> bool:
        """True if it is looked for beside the package that needs it, not below it."""
        return self.type is DependencyType.PEER


def requirement(
    folder: str, spec: str, type_: DependencyType = DependencyType.PRODUCTION, *, is_bundled: bool = False
) -> Requirement:
    """Read ``folder: spec`` of a dependency list."""
    spec = spec.strip()
    if spec.startswith("npm:"):
        target = spec.removeprefix("npm:")
        at = target.find("@", 1)
        name, asked = (target, "") if at < 0 else (target[:at], target[at + 1 :])
        return Requirement(folder, name, asked, type_, is_bundled=is_bundled)
    origin = _origin(spec)
    asked = spec if origin is Origin.REGISTRY else _USER.sub("", spec)
    return Requirement(folder, folder, asked, type_, origin, is_bundled)


def requirements(manifest: Manifest) -> tuple[Requirement, ...]:
    """What npm installs for a dependency: no development ones, no optional peers, optional over production."""
    found: dict[str, Requirement] = {}
    for name, spec in manifest.peer_dependencies.items():
        if name not in manifest.optional_peers:
            found[name] = requirement(name, spec, DependencyType.PEER)
    bundled = frozenset(manifest.bundled)
    for listed, type_ in (
        (manifest.dependencies, DependencyType.PRODUCTION),
        (manifest.optional_dependencies, DependencyType.OPTIONAL),
    ):
        found.update(
            {name: requirement(name, spec, type_, is_bundled=name in bundled) for name, spec in listed.items()}
        )
    return tuple(sorted(found.values(), key=lambda each: each.folder))


def _origin(spec: str) -> Origin:
    lowered = spec[:20].lower()
    if lowered.startswith(("http:", "https:")):
        return Origin.GIT if re.search(r"\.git(?:#|$)", spec) else Origin.TARBALL_URL
    if _GIT.match(spec):
        return Origin.GIT
    if lowered.startswith("workspace:"):
        return Origin.WORKSPACE
    if lowered.startswith(("file:", "link:", "portal:")) or _PATH.match(spec):
        return Origin.LOCAL_TARBALL if spec.endswith((".tgz", ".tar.gz", ".tar")) else Origin.DIRECTORY
    if exact_version(spec) or parse_range(spec) is not None or is_tag(spec):
        return Origin.REGISTRY
    return Origin.GIT if _SHORTHAND.fullmatch(spec) else Origin.UNKNOWN
