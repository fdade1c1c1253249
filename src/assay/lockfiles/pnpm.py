"""pnpm-lock.yaml of versions 5.x, 6.x and 9.x (pnpm 5 to 12), with every document it holds.

pnpm 11 and 12 put a first document before the project's own: config dependencies and the pinned pnpm itself, which
are installed and run too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from assay.errors import InputError
from assay.lockfiles.collector import Collector
from assay.lockfiles.content import Content, ManifestFile
from assay.lockfiles.graph import Edge, Reached, reach
from assay.lockfiles.origin import is_name
from assay.lockfiles.pnpm_document import Node, documents
from assay.lockfiles.pnpm_keys import target_of
from assay.lockfiles.pnpm_names import project_names
from assay.lockfiles.pnpm_packages import HINT, Package, packages_of
from assay.model.dependency import MAX_PATHS, Dependency, DependencyType, Origin
from assay.model.location import Location
from assay.model.package import PackageRef

#: Lists of an importer, and how they depend. Config dependencies and pnpm itself are tools of the developer.
_IMPORTER_LISTS = {
    "dependencies": DependencyType.PRODUCTION,
    "optionalDependencies": DependencyType.OPTIONAL,
    "devDependencies": DependencyType.DEVELOPMENT,
    "configDependencies": DependencyType.DEVELOPMENT,
    "packageManagerDependencies": DependencyType.DEVELOPMENT,
}
_LIGHTEST_LAST = (
    DependencyType.PRODUCTION,
    DependencyType.OPTIONAL,
    DependencyType.PEER,
    DependencyType.DEVELOPMENT,
)


@dataclass(slots=True)
class _Graph:
    """One document, linked. Nodes are ``importer:path``, keys of packages, and ``link:path`` for linked folders."""

    file: str
    major: int
    gaps: Collector
    packages: dict[str, Package]
    importers: dict[str, Node]
    edges: dict[str, list[Edge[str]]] = field(default_factory=dict)
    installed_as: dict[str, set[str]] = field(default_factory=dict)
    linked: dict[str, Location] = field(default_factory=dict)


def read(file: str, data: bytes, manifests: tuple[ManifestFile, ...] = ()) -> Content:
    """Read a pnpm lockfile. Raises InputError if it is not YAML as pnpm writes it, or of an unknown version."""
    names = project_names(file, manifests)
    versions: list[str] = []
    dependencies: list[Dependency] = []
    gaps = Collector(file)
    for root in documents(file, data):
        version = root.get("lockfileVersion").text
        for key in ("importers", "packages", "snapshots"):
            section = root.get(key)
            if section.kind == "list" or section.text:
                gaps.add(key, "it is not a map, so nothing of it was read", Location(file, section.line))
        graph = _linked(file, root, _major(file, root, version), gaps)
        versions.append(version)
        dependencies += _dependencies(graph, names)
    if not versions:
        raise InputError(f"{file} is empty", file=file, hint=HINT)
    return Content(f"pnpm-lock v{versions[-1]}", tuple(dependencies), gaps=gaps.gaps())


def _major(file: str, root: Node, version: str) -> int:
    line = root.get("lockfileVersion").line or 1
    if root.kind != "map" or not version:
        raise InputError(f"{file} has no lockfileVersion: not a pnpm lockfile", file=file, line=line, hint=HINT)
    major = version.partition(".")[0]
    if major not in ("5", "6", "9"):
        why = f"{file} has lockfileVersion {version[:20]}, and only 5.x, 6.x and 9.x are understood"
        raise InputError(why, file=file, line=line, hint=HINT)
    return int(major)


def _linked(file: str, root: Node, major: int, gaps: Collector) -> _Graph:
    importers = root.get("importers").items
    if not importers:
        importers = {".": root}
    graph = _Graph(file, major, gaps, packages_of(file, root, major, gaps), importers)
    for path, importer in importers.items():
        _link_importer(graph, path, importer)
    for key, package in graph.packages.items():
        edges = graph.edges.setdefault(key, [])
        for type_, name, reference, line in package.needs:
            target = _target(graph, name, reference, line, package.folder)
            if target is not None:
                edges.append(Edge(target, type_, ""))
    return graph


def _link_importer(graph: _Graph, path: str, importer: Node) -> None:
    specifiers = importer.get("specifiers").words()
    edges = graph.edges.setdefault(f"importer:{path}", [])
    for list_name, type_ in _IMPORTER_LISTS.items():
        for name, entry in importer.get(list_name).items.items():
            reference = entry.text if entry.kind == "scalar" else entry.get("version").text
            spec = specifiers.get(name, "") if entry.kind == "scalar" else entry.get("specifier").text
            target = _target(graph, name, reference, entry.line, path)
            if target is not None:
                edges.append(Edge(target, type_, spec))


def _target(graph: _Graph, name: str, reference: str, line: int, folder: str) -> str | None:
    """The node that ``name: reference`` points at; None, with a Gap, if there is none."""
    if reference.startswith("link:"):
        node = "link:" + _joined(folder, reference.removeprefix("link:"))
        graph.linked.setdefault(node, Location(graph.file, line))
    else:
        found = target_of(name, reference, graph.major, graph.packages)
        if found is None:
            why = f"the lockfile needs {reference[:200] or 'a version'} of it and holds no such entry"
            graph.gaps.add(name, why, Location(graph.file, line), HINT)
            return None
        node = found
    graph.installed_as.setdefault(node, set()).add(name)
    return node


def _joined(folder: str, path: str) -> str:
    """A path as seen from the lockfile's folder, ``.`` and ``..`` resolved by text alone."""
    if path.startswith("/"):
        return path
    parts: list[str] = []
    for part in (*PurePosixPath(folder).parts, *PurePosixPath(path).parts):
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts) or "."


