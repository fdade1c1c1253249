"""yarn.lock of yarn 2 and later ("berry"), every ``__metadata`` version.

A key lists descriptors (``name@protocol:range``), ``resolution`` is the locator of what they lead to: its name is the
package's real one. The project and its workspace members are entries of their own. A patched package is an entry
beside the one it patches. ``checksum`` is of yarn's own archive, never of the registry's tarball.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from assay.errors import InputError
from assay.lockfiles.collector import Collector
from assay.lockfiles.content import Content, ManifestFile
from assay.lockfiles.graph import Edge, Reached, loose_roots, reach
from assay.lockfiles.origin import is_name, is_version, without_credentials
from assay.lockfiles.pnpm_document import Node, documents
from assay.lockfiles.project import project_name
from assay.lockfiles.yarn_locator import Locator, base_descriptor, parse_locator, plain_descriptor, split_ident
from assay.lockfiles.yarn_project import Member, members
from assay.model.dependency import Dependency, DependencyType, Origin
from assay.model.location import Location
from assay.model.package import PackageRef

_HINT = "restore the file from version control, or write it again with `yarn install --mode=update-lockfile`"
_VERSIONS = range(1, 11)
_COMMA = re.compile(r"\s*,\s*")
#: What yarn writes for a package whose version is that of a folder of the project.
_NO_VERSION = "0.0.0-use.local"
_PROJECT = -1
#: A dependency leads to one entry, or to a few if patches or ``resolutions`` are in play.
_MAX_TARGETS = 10


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry: its descriptors, its locator, its body and its place."""

    descriptors: tuple[str, ...]
    locator: Locator
    body: Node
    location: Location


def read(file: str, data: bytes, manifests: tuple[ManifestFile, ...] = ()) -> Content:
    """Read a yarn.lock of yarn 2 or later. Raises InputError."""
    root, version = _document(file, data)
    gaps = Collector(file)
    known = members(file, manifests)
    found = (_entry(file, key, body, gaps) for key, body in root.items.items() if key != "__metadata")
    entries = [entry for entry in found if entry is not None]
    tree = _Tree(file, entries, known)
    dependencies = (tree.dependency(number, gaps) for number in range(len(entries)))
    kept = tuple(item for item in dependencies if item is not None)
    return Content(f"yarn.lock berry v{version}", kept, gaps=gaps.gaps())


def _document(file: str, data: bytes) -> tuple[Node, int]:
    try:
        (root,) = documents(file, data) or (Node("scalar", 1),)
    except InputError as error:
        raise InputError(str(error), file=file, line=error.line, hint=_HINT) from error
    except ValueError as error:
        raise InputError(f"{file} holds several YAML documents", file=file, line=1, hint=_HINT) from error
    metadata = root.get("__metadata")
    stated = metadata.get("version").text
    if not stated.isascii() or not stated.isdigit() or int(stated[:5]) not in _VERSIONS:
        what = f"the unknown __metadata version {stated[:20]}" if stated else "no __metadata version"
        raise InputError(f"{file} has {what}", file=file, line=metadata.line or 1, hint=_HINT)
    return root, int(stated)


def _entry(file: str, key: str, body: Node, gaps: Collector) -> _Entry | None:
    location = Location(file, body.line)
    resolution = body.get("resolution").text
    if not resolution:
        gaps.add(key, "it has no resolution", location)
        return None
    locator = parse_locator(resolution)
    if locator is None or not is_name(locator.name):
        gaps.add(key, f"its resolution {resolution[:80]} does not begin with the name of a package", location)
        return None
    return _Entry(tuple(_COMMA.split(key.strip())), locator, body, location)


