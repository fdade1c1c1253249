"""The package.json inside an unpacked package: which release the folder says it is."""

from __future__ import annotations

from assay.errors import InputError
from assay.lockfiles.json_document import read_object
from assay.lockfiles.origin import is_name
from assay.model.dependency import Dependency, Origin
from assay.model.location import Location
from assay.model.package import PackageRef

_STEP = "node_modules"


def read_unpacked(file: str, data: bytes, origin: Origin = Origin.REGISTRY) -> Dependency:
    """The release that a package's own package.json names.

    Its path is that of the folders: each ``node_modules`` on the way gives the package it belongs to.
    ``origin`` is REGISTRY for what a client installed, DIRECTORY for a folder that the user works in.
    Raises InputError if the file is not JSON or names no package.
    """
    document = read_object(file, data, hint="install the package again")
    name, version = document.text("name"), document.text("version")
    if not is_name(name):
        raise InputError(f"{file} does not say which package it is", file=file, hint="install the package again")
    return Dependency(
        ref=PackageRef(name, version),
        origin=origin,
        location=Location(file, document.where("name").line),
        paths=((*_owners(file), name),),
        alias=_alias(file, name) if origin is Origin.REGISTRY else "",
        is_direct=len(_owners(file)) == 1,
    )


def _owners(file: str) -> tuple[str, ...]:
    """The project's folder and the packages on the way: ``shop``, ``a`` for shop/node_modules/a/node_modules/b."""
    parts = [part for part in file.replace("\\", "/").split("/") if part not in ("", ".")]
    steps = [position for position, part in enumerate(parts) if part == _STEP]
    if not steps:
        return ("project",)
    owners = [parts[steps[0] - 1] if steps[0] else "project"]
    owners += [_name_after(parts, start) for start in steps[:-1]]
    return tuple(owner for owner in owners if owner)


def _name_after(parts: list[str], start: int) -> str:
    first = parts[start + 1] if start + 1 < len(parts) else ""
    if first.startswith("@") and start + 2 < len(parts):
        return f"{first}/{parts[start + 2]}"
    return "" if first.startswith(".") else first


def _alias(file: str, name: str) -> str:
    """The folder's name, if a client installed it under another one."""
    parts = file.replace("\\", "/").split("/")
    if _STEP not in parts[:-1]:
        return ""
    folder = _name_after(parts, len(parts) - 2 - parts[:-1][::-1].index(_STEP))
    return folder if folder and folder != name else ""
