"""The project that a lockfile belongs to: its name, and the package.json files that were handed over with it."""

from __future__ import annotations

import posixpath

from assay.errors import InputError
from assay.lockfiles.content import ManifestFile
from assay.lockfiles.json_document import JsonObject, read_object
from assay.model.dependency import DependencyType

#: The lists of a manifest in the order in which a client lets a later one win over an earlier one.
MANIFEST_LISTS = (
    ("peerDependencies", DependencyType.PEER),
    ("devDependencies", DependencyType.DEVELOPMENT),
    ("dependencies", DependencyType.PRODUCTION),
    ("optionalDependencies", DependencyType.OPTIONAL),
)


def project_name(file: str, stated: str = "") -> str:
    """The name that the input states, else the name of the folder it is in, else ``project``."""
    return stated or posixpath.basename(posixpath.dirname(file.replace("\\", "/"))) or "project"


def folder_of(file: str) -> str:
    """The folder of a file, "" for the current one."""
    return posixpath.dirname(posixpath.normpath(file.replace("\\", "/")))


def manifest_of(file: str, manifests: tuple[ManifestFile, ...]) -> JsonObject | None:
    """The package.json in the same folder as a lockfile, None if there is none that can be read."""
    for manifest in manifests:
        if folder_of(manifest.file) == folder_of(file):
            return readable(manifest)
    return None


def readable(manifest: ManifestFile) -> JsonObject | None:
    """The object in a package.json; None if it is broken, which is reported where it is read for its own sake."""
    try:
        return read_object(manifest.file, manifest.data)
    except InputError:
        return None


def wanted(manifest: JsonObject, *, with_dev: bool = True) -> dict[str, tuple[str, DependencyType]]:
    """Name to spec and list for everything that a manifest asks for; each name once, as a client installs it."""
    found: dict[str, tuple[str, DependencyType]] = {}
    for key, kind in MANIFEST_LISTS:
        if kind is not DependencyType.DEVELOPMENT or with_dev:
            found.update({name: (spec, kind) for name, spec in manifest.child(key).texts().items()})
    return found
