"""npm's lockfiles: package-lock.json, npm-shrinkwrap.json and node_modules/.package-lock.json, by lockfileVersion."""

from __future__ import annotations

from assay.errors import InputError
from assay.lockfiles import npm_v1, npm_v3
from assay.lockfiles.content import Content, ManifestFile
from assay.lockfiles.json_document import JsonObject, read_object

_RESTORE = "restore the file from version control, or write it again with `npm install --package-lock-only`"
_CONVERT = "convert it with `npm install --package-lock-only --lockfile-version 3`"


def read(file: str, data: bytes, manifests: tuple[ManifestFile, ...] = ()) -> Content:
    """Read a lockfile of npm. Raises InputError if it is not one, or of an unknown version."""
    document = read_object(file, data, hint=_RESTORE)
    version = document.get("lockfileVersion")
    if isinstance(version, int) and not isinstance(version, bool) and version in (1, 2, 3):
        return npm_v1.parse(file, document, manifests) if version == 1 else npm_v3.parse(file, document, version)
    if version is None and isinstance(document.get("dependencies"), JsonObject):
        return npm_v1.parse(file, document, manifests)  # npm-shrinkwrap.json of npm 4 and older
    line = document.where("lockfileVersion").line if version is not None else 1
    stated = "no lockfileVersion" if version is None else f"the unknown lockfileVersion {str(version)[:20]}"
    raise InputError(f"{file} has {stated}", file=file, line=line, hint=_CONVERT)
