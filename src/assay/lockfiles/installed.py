"""An installed ``node_modules`` tree without a lockfile: what each package's own package.json says.

It knows npm's and yarn's nested folders, pnpm's ``.pnpm/name@version/node_modules/name`` and yarn's ``.store``. The
walk is done elsewhere. Links are not followed, so in pnpm's layout a dependency that is not in a folder above is
looked for by its name and range.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assay.errors import InputError
from assay.lockfiles.collector import Collector
from assay.lockfiles.content import Content, ManifestFile
from assay.lockfiles.graph import Edge, Reached, loose_roots, reach
from assay.lockfiles.json_document import JsonObject, read_object
from assay.lockfiles.origin import classify, is_name, is_version, parse_spec, without_credentials
from assay.lockfiles.project import folder_of, project_name, readable, wanted
from assay.model.dependency import Dependency, DependencyType, Origin
from assay.model.location import Location
from assay.model.manifest import manifest_from
from assay.model.package import PackageRef

_MODULES = "node_modules"
_PROJECT = -1
_INSTALL_SCRIPTS = ("preinstall", "install", "postinstall")
#: A range is compared with at most so many versions of a package, and only if it is as short as real ones are.
_MAX_CANDIDATES = 20
_MAX_RANGE = 200


@dataclass(frozen=True, slots=True)
class _Package:
    """One installed package. ``folder`` is where it stands, ``installed`` the folder's name, "" in yarn's store."""

    folder: str
    installed: str
    ref: PackageRef
    location: Location
    wanted: dict[str, tuple[str, DependencyType]]
    bundled: frozenset[str]
    resolved: str
    has_install_script: bool | None


def read(root: str, packages: Iterable[tuple[str, bytes]], manifests: tuple[ManifestFile, ...] = ()) -> Content:
    """Read the package.json of every installed package, given as path and bytes.

    root        the folder that holds ``node_modules``, spelled as in the paths
    manifests   the project's own package.json, if it has one: it tells what is direct
    """
    gaps = Collector(root)
    found = [item for path, data in packages if (item := _package(path, data, gaps)) is not None]
    project = next((item for item in map(readable, manifests) if item is not None), None)
    tree = _Tree(root, found, project)
    return Content(_MODULES, tuple(tree.dependency(number) for number in range(len(found))), gaps=gaps.gaps())


def _package(path: str, data: bytes, gaps: Collector) -> _Package | None:
    folder = folder_of(path)
    _, mark, installed = folder.rpartition(f"{_MODULES}/")
    if not mark or installed.startswith(".") or not is_name(installed):
        installed = ""  # yarn's store names folders by package, version and hash
    try:
        document = read_object(path, data)
    except InputError as error:
        gaps.add(path, str(error), Location(path, error.line or 0))
        return None
    gaps.repeated("package.json", document)
    name, version = document.text("name") or installed, document.text("version")
    if not is_name(name) or not is_version(version):
        gaps.add(path, "it states no name and version of a package", Location(path, 1))
        return None
    manifest = manifest_from(document.items)
    return _Package(
        folder=folder,
        installed=installed,
        ref=PackageRef(name, version),
        location=document.where("version"),
        wanted=wanted(document, with_dev=False),
        bundled=frozenset(_bundled(document, manifest.bundled)),
        resolved=without_credentials(document.text("_resolved")),
        has_install_script=any(document.child("scripts").text(script) for script in _INSTALL_SCRIPTS) or None,
    )


def _bundled(document: JsonObject, listed: tuple[str, ...]) -> Iterable[str]:
    """Names of bundled dependencies; ``true`` stands for all of them."""
    is_all = document.flag("bundleDependencies") or document.flag("bundledDependencies")
    return document.child("dependencies").texts() if is_all else listed


class _Tree:
    """The packages as a graph, its nodes being their numbers."""

    def __init__(self, root: str, packages: list[_Package], project: JsonObject | None) -> None:
        self._packages = packages
        self._at = {package.folder: number for number, package in enumerate(packages)}
        self._by_name: dict[str, list[int]] = {}
        for number, package in enumerate(packages):
            for name in {package.ref.name, package.installed or package.ref.name}:
                self._by_name.setdefault(name, []).append(number)
        self._root = folder_of(posixpath.join(root, "package.json"))
        self._name = project_name(posixpath.join(root, "package.json"), project.text("name") if project else "")
        edges = {number: list(self._edges_of(item.folder, item.wanted)) for number, item in enumerate(packages)}
        if project is not None:
            edges[_PROJECT] = list(self._edges_of(self._root, wanted(project)))
        else:
            edges[_PROJECT] = [Edge(number) for number in loose_roots(range(len(packages)), edges)]
        self._reached = reach([_PROJECT], edges, self._name_of)

    def dependency(self, number: int) -> Dependency:
        """The Dependency of one package."""
        package = self._packages[number]
        reached = self._reached.get(number) or Reached(((self._name, package.ref.name),), DependencyType.PRODUCTION)
        return Dependency(
            ref=package.ref,
            origin=self._origin(package, reached),
            location=package.location,
            paths=reached.paths,
            type=reached.type,
            alias=package.installed if package.installed not in ("", package.ref.name) else "",
            resolved=package.resolved,
            is_direct=reached.is_direct,
            is_patched="patch_hash=" in package.folder,
            requested=without_credentials(reached.requested),
            has_install_script=package.has_install_script,
        )

    def _name_of(self, number: int) -> str:
        return self._name if number == _PROJECT else self._packages[number].ref.name

    def _edges_of(self, folder: str, asked: dict[str, tuple[str, DependencyType]]) -> Iterator[Edge[int]]:
        above = list(_modules_above(folder))
        for name, (spec, kind) in asked.items():
            for target in self._targets(above, name, spec):
                yield Edge(target, kind, spec)

    def _targets(self, above: list[str], name: str, spec: str) -> list[int]:
        for modules in above:
            number = self._at.get(f"{modules}/{name}")
            if number is not None:
                return [number]
        candidates = self._by_name.get(name, [])[:_MAX_CANDIDATES]
        if len(candidates) < 2:
            return candidates
        fitting = [number for number in candidates if _fits(self._packages[number].ref.version, spec)]
        return fitting or candidates

    def _origin(self, package: _Package, reached: Reached) -> Origin:
        above, _, _ = package.folder.rpartition(f"/{_MODULES}/")
        holder = self._at.get(above)
        if holder is not None and package.installed in self._packages[holder].bundled:
            return Origin.BUNDLED
        if package.resolved:
            return classify(package.resolved)
        return parse_spec(package.ref.name, reached.requested).origin if reached.requested else Origin.REGISTRY


def _modules_above(folder: str) -> Iterator[str]:
    """Every ``node_modules`` that a module in this folder can see, nearest first."""
    while True:
        yield f"{folder}/{_MODULES}" if folder else _MODULES
        if posixpath.basename(folder) == _MODULES:
            yield folder
        above = posixpath.dirname(folder)
        if above == folder:  # "" or "/" or "//", which POSIX keeps apart from "/"
            return
        folder = above


def _fits(version: str, spec: str) -> bool:
    asked = parse_spec("x", spec)
    if asked.origin is not Origin.REGISTRY or len(asked.range) > _MAX_RANGE:
        return False
    import nodesemver  # only broken or linked trees need it, and it is slow to import

    try:
        return bool(nodesemver.satisfies(version, asked.range, loose=True))
    except ValueError:
        return False
