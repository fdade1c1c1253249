"""One entry of bun.lock: a list whose shape depends on where the package comes from.

registry    ["ms@2.1.3", "address or empty", {...}, "sha512-..."]
tarball     ["x@https://...", {...}, "sha512-..."]        ["x@./x.tgz", {...}, "sha512-..."]
git         ["x@git+https://...#commit", {...}, "commit"]
folder      ["x@file:folder", {...}]     ["x@link:folder", {...}]     ["x@workspace:folder"]
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from assay.lockfiles.collector import Collector
from assay.lockfiles.json_document import JsonObject
from assay.lockfiles.origin import classify, is_name, is_version, without_credentials
from assay.model.dependency import Origin
from assay.model.integrity import Integrity
from assay.model.location import Location
from assay.model.package import split_name

#: A key holds the names of all packages on the way; every one of them is looked at for every dependency.
_MAX_KEY = 4_000


@dataclass(frozen=True, slots=True)
class Entry:
    """What one entry says; ``info`` is its object of dependencies, None if it has none."""

    name: str
    version: str
    origin: Origin
    location: Location
    resolved: str = ""
    integrity: Integrity | None = None
    info: JsonObject | None = None


def read_entry(key: str, value: object, location: Location, gaps: Collector) -> Entry | None:
    """Read one entry; None for the project itself, or after a Gap."""
    if len(key) > _MAX_KEY:
        gaps.add(key, "it is nested too deeply", location)
        return None
    if not isinstance(value, list) or not value or not isinstance(value[0], str):
        gaps.add(key, "its entry is not a list that begins with a name", location)
        return None
    name, _, address = _split(value[0])
    if address.startswith("root:"):
        return None
    if not is_name(name) or not address:
        gaps.add(key, "it does not say of which package and version it is", location)
        return None
    info = next((each for each in value[1:] if isinstance(each, JsonObject)), None)
    words = [each for each in value[1:] if isinstance(each, str)]
    integrity = _integrity(key, words, location, gaps)
    is_bundled = info is not None and info.flag("bundled")
    if is_version(address):
        resolved = without_credentials(words[0]) if words and "://" in words[0] else ""
        origin = Origin.BUNDLED if is_bundled else classify(resolved) if _is_tarball(resolved) else Origin.REGISTRY
        return Entry(name, address, origin, location, resolved, integrity, info)
    origin = classify(address)
    if origin is Origin.REGISTRY and "://" not in address:
        gaps.add(key, "it has no exact version", location)
        return None
    if origin is Origin.UNKNOWN:
        gaps.add(key, f"it comes from {address[:100]}, which is not understood", location)
    version = ""
    if origin is Origin.REGISTRY:
        version = _version_in(name, address)
        origin = Origin.REGISTRY if version else Origin.TARBALL_URL
    return Entry(name, version, origin, location, without_credentials(address), integrity, info)


def _version_in(name: str, address: str) -> str:
    """The version in a registry's address of a tarball, ``.../-/name-1.0.0.tgz``; "" if it is of another package."""
    path = unquote(address.partition("?")[0].partition("#")[0])
    before, mark, file = path.rpartition("/-/")
    start = f"{split_name(name)[1]}-"
    if not mark or not before.endswith(f"/{name}") or not file.startswith(start):
        return ""
    version = file.removeprefix(start).removesuffix(".tgz")
    return version if is_version(version) else ""


def _is_tarball(address: str) -> bool:
    """The second field is a tarball's address, or only that of its registry."""
    return address.endswith((".tgz", ".tar.gz"))


def _split(text: str) -> tuple[str, str, str]:
    at = text.find("@", 1)
    return (text, "", "") if at < 0 else (text[:at], "@", text[at + 1 :])


def _integrity(key: str, words: list[str], location: Location, gaps: Collector) -> Integrity | None:
    """The hash is the last word; of a git dependency that is a commit instead."""
    if not words or "-" not in words[-1] or not words[-1].startswith(("sha", "md5")):
        return None
    try:
        return Integrity.parse(words[-1])
    except ValueError:
        gaps.add(f"integrity of {key}", "it holds no hash of a known kind", location)
        return None
