"""bun.lock of versions 0 to 2: JSON with comments and trailing commas.

A key is the place where a package is installed (``a/b`` is b inside a), its value a list that begins with
``name@version`` or ``name@address``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assay.errors import InputError
from assay.lockfiles.bun_entry import Entry, read_entry
from assay.lockfiles.collector import Collector
from assay.lockfiles.content import Content, ManifestFile
from assay.lockfiles.graph import Edge, Reached, reach
from assay.lockfiles.json_document import JsonObject, read_object
from assay.lockfiles.project import project_name
from assay.model.dependency import Dependency, DependencyType, Origin
from assay.model.package import PackageRef

_HINT = "write it again with bun 1.2 or later: `bun install --lockfile-only`"
_VERSIONS = (0, 1, 2)
_LISTS = (
    ("peerDependencies", DependencyType.PEER),
    ("devDependencies", DependencyType.DEVELOPMENT),
    ("dependencies", DependencyType.PRODUCTION),
    ("optionalDependencies", DependencyType.OPTIONAL),
)


def read(file: str, data: bytes, manifests: tuple[ManifestFile, ...] = ()) -> Content:
    """Read a bun text lockfile. Raises InputError if it is not JSON or of an unknown version."""
    del manifests
    document = read_object(file, data, hint=_HINT, allow_extras=True)
    version = document.get("lockfileVersion")
    if isinstance(version, bool) or version not in _VERSIONS:
        line = document.where("lockfileVersion").line if "lockfileVersion" in document else 1
        why = f"{file} has lockfileVersion {str(version)[:20]}, and only 0, 1 and 2 are understood"
        raise InputError(why, file=file, line=line, hint=_HINT)
    gaps = Collector(file)
    gaps.repeated(file, document)
    packages = gaps.section(document, "packages")
    gaps.section(document, "workspaces")
    gaps.repeated(file, packages)
    entries: dict[str, Entry] = {}
    for key, value in packages.items.items():
        entry = read_entry(key, value, packages.where(key), gaps)
        if entry is not None:
            entries[key] = entry
    tree = _Tree(file, document, entries, gaps)
    return Content(f"bun.lock v{version}", tree.dependencies(), gaps=gaps.gaps())


@dataclass(frozen=True, slots=True)
class _Member:
    """The project (path "") or a workspace member, and the name under which its own copies are kept."""

    path: str
    name: str
    body: JsonObject


class _Tree:
    """The packages of one lockfile as a graph: nodes are their keys, and ``member:path`` for the project's own."""

    def __init__(self, file: str, document: JsonObject, entries: dict[str, Entry], gaps: Collector) -> None:
        self._entries = entries
        self._gaps = gaps
        self._patched = document.child("patchedDependencies").items
        members = [_Member(path, body.text("name"), body) for path, body in document.child("workspaces").children()]
        self._members = {f"member:{member.path}": member for member in members}
        root = self._members.get("member:")
        self._project = project_name(file, root.name if root is not None else "")

    def dependencies(self) -> tuple[Dependency, ...]:
        """One Dependency for each entry that is not the project itself."""
        edges: dict[str, list[Edge[str]]] = {
            node: list(self._edges_of(member.name if member.path else "", member.body, is_own=True))
            for node, member in self._members.items()
        }
        for key, entry in self._entries.items():
            if entry.origin is not Origin.WORKSPACE:
                edges[key] = list(self._edges_of(key, entry.info, is_own=False))
        reached = reach(list(self._members), edges, self._name_of)
        return tuple(self._dependency(key, entry, reached.get(key)) for key, entry in self._entries.items())

    def _name_of(self, node: str) -> str:
        member = self._members.get(node)
        if member is None:
            return self._entries[node].name
        return (member.name or member.path) if member.path else self._project

    def _edges_of(self, key: str, body: JsonObject | None, *, is_own: bool) -> Iterator[Edge[str]]:
        if body is None:
            return
        wanted: dict[str, tuple[str, DependencyType]] = {}
        for field, type_ in _LISTS:
            if is_own or field != "devDependencies":
                wanted.update({name: (spec, type_) for name, spec in body.child(field).texts().items()})
        optional = body.get("optionalPeers")
        for name in optional if isinstance(optional, list) else ():
            if isinstance(name, str) and wanted.get(name, ("", None))[1] is DependencyType.PEER:
                del wanted[name]  # it is used if it is there, and never installed for this
        for name, (spec, type_) in wanted.items():
            target = self._target(key, name)
            if target is not None:
                yield Edge(target, type_, spec)
            elif type_ is DependencyType.PRODUCTION:
                where = self._entries[key].location if key in self._entries else body.child("dependencies").where(name)
                self._gaps.add(name, "the lockfile needs it and holds no such entry", where, _HINT)

    def _target(self, key: str, name: str) -> str | None:
        """The entry that the package at ``key`` finds under a name: inside itself, or beside one of its holders."""
        while True:
            inner = f"{key}/{name}" if key else name
            if inner in self._entries:
                return inner
            if not key:
                return None
            key = _holder(key)

    def _dependency(self, key: str, entry: Entry, way: Reached | None) -> Dependency:
        installed = key.removeprefix(_holder(key)).lstrip("/")
        return Dependency(
            ref=PackageRef(entry.name, entry.version),
            origin=entry.origin,
            location=entry.location,
            paths=way.paths if way is not None else ((self._project, entry.name),),
            type=way.type if way is not None else DependencyType.PRODUCTION,
            alias="" if installed == entry.name else installed,
            resolved=entry.resolved,
            integrity=entry.integrity,
            is_direct=way is not None and way.is_direct,
            is_patched=f"{entry.name}@{entry.version}" in self._patched,
            requested=way.requested if way is not None else "",
        )


def _holder(key: str) -> str:
    """The key of the package that holds this one: ``a/@s/b`` is held by ``a``; "" for the project."""
    head, _, _ = key.rpartition("/")
    scope = head.rpartition("/")[2]
    return head.rpartition("/")[0] if scope.startswith("@") else head
