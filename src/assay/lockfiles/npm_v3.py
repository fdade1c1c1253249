"""package-lock.json of lockfileVersion 2 and 3, and the hidden lockfile of npm 7 and later: ``packages`` by path.

A key is the folder of a package: "" is the project, ``packages/a`` a workspace or a folder that the project names,
``node_modules/a/node_modules/b`` a package. A dependency is looked for as Node does: in the ``node_modules`` of the
package's folder, then of each folder above. Version 2 also holds the tree of version 1, which npm 7 and later ignore.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assay.errors import InputError
from assay.lockfiles.collector import Collector
from assay.lockfiles.content import Content
from assay.lockfiles.graph import Edge, Reached, loose_roots, reach
from assay.lockfiles.json_document import JsonObject
from assay.lockfiles.origin import classify, is_name, is_url, is_version, parse_spec, without_credentials
from assay.lockfiles.project import project_name, wanted
from assay.model.dependency import Dependency, DependencyType, Origin
from assay.model.location import Location
from assay.model.package import PackageRef

_MARK = "node_modules/"
_ROOT = ""
#: Folders in folders. npm's deepest real trees have about twenty.
_MAX_LEVELS = 200


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of ``packages``: its key, the name it is installed under, its own name, its body and place."""

    path: str
    installed: str
    name: str
    body: JsonObject
    location: Location

    @property
    def is_folder(self) -> bool:
        return _MARK not in self.path


def parse(file: str, document: JsonObject, version: int) -> Content:
    """Read ``packages``. Raises InputError if it is missing."""
    packages = document.get("packages")
    if not isinstance(packages, JsonObject):
        hint = "write it again with `npm install --package-lock-only`"
        raise InputError(f"{file} has no `packages`", file=file, line=1, hint=hint)
    gaps = Collector(file)
    gaps.repeated("the lockfile", document)
    gaps.repeated("packages", packages)
    entries = {entry.path: entry for entry in _entries(packages, _linked(packages), gaps)}
    tree = _Tree(entries, project_name(file, document.text("name") or packages.child(_ROOT).text("name")))
    found = (tree.dependency(entry, gaps) for entry in entries.values())
    dependencies = tuple(dependency for dependency in found if dependency is not None)
    kind = f"package-lock v{version}" if _ROOT in packages else f"hidden package-lock v{version}"
    return Content(kind, dependencies, gaps=gaps.gaps())


def _linked(packages: JsonObject) -> dict[str, str]:
    """Folder to the name it is linked under: npm 7 and 8 write a folder's name nowhere else."""
    links = ((path.rpartition(_MARK)[2], body) for path, body in packages.children() if body.flag("link"))
    return {body.text("resolved"): name for name, body in links if is_name(name)}


def _entries(packages: JsonObject, linked: dict[str, str], gaps: Collector) -> Iterator[_Entry]:
    for path, body in packages.items.items():
        location = packages.where(path)
        installed = path.rpartition(_MARK)[2] if _MARK in path else ""
        if not isinstance(body, JsonObject):
            gaps.add(path, "its entry is not an object", location)
        elif path.count("/") > _MAX_LEVELS or path.count("/node_modules") > _MAX_LEVELS:
            gaps.add(path, "its folder is nested too deeply", location)
        elif _MARK in path and not is_name(installed):
            gaps.add(path, "the path does not end in the name of a package", location)
        else:
            stated = body.text("name")
            if stated and not is_name(stated) and path != _ROOT:
                gaps.add(path, "its `name` is not the name of a package", body.where("name"))
                continue
            gaps.repeated(path or "the project", body)
            name = stated or installed or linked.get(path) or path.rpartition("/")[2]
            yield _Entry(path, installed, name, body, location)


