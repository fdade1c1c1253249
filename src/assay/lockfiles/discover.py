"""Finds every lockfile and manifest below a folder, or the packages of an installed ``node_modules`` tree.

Ignore files are not honoured: what git ignores can still be installed. Links to folders are never followed.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from assay.errors import InputError
from assay.lockfiles.content import MAX_INPUT_BYTES, ManifestFile
from assay.lockfiles.json_document import JsonObject, read_object
from assay.lockfiles.members import members_of
from assay.lockfiles.walk import MANIFEST, Folder, walk
from assay.model.gap import Gap, GapKind
from assay.model.location import Location

_HIDDEN_LOCKFILE = ".package-lock.json"


class FoundKind(StrEnum):
    """What kind of input was found."""

    LOCKFILE = "lockfile"
    MANIFEST = "manifest"  # no lockfile covers it: its ranges are to be resolved
    PACKAGE = "package"  # the folder itself is an unpacked package
    INSTALLED = "installed"  # a package's folder in a node_modules tree
    SBOM = "sbom"  # nothing else in the folder says what is used


@dataclass(frozen=True, slots=True)
class Found:
    """One input below a folder.

    path        of the lockfile or package.json, beginning with the folder as the user gave it
    manifests   for a lockfile: the package.json beside it and those of its workspace members
    """

    kind: FoundKind
    path: str
    manifests: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        """The folder it is in: for a package the one that is unpacked."""
        return str(Path(self.path).parent)

    def read(self) -> bytes:
        """Its bytes. Raises InputError."""
        return load(self.path)

    def read_manifests(self) -> tuple[ManifestFile, ...]:
        """The manifests that can be read."""
        found: list[ManifestFile] = []
        for path in self.manifests:
            try:
                found.append(ManifestFile(path, load(path)))
            except InputError:
                continue  # a lockfile can be read without them
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Discovery:
    """Everything below one folder, sorted by path, what could not be looked at, and the SBOMs that are not inputs."""

    found: tuple[Found, ...]
    gaps: tuple[Gap, ...] = ()
    sboms: tuple[str, ...] = ()


@dataclass(slots=True)
class _Search:
    root: str
    folders: dict[str, Folder]
    gaps: list[Gap] = field(default_factory=list)

    def path(self, folder: str, name: str) -> str:
        """The path of a file in a folder below the root, as the user would name it."""
        return str(Path(self.root, folder, name))


def load(path: str, limit: int = MAX_INPUT_BYTES) -> bytes:
    """Read a file of at most ``limit`` bytes. Raises InputError if it cannot be read or is larger."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}", file=path) from error
    if len(data) > limit:
        raise InputError(f"{path} is larger than {limit} bytes", file=path)
    return data


def discover(folder: str) -> Discovery:
    """Find the inputs of a folder.

    ``node_modules`` is looked into only if it is the folder itself, or if there is no lockfile or manifest outside it.
    A manifest that a lockfile above it covers is not an input of its own. A folder with a package.json that is not
    private and no lockfile is an unpacked package too. SBOMs are inputs only if there is nothing else:
    beside a lockfile they tell the same again, or what was so when they were made. Raises InputError if the folder
    cannot be read.
    """
    if not Path(folder).is_dir():
        raise InputError(f"{folder} is not a folder", file=folder)
    is_tree = Path(folder).resolve().name == "node_modules"
    search = _Search(folder, {})
    sboms: tuple[str, ...] = ()
    if not is_tree:
        _look(search, into_modules=False)
        sboms = tuple(sorted(search.path(path, name) for path, each in search.folders.items() for name in each.sboms))
        found = _inputs(search)
        if found:
            return Discovery(tuple(found), tuple(sorted(search.gaps)), sboms)
    if is_tree or Path(folder, "node_modules").is_dir():
        search = _Search(folder, {})
        _look(search, into_modules=True)
        return Discovery(tuple(_installed(search, is_tree)), tuple(sorted(search.gaps)), sboms)
    return Discovery(tuple(Found(FoundKind.SBOM, path) for path in sboms), tuple(sorted(search.gaps)))


