"""deno.lock of versions 2 to 5: its npm part.

An alias stands only in the specifiers of the code, so a package has its own name here. Modules from jsr and from
addresses are no npm packages: one Gap counts them.
"""

from __future__ import annotations

from assay.errors import InputError
from assay.lockfiles.collector import Collector
from assay.lockfiles.content import Content, ManifestFile
from assay.lockfiles.graph import Edge, Reached, reach
from assay.lockfiles.json_document import JsonObject, read_object
from assay.lockfiles.origin import classify, is_name, is_version, without_credentials
from assay.lockfiles.project import manifest_of, project_name
from assay.model.dependency import Dependency, DependencyType, Origin
from assay.model.location import Location
from assay.model.package import PackageRef

_HINT = "write it again with deno 2: `deno install --lockfile-only`, or `deno cache --lock=deno.lock` on deno 1"
_VERSIONS = ("2", "3", "4", "5")
_ROOT = ""


def read(file: str, data: bytes, manifests: tuple[ManifestFile, ...] = ()) -> Content:
    """Read a deno lockfile. Raises InputError if it is not JSON or of an unknown version."""
    document = read_object(file, data, hint=_HINT)
    version = document.text("version")
    if version not in _VERSIONS:
        line = document.where("version").line if "version" in document else 1
        why = f"{file} has version {version[:20] or 'none'}, and only 2 to 5 are understood"
        raise InputError(why, file=file, line=line, hint=_HINT)
    gaps = Collector(file)
    packages, specifiers = _parts(document, version, gaps)
    gaps.repeated(file, document)
    gaps.repeated(file, packages)
    manifest = manifest_of(file, manifests)
    tree = _Tree(file, manifest, packages, gaps)
    found = tree.dependencies(specifiers.texts())
    _count_others(document, file, gaps)
    return Content(f"deno.lock v{version}", found, gaps=gaps.gaps())


def _parts(document: JsonObject, version: str, gaps: Collector) -> tuple[JsonObject, JsonObject]:
    """The objects that hold the npm packages and the specifiers; each version puts them elsewhere."""
    if version == "2":
        holder = gaps.section(document, "npm")
        return gaps.section(holder, "packages"), gaps.section(holder, "specifiers")
    holder = gaps.section(document, "packages") if version == "3" else document
    return gaps.section(holder, "npm"), gaps.section(holder, "specifiers")


def _count_others(document: JsonObject, file: str, gaps: Collector) -> None:
    holders = (document.child("jsr"), document.child("packages").child("jsr"), document.child("remote"))
    count = sum(len(holder.items) for holder in holders)
    if count:
        gaps.add(file, f"{count} jsr/https modules are not npm packages and were not checked", Location(file))


def _split(key: str) -> tuple[str, str]:
    """Name and version of ``name@1.0.0_peer@2.0.0``."""
    at = key.find("@", 1)
    return (key, "") if at < 0 else (key[:at], key[at + 1 :].partition("_")[0])


class _Tree:
    """The packages of one lockfile as a graph, its nodes being their keys."""

    def __init__(self, file: str, manifest: JsonObject | None, packages: JsonObject, gaps: Collector) -> None:
        self._project = project_name(file, manifest.text("name") if manifest is not None else "")
        self._development = _development_only(manifest)
        self._packages = packages
        self._gaps = gaps
        self._bodies = {key: body for key, body in packages.children() if self._is_readable(key)}
        for key in packages.items:
            if key not in self._bodies and self._is_readable(key):
                gaps.add(key, "its entry is not an object", packages.where(key))
        self._versions: dict[str, list[str]] = {}
        for key in self._bodies:
            self._versions.setdefault(_split(key)[0], []).append(key)

    def dependencies(self, specifiers: dict[str, str]) -> tuple[Dependency, ...]:
        """One Dependency for each package."""
        edges = {key: self._edges_of(key, body) for key, body in self._bodies.items()}
        edges[_ROOT] = self._direct(specifiers)
        reached = reach([_ROOT], edges, lambda key: _split(key)[0] if key else self._project)
        return tuple(self._dependency(key, body, reached.get(key)) for key, body in self._bodies.items())

    def _is_readable(self, key: str) -> bool:
        name, version = _split(key)
        if is_name(name) and is_version(version):
            return True
        self._gaps.add(key, "it is not a package and an exact version", self._packages.where(key))
        return False

    def _direct(self, specifiers: dict[str, str]) -> list[Edge[str]]:
        edges: list[Edge[str]] = []
        for specifier, chosen in specifiers.items():
            if specifier.startswith(("jsr:", "http:", "https:")):
                continue
            name, _ = _split(specifier.removeprefix("npm:"))
            target = chosen.removeprefix("npm:")
            key = next((each for each in (target, f"{name}@{target}") if each in self._bodies), None)
            if key is not None:
                type_ = DependencyType.DEVELOPMENT if name in self._development else DependencyType.PRODUCTION
                edges.append(Edge(key, type_, specifier))
        return edges

    def _edges_of(self, key: str, body: JsonObject) -> list[Edge[str]]:
        edges: list[Edge[str]] = []
        for field, type_ in (
            ("dependencies", DependencyType.PRODUCTION),
            ("optionalDependencies", DependencyType.OPTIONAL),
        ):
            listed = body.get(field)
            words: list[object] = []
            if isinstance(listed, JsonObject):  # versions 2 and 3: the name it is installed under to the key
                words = list(listed.items.values())
            elif isinstance(listed, list):
                words = listed
            for word in words:
                target = self._target(word) if isinstance(word, str) else None
                if target is not None:
                    edges.append(Edge(target, type_))
                elif field == "dependencies":
                    why = f"the lockfile needs {str(word)[:200]} and holds no such entry"
                    self._gaps.add(key, why, self._packages.where(key), _HINT)
        return edges

    def _target(self, word: str) -> str | None:
        """The key meant by ``name@1.0.0``, by ``alias@npm:name@1.0.0``, or by a name that has only one version."""
        _, mark, meant = word.partition("@npm:")
        word = meant if mark else word.removeprefix("npm:")
        if word in self._bodies:
            return word
        keys = self._versions.get(word, [])
        return keys[0] if len(keys) == 1 else None

    def _dependency(self, key: str, body: JsonObject, way: Reached | None) -> Dependency:
        name, version = _split(key)
        tarball = body.text("tarball")
        return Dependency(
            ref=PackageRef(name, version),
            origin=classify(tarball) if tarball else Origin.REGISTRY,
            location=self._packages.where(key),
            paths=way.paths if way is not None else ((self._project, name),),
            type=way.type if way is not None else DependencyType.PRODUCTION,
            resolved=without_credentials(tarball),
            integrity=self._gaps.integrity(key, body),
            is_direct=way is not None and way.is_direct,
            requested=way.requested if way is not None else "",
            has_install_script=True if body.flag("scripts") else None,
        )


def _development_only(manifest: JsonObject | None) -> frozenset[str]:
    """What only the ``devDependencies`` beside the lockfile name: the lockfile itself does not tell them apart."""
    if manifest is None:
        return frozenset()
    needed = {*manifest.child("dependencies").items, *manifest.child("optionalDependencies").items}
    return frozenset(manifest.child("devDependencies").items) - needed