class _Tree:
    """The packages of one lockfile as a graph, its nodes being their paths."""

    def __init__(self, entries: dict[str, _Entry], project: str) -> None:
        self._entries = entries
        self._project = project
        self._folders = _folders(entries)
        self._named_by_root = wanted(entries[_ROOT].body) if _ROOT in entries else {}
        members = [entry.path for entry in entries.values() if entry.path and self._is_member(entry)]
        self._edges = {entry.path: list(self._edges_of(entry)) for entry in entries.values()}
        if _ROOT not in entries:
            self._edges[_ROOT] = self._loose_edges()
        self._reached = reach([_ROOT, *members], self._edges, self._name)

    def dependency(self, entry: _Entry, gaps: Collector) -> Dependency | None:
        """The Dependency of an entry; None for the project, for a link whose target has its own, or after a Gap."""
        body = entry.body
        resolved = body.text("resolved")
        if entry.path == _ROOT or (body.flag("link") and resolved in self._entries):
            return None
        reached = self._reached.get(entry.path) or self._unreached(entry)
        origin = self._origin(entry, reached)
        version = body.text("version")
        if origin in (Origin.REGISTRY, Origin.BUNDLED) and not is_version(version):
            gaps.add(entry.path, "it has no exact version", entry.location)
            return None
        return Dependency(
            ref=PackageRef(entry.name, version),
            origin=origin,
            location=entry.location,
            paths=reached.paths,
            type=reached.type,
            alias=entry.installed if entry.installed and entry.installed != entry.name else "",
            resolved=without_credentials(resolved or (entry.path if entry.is_folder else "")),
            integrity=gaps.integrity(entry.path, body),
            is_direct=reached.is_direct,
            requested=without_credentials(reached.requested),
            has_install_script=body.flag("hasInstallScript"),
        )

    def _name(self, path: str) -> str:
        return self._project if path == _ROOT else self._entries[path].name

    def _is_member(self, entry: _Entry) -> bool:
        """True for the folder of a workspace, false for a folder that the project names by ``file:``."""
        if not entry.is_folder or entry.path == _ROOT or _ROOT not in self._entries:
            return False
        spec = self._named_by_root.get(entry.name, ("", None))[0]
        return "workspaces" in self._entries[_ROOT].body and not spec.startswith(("file:", "link:"))

    def _edges_of(self, entry: _Entry) -> Iterator[Edge[str]]:
        folders = [self._folders[folder] for folder in _upwards(entry.path) if folder in self._folders]
        for name, (spec, kind) in wanted(entry.body, with_dev=entry.is_folder).items():
            for folder in folders:
                if name in folder:
                    yield Edge(folder[name], kind, spec)
                    break

    def _loose_edges(self) -> list[Edge[str]]:
        """A hidden lockfile has no entry for the project: what nobody needs counts as direct."""
        starts = loose_roots(self._entries, self._edges)
        return [Edge(path, _flagged(self._entries[path].body)) for path in starts]

    def _unreached(self, entry: _Entry) -> Reached:
        """A workspace, which the project names by its folder, or an entry that nothing needs (extraneous)."""
        is_member = self._is_member(entry)
        return Reached(((self._project, entry.name),), _flagged(entry.body), is_member)

    def _origin(self, entry: _Entry, reached: Reached) -> Origin:
        resolved = entry.body.text("resolved")
        if entry.is_folder:
            return Origin.WORKSPACE if self._is_member(entry) else Origin.DIRECTORY
        if entry.body.flag("link"):
            return Origin.DIRECTORY
        if not resolved:
            return Origin.BUNDLED if entry.body.flag("inBundle") else Origin.REGISTRY
        if is_url(resolved) and reached.requested:
            asked = parse_spec(entry.name, reached.requested).origin
            if asked in (Origin.REGISTRY, Origin.TARBALL_URL):
                return asked
        return classify(resolved)


def _folders(entries: dict[str, _Entry]) -> dict[str, dict[str, str]]:
    """Folder to what its ``node_modules`` holds: installed name to path, links followed to their folder."""
    folders: dict[str, dict[str, str]] = {}
    for entry in entries.values():
        if not entry.is_folder:
            folder = entry.path[: -len(_MARK) - len(entry.installed)].removesuffix("/")
            target = entry.body.text("resolved") if entry.body.flag("link") else ""
            folders.setdefault(folder, {})[entry.installed] = target if target in entries and target else entry.path
    return folders


def _upwards(path: str) -> Iterator[str]:
    """The folder itself and every one above, down to the project's."""
    while path:
        yield path
        path = path.rpartition("/")[0]
    yield _ROOT


def _flagged(body: JsonObject) -> DependencyType:
    """What npm itself noted about an entry."""
    if body.flag("peer"):
        return DependencyType.PEER
    if body.flag("dev"):
        return DependencyType.DEVELOPMENT
    if body.flag("optional") or body.flag("devOptional"):
        return DependencyType.OPTIONAL
    return DependencyType.PRODUCTION
