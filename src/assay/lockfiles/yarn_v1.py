"""yarn.lock of yarn 1.

An entry is found by ``name@range`` as a manifest states it; several such specs may share one. The file names no
project: what is direct, and how, comes from the manifests of the workspace. Without them what no entry needs counts
as direct. Workspace members are not in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assay.lockfiles.collector import Collector
from assay.lockfiles.content import Content, ManifestFile
from assay.lockfiles.graph import Edge, Reached, loose_roots, reach
from assay.lockfiles.origin import Spec, classify, is_name, is_url, is_version, parse_spec, without_credentials
from assay.lockfiles.project import project_name
from assay.lockfiles.yarn_project import members
from assay.lockfiles.yarn_v1_text import Block, read_text
from assay.model.dependency import Dependency, DependencyType, Origin
from assay.model.integrity import Integrity
from assay.model.location import Location
from assay.model.package import PackageRef

_SHA1 = re.compile(r"#([0-9a-f]{40})$")
_SECTIONS = (("dependencies", DependencyType.PRODUCTION), ("optionalDependencies", DependencyType.OPTIONAL))


@dataclass(frozen=True, slots=True)
class _Entry:
    """One block with what its header asks for; ``installed`` are the names it is installed under."""

    block: Block
    spec: Spec
    installed: tuple[str, ...]
    location: Location


def read(file: str, data: bytes, manifests: tuple[ManifestFile, ...] = ()) -> Content:
    """Read a yarn.lock of yarn 1. Raises InputError."""
    text = read_text(file, data)
    gaps = Collector(file)
    for line in text.odd_lines:
        gaps.add(f"line {line}", "it is none of the format's", Location(file, line))
    entries = [entry for block in text.blocks if (entry := _entry(file, block, gaps)) is not None]
    reached = _reach(file, entries, manifests)
    project = project_name(file)
    found = (
        _dependency(
            entry, reached.get(number) or Reached(((project, entry.spec.name),), DependencyType.PRODUCTION), gaps
        )
        for number, entry in enumerate(entries)
    )
    return Content("yarn.lock v1", tuple(item for item in found if item is not None), gaps=gaps.gaps())


def _entry(file: str, block: Block, gaps: Collector) -> _Entry | None:
    location = Location(file, block.line, 1)
    pairs = [_split(spec) for spec in block.specs]
    specs = [parse_spec(name, asked) for name, asked in pairs]
    stated = block.fields.get("name", "")
    names = {stated} if stated else {spec.name for spec in specs}
    if not all(map(is_name, names)):
        gaps.add(block.specs[0], "it does not begin with the name of a package", location)
        return None
    if len(names) > 1:
        gaps.add(block.specs[0], f"one entry stands for several packages: {', '.join(sorted(names))}", location)
    first = specs[0]
    spec = Spec(stated or first.name, first.origin, first.range, first.address, first.alias, first.is_patched)
    return _Entry(block, spec, tuple(dict.fromkeys(name for name, _ in pairs)), location)


def _split(spec: str) -> tuple[str, str]:
    at = spec.find("@", 1)
    return (spec[:at], spec[at + 1 :]) if at > 0 else (spec, "")


def _reach(file: str, entries: list[_Entry], manifests: tuple[ManifestFile, ...]) -> dict[int, Reached]:
    """Nodes are the entries' numbers; the project and its members count down from -1."""
    finder = _Finder(entries)
    edges = {number: list(_edges_of(entry.block, finder)) for number, entry in enumerate(entries)}
    names = {number: entry.spec.name for number, entry in enumerate(entries)}
    known = members(file, manifests)
    own_names = {member.name for member in known.values()}
    for number, member in enumerate(known.values(), 1):
        names[-number] = member.name
        edges[-number] = [
            Edge(target, kind, spec)
            for name, (spec, kind) in member.wanted.items()
            for target in finder.find(name, spec, by_name=name not in own_names)
        ]
    roots = [-number for number in range(1, len(known) + 1)]
    if not known:
        roots, names[-1] = [-1], project_name(file)
        edges[-1] = [Edge(number) for number in loose_roots(range(len(entries)), edges)]
    return reach(roots, edges, names.__getitem__)


class _Finder:
    """Finds the entry that a name and range lead to."""

    def __init__(self, entries: list[_Entry]) -> None:
        self._by_spec: dict[str, int] = {}
        self._by_name: dict[str, list[int]] = {}
        for number, entry in enumerate(entries):
            self._by_spec.update(dict.fromkeys(entry.block.specs, number))
            for name in entry.installed:
                self._by_name.setdefault(name, []).append(number)

    def find(self, name: str, asked: str, *, by_name: bool = True) -> list[int]:
        """The entry of exactly this spec; if there is none (``resolutions`` replaced it), the first of this name."""
        exact = self._by_spec.get(f"{name}@{asked}" if asked else name)
        if exact is not None:
            return [exact]
        return self._by_name.get(name, [])[:1] if by_name else []


def _edges_of(block: Block, finder: _Finder) -> Iterator[Edge[int]]:
    for section, kind in _SECTIONS:
        for name, asked in block.sections.get(section, {}).items():
            for target in finder.find(name, asked):
                yield Edge(target, kind, asked)


def _unreached(project: str, entry: _Entry) -> Reached:
    return Reached(((project, entry.spec.name),), DependencyType.PRODUCTION)


def _dependency(entry: _Entry, reached: Reached, gaps: Collector) -> Dependency | None:
    fields, spec = entry.block.fields, entry.spec
    resolved = without_credentials(fields.get("resolved", ""))
    origin = spec.origin
    if origin is Origin.REGISTRY and resolved and not is_url(resolved):
        origin = classify(resolved)
    version = fields.get("version", "")
    if origin is Origin.REGISTRY and not is_version(version):
        gaps.add(entry.block.specs[0], "it has no exact version", entry.location)
        return None
    alias = next((name for name in entry.installed if name != spec.name), "")
    return Dependency(
        ref=PackageRef(spec.name, version),
        origin=origin,
        location=entry.location,
        paths=reached.paths,
        type=reached.type,
        alias="" if spec.name in entry.installed else alias,
        resolved=resolved or spec.address,
        integrity=_integrity(entry, origin, gaps),
        is_direct=reached.is_direct,
        requested=without_credentials(reached.requested or _split(entry.block.specs[0])[1]),
    )


def _integrity(entry: _Entry, origin: Origin, gaps: Collector) -> Integrity | None:
    """The ``integrity`` field; entries of old yarns only have the sha1 behind the address."""
    text = entry.block.fields.get("integrity", "")
    if text:
        try:
            return Integrity.parse(text)
        except ValueError:
            gaps.add(f"integrity of {entry.block.specs[0]}", "it holds no hash of a known kind", entry.location)
            return None
    sha1 = _SHA1.search(entry.block.fields.get("resolved", ""))
    return None if sha1 is None or origin is Origin.GIT else Integrity.from_hex("sha1", sha1.group(1))