def _dependencies(graph: _Graph, names: dict[str, str]) -> list[Dependency]:
    roots = [f"importer:{path}" for path in graph.importers]
    label = {f"importer:{path}": names.get(path, names["."] if path == "." else path) for path in graph.importers}

    def name_of(node: str) -> str:
        if node in label:
            return label[node]
        package = graph.packages.get(node)
        return package.name or _alias(graph, node) if package is not None else _alias(graph, node)

    reached = reach(roots, graph.edges, name_of)
    grouped: dict[str, list[str]] = {}
    for key, package in graph.packages.items():
        grouped.setdefault(package.entry, []).append(key)
    found: list[Dependency] = []
    for entry, keys in grouped.items():
        dependency = _locked(graph, keys, reached, names["."])
        has_version = bool(dependency.ref.version) or dependency.origin is not Origin.REGISTRY
        if is_name(dependency.ref.name) and has_version:
            found.append(dependency)
        else:
            graph.gaps.add(entry, "it does not say of which package and version it is", dependency.location, HINT)
    found += [_link(graph, node, reached[node], names) for node in graph.linked if node in reached]
    return found


def _alias(graph: _Graph, node: str) -> str:
    return min(graph.installed_as.get(node, {""}))


def _locked(graph: _Graph, keys: list[str], reached: dict[str, Reached], project: str) -> Dependency:
    """One entry of ``packages``, with all its peer variants taken together."""
    package = graph.packages[keys[0]]
    names = {name for key in keys for name in graph.installed_as.get(key, ())}
    name = package.name or min(names, default="")
    ways = [reached[key] for key in keys if key in reached]
    paths = sorted({path for way in ways for path in way.paths}, key=lambda path: (len(path), path))
    is_member = package.origin is Origin.DIRECTORY and package.folder in graph.importers
    return Dependency(
        ref=PackageRef(name, package.version),
        origin=Origin.WORKSPACE if is_member else package.origin,
        location=package.location,
        paths=tuple(paths[:MAX_PATHS]) or ((project, name),),
        type=min((way.type for way in ways), key=_LIGHTEST_LAST.index, default=DependencyType.PRODUCTION),
        alias="" if name in names or not names else min(names),
        resolved=package.resolved,
        integrity=package.integrity,
        is_direct=any(way.is_direct for way in ways),
        is_patched=any(graph.packages[key].is_patched for key in keys),
        requested=next((way.requested for way in ways if way.requested), ""),
    )


def _link(graph: _Graph, node: str, way: Reached, names: dict[str, str]) -> Dependency:
    """A linked folder: a member of the workspace, or some folder that pnpm only links."""
    path = node.removeprefix("link:")
    installed = _alias(graph, node)
    name = names.get(path, installed)
    return Dependency(
        ref=PackageRef(name, ""),
        origin=Origin.WORKSPACE if path in graph.importers else Origin.DIRECTORY,
        location=graph.linked[node],
        paths=way.paths,
        type=way.type,
        alias="" if installed == name else installed,
        resolved=path,
        is_direct=way.is_direct,
        requested=way.requested,
    )