def _look(search: _Search, *, into_modules: bool) -> None:
    for each in walk(search.root, into_modules=into_modules):
        search.folders[each.path] = each
        for name, why in each.unread:
            shown = search.path(each.path, name)
            search.gaps.append(Gap(GapKind.INPUT, shown, why, location=Location(shown)))


def _inputs(search: _Search) -> list[Found]:
    found: list[Found] = []
    covered: set[str] = set()
    manifests = [path for path, each in search.folders.items() if each.has_manifest]
    for path, each in search.folders.items():
        if each.lockfiles:
            members = _members(search, path, each.lockfiles, manifests)
            covered.update(members)
            beside = tuple(search.path(member, MANIFEST) for member in members)
            found += [Found(FoundKind.LOCKFILE, search.path(path, name), beside) for name in each.lockfiles]
    found += [Found(FoundKind.MANIFEST, search.path(path, MANIFEST)) for path in manifests if path not in covered]
    if "" in manifests and "" not in covered and _is_package(search):
        found.append(Found(FoundKind.PACKAGE, search.path("", MANIFEST)))
    return sorted(found, key=lambda each: (each.path, each.kind))


def _members(search: _Search, path: str, lockfiles: tuple[str, ...], manifests: list[str]) -> list[str]:
    """Folders whose package.json the lockfiles in ``path`` answer for, its own first."""
    prefix = f"{path}/" if path else ""
    below = [each for each in manifests if each.startswith(prefix) and each != path]
    own = [path] if search.folders[path].has_manifest else []
    if not below:
        return own
    data = [_data(search, path, name) for name in (*lockfiles, "pnpm-workspace.yaml")]
    relative = [each.removeprefix(prefix) for each in below]
    chosen = members_of(relative, _manifest(search, path), data[:-1], data[-1])
    return own + [posixpath.join(path, each) for each in relative if each in chosen]


def _data(search: _Search, folder: str, name: str) -> bytes:
    try:
        return load(search.path(folder, name))
    except InputError:
        return b""  # reported where it is read for its own sake


def _manifest(search: _Search, folder: str) -> JsonObject | None:
    try:
        return read_object(MANIFEST, _data(search, folder, MANIFEST))
    except InputError:
        return None


def _is_package(search: _Search) -> bool:
    """A private package.json with no lockfile is a project; a published package is never private."""
    manifest = _manifest(search, "")
    return manifest is not None and bool(manifest.text("name")) and not manifest.flag("private")


def _installed(search: _Search, is_tree: bool) -> list[Found]:
    """The packages of a node_modules tree, and npm's own record of it."""
    found: list[Found] = []
    base = "node_modules" if is_tree else ""
    for path, each in search.folders.items():
        parts = tuple(part for part in (base, *path.split("/")) if part)
        if _HIDDEN_LOCKFILE in each.lockfiles:
            found.append(Found(FoundKind.LOCKFILE, search.path(path, _HIDDEN_LOCKFILE)))
        if each.has_manifest and _is_installed_at(parts):
            found.append(Found(FoundKind.INSTALLED, search.path(path, MANIFEST)))
    return sorted(found, key=lambda each: (each.path, each.kind))


def _is_installed_at(parts: tuple[str, ...]) -> bool:
    """True for ``node_modules/x``, ``node_modules/@s/x`` and yarn's ``node_modules/.store/x-npm-1.0.0-abc/package``."""
    if len(parts) > 1 and parts[-2] == "node_modules":
        return not parts[-1].startswith(("@", "."))
    if len(parts) < 3:
        return False
    is_scoped = parts[-3] == "node_modules" and parts[-2].startswith("@")
    return is_scoped or (parts[-3] == ".store" and parts[-1] == "package")