class _Tree:
    """The entries as a graph, its nodes being their numbers."""

    def __init__(self, file: str, entries: list[_Entry], known: dict[str, Member]) -> None:
        self._entries = entries
        self._known = known
        self._by_descriptor: dict[str, list[int]] = {}
        self._by_name: dict[str, list[int]] = {}
        for number, entry in enumerate(entries):
            self._index(number, entry)
        self._workspaces = [number for number, entry in enumerate(entries) if entry.locator.origin is Origin.WORKSPACE]
        root = next((n for n in self._workspaces if entries[n].locator.address == "."), None)
        self._project = entries[root].locator.name if root is not None else project_name(file)
        edges = {number: list(self._edges_of(entry)) for number, entry in enumerate(entries)}
        roots = list(self._workspaces)
        if not roots:
            roots = [_PROJECT]
            edges[_PROJECT] = [Edge(number) for number in loose_roots(range(len(entries)), edges)]
        self._reached = reach(roots, edges, self._name)

    def dependency(self, number: int, gaps: Collector) -> Dependency | None:
        """The Dependency of an entry; None for the project itself, or after a Gap."""
        entry = self._entries[number]
        locator = entry.locator
        if locator.origin is Origin.WORKSPACE and locator.address == ".":
            return None
        reached = self._reached.get(number) or self._unreached(entry)
        version = locator.version or self._version(entry)
        if locator.origin is Origin.REGISTRY and not is_version(version):
            gaps.add(entry.descriptors[0], "it has no exact version", entry.location)
            return None
        return Dependency(
            ref=PackageRef(locator.name, version),
            origin=locator.origin,
            location=entry.location,
            paths=reached.paths,
            type=reached.type,
            alias=_alias(entry),
            resolved=locator.address,
            is_direct=reached.is_direct,
            is_patched=locator.is_patched,
            requested=without_credentials(reached.requested or split_ident(entry.descriptors[0])[1]),
        )

    def _index(self, number: int, entry: _Entry) -> None:
        for descriptor in entry.descriptors:
            self._by_name.setdefault(split_ident(descriptor)[0], []).append(number)
            # A patched package is reached with the one it patches: both are fetched, the first is installed.
            base = base_descriptor(descriptor)
            for known in dict.fromkeys((descriptor, plain_descriptor(descriptor), *([base] if base else []))):
                self._by_descriptor.setdefault(known, []).append(number)

    def _name(self, number: int) -> str:
        return self._project if number == _PROJECT else self._entries[number].locator.name

    def _version(self, entry: _Entry) -> str:
        """What the entry states; for a workspace member what its manifest states."""
        stated = entry.body.get("version").text
        if stated != _NO_VERSION:
            return stated
        member = self._known.get(entry.locator.address)
        return member.version if member is not None and entry.locator.origin is Origin.WORKSPACE else ""

    def _edges_of(self, entry: _Entry) -> Iterator[Edge[int]]:
        member = self._known.get(entry.locator.address) if entry.locator.origin is Origin.WORKSPACE else None
        meta = entry.body.get("dependenciesMeta")
        for name, asked in entry.body.get("dependencies").words().items():
            kind = DependencyType.PRODUCTION
            if member is not None and name in member.wanted:
                kind = member.wanted[name][1]
            elif meta.get(name).get("optional").text == "true":
                kind = DependencyType.OPTIONAL
            for target in self._targets(name, asked):
                yield Edge(target, kind, asked)

    def _targets(self, name: str, asked: str) -> list[int]:
        """The entries a dependency leads to; if no descriptor fits (``resolutions`` replaced it), those of its name."""
        for descriptor in (f"{name}@{asked}", f"{name}@npm:{asked}"):
            if descriptor in self._by_descriptor:
                base = base_descriptor(descriptor)
                patched = self._by_descriptor.get(base, []) if base else []
                return [*self._by_descriptor[descriptor], *patched][:_MAX_TARGETS]
        return self._by_name.get(name, [])[:_MAX_TARGETS]

    def _unreached(self, entry: _Entry) -> Reached:
        is_member = entry.locator.origin is Origin.WORKSPACE
        return Reached(((self._project, entry.locator.name),), DependencyType.PRODUCTION, is_member)


def _alias(entry: _Entry) -> str:
    installed = [split_ident(descriptor)[0] for descriptor in entry.descriptors]
    return "" if entry.locator.name in installed else unquote(installed[0])
