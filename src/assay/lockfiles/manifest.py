"""package.json without a lockfile: what it names directly.

Ranges become Requests, which the registry must resolve. What needs no registry (git, URL, file, folder) becomes a
Dependency at once. What only a workspace's own files could tell (``catalog:``, ``workspace:``) is a Dependency of
origin workspace, or a Gap.
"""

from __future__ import annotations

from assay.lockfiles.collector import Collector
from assay.lockfiles.content import Content, ManifestFile, Request
from assay.lockfiles.json_document import JsonObject, read_object
from assay.lockfiles.origin import Spec, is_name, parse_spec
from assay.lockfiles.project import MANIFEST_LISTS, project_name
from assay.model.dependency import Dependency, DependencyType, Origin
from assay.model.location import Location
from assay.model.package import PackageRef

_HINT = "check the file with `npm pkg get name`"


def read(file: str, data: bytes, manifests: tuple[ManifestFile, ...] = ()) -> Content:
    """Read a package.json. Raises InputError with the line if it is not JSON. ``manifests`` are not looked at."""
    del manifests
    document = read_object(file, data, hint=_HINT)
    gaps = Collector(file)
    gaps.repeated("package.json", document)
    project = project_name(file, document.text("name"))
    found: dict[str, Dependency | Request] = {}
    for key, kind in MANIFEST_LISTS:
        value = document.get(key)
        if isinstance(value, JsonObject):
            found.update(_read_list(project, value, kind, gaps))
        elif value not in (None, []):  # npm 2 wrote an empty list here
            gaps.add(key, "it is not an object", document.where(key))
    return Content(
        "package.json",
        tuple(item for item in found.values() if isinstance(item, Dependency)),
        tuple(item for item in found.values() if isinstance(item, Request)),
        gaps.gaps(),
    )


def _read_list(
    project: str, listed: JsonObject, kind: DependencyType, gaps: Collector
) -> dict[str, Dependency | Request]:
    gaps.repeated("package.json", listed)
    found: dict[str, Dependency | Request] = {}
    for name, text in listed.items.items():
        location = listed.where(name)
        if not isinstance(text, str):
            gaps.add(name, "its range is not a text", location)
            continue
        spec = parse_spec(name, text)
        if not is_name(name) or not is_name(spec.name):
            gaps.add(name, "it is not the name of a package", location)
        elif spec.origin is Origin.UNKNOWN:
            gaps.add(f"{name}@{text}", "only the package manager's own files say what this means", location, _LOCK)
        else:
            found[name] = _wanted(project, spec, kind, location, text)
    return found


_LOCK = "scan the project's lockfile as well"


def _wanted(project: str, spec: Spec, kind: DependencyType, location: Location, text: str) -> Dependency | Request:
    paths = ((project, spec.name),)
    if spec.origin is Origin.REGISTRY:
        return Request(spec.name, spec.range, location, kind, spec.alias, paths)
    return Dependency(
        ref=PackageRef(spec.name, ""),
        origin=spec.origin,
        location=location,
        paths=paths,
        type=kind,
        alias=spec.alias,
        resolved=spec.address,
        is_direct=True,
        is_patched=spec.is_patched,
        requested=spec.address or text,
    )
