"""package-lock.json of lockfileVersion 1 (npm 5 and 6), and npm-shrinkwrap.json: nested ``dependencies``.

An entry's ``requires`` names what it needs, which is looked for in its own ``dependencies``, then in those of each
entry around it. The lockfile does not say what the project itself asks for: its package.json does. Without one,
everything on the top level that no entry requires counts as direct.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assay.lockfiles.collector import Collector
from assay.lockfiles.content import Content, ManifestFile
from assay.lockfiles.graph import Edge, Reached, loose_roots, reach
from assay.lockfiles.json_document import JsonObject
from assay.lockfiles.origin import Spec, is_name, is_version, parse_spec, without_credentials
from assay.lockfiles.project import manifest_of, project_name, wanted
from assay.model.dependency import Dependency, DependencyType, Origin
from assay.model.location import Location
from assay.model.package import PackageRef

_ROOT = -1
_Folder = dict[str, int]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry: the name it is installed under, what its ``version`` says, and the folders it can see, own first."""

    installed: str
    spec: Spec
    body: JsonObject
    location: Location
    sees: tuple[_Folder, ...]


def parse(file: str, document: JsonObject, manifests: tuple[ManifestFile, ...] = ()) -> Content:
    """Read the tree of ``dependencies``; none at all is a project without dependencies."""
    gaps = Collector(file)
    gaps.repeated("the lockfile", document)
    entries: list[_Entry] = []
    top: _Folder = {}
    _collect(gaps.section(document, "dependencies"), top, entries, gaps)
    edges = {number: list(_edges_of(entry)) for number, entry in enumerate(entries)}
    manifest = manifest_of(file, manifests)
    edges[_ROOT] = _project_edges(manifest, top, entries, edges)
    project = project_name(file, document.text("name") or (manifest.text("name") if manifest is not None else ""))
    names = {_ROOT: project} | {number: entry.spec.name for number, entry in enumerate(entries)}
    reached = reach([_ROOT], edges, names.__getitem__)
    found = (
        _dependency(entry, reached.get(number) or _unreached(project, entry), gaps)
        for number, entry in enumerate(entries)
    )
    dependencies = sorted((item for item in found if item is not None), key=lambda item: item.location)
    return Content("package-lock v1", tuple(dependencies), gaps=gaps.gaps())


def _collect(top: JsonObject, folder: _Folder, entries: list[_Entry], gaps: Collector) -> None:
    stack: list[tuple[JsonObject, tuple[_Folder, ...]]] = [(top, (folder,))]
    while stack:
        owner, sees = stack.pop()
        gaps.repeated("dependencies", owner)
        for name, body in owner.items.items():
            location = owner.where(name)
            if not isinstance(body, JsonObject):
                gaps.add(name, "its entry is not an object", location)
                continue
            if not is_name(name):
                gaps.add(name, "it is not the name of a package", location)
                continue
            gaps.repeated(name, body)
            inner: _Folder = {}
            sees[0][name] = len(entries)
            entries.append(_Entry(name, parse_spec(name, body.text("version")), body, location, (inner, *sees)))
            if "dependencies" in body:
                stack.append((body.child("dependencies"), (inner, *sees)))


def _edges_of(entry: _Entry) -> Iterator[Edge[int]]:
    for name, spec in entry.body.child("requires").texts().items():
        for folder in entry.sees:
            if name in folder:
                yield Edge(folder[name], DependencyType.PRODUCTION, spec)
                break


def _project_edges(
    manifest: JsonObject | None, top: _Folder, entries: list[_Entry], edges: dict[int, list[Edge[int]]]
) -> list[Edge[int]]:
    if manifest is not None:
        asked = wanted(manifest)
        return [Edge(top[name], kind, spec) for name, (spec, kind) in asked.items() if name in top]
    return [Edge(number, _flagged(entries[number].body)) for number in loose_roots(top.values(), edges)]


def _dependency(entry: _Entry, reached: Reached, gaps: Collector) -> Dependency | None:
    body, spec = entry.body, entry.spec
    origin = spec.origin
    version = spec.range if origin is Origin.REGISTRY else ""
    resolved = without_credentials(body.text("resolved"))
    if origin is Origin.REGISTRY:
        if not is_version(version) or not is_name(spec.name):
            gaps.add(entry.installed, "it has no exact version", entry.location)
            return None
        if body.flag("bundled") and not resolved:
            origin = Origin.BUNDLED
    return Dependency(
        ref=PackageRef(spec.name, version),
        origin=origin,
        location=entry.location,
        paths=reached.paths,
        type=_lighter(reached.type, body),
        alias=spec.alias,
        resolved=resolved or spec.address,
        integrity=gaps.integrity(entry.installed, body),
        is_direct=reached.is_direct,
        requested=without_credentials(reached.requested or body.text("from").partition("@")[2]),
    )


def _lighter(kind: DependencyType, body: JsonObject) -> DependencyType:
    """``requires`` does not tell optional dependencies apart; the entry's own flag does."""
    return _flagged(body) if kind is DependencyType.PRODUCTION else kind


def _unreached(project: str, entry: _Entry) -> Reached:
    return Reached(((project, entry.spec.name),), _flagged(entry.body))


def _flagged(body: JsonObject) -> DependencyType:
    if body.flag("dev"):
        return DependencyType.DEVELOPMENT
    return DependencyType.OPTIONAL if body.flag("optional") else DependencyType.PRODUCTION
