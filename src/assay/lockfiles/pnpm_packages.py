"""The ``packages`` (and, from 9.x on, ``snapshots``) of a pnpm lockfile, before they are linked to each other."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assay.lockfiles.collector import Collector
from assay.lockfiles.origin import classify, is_url, without_credentials
from assay.lockfiles.pnpm_document import Node
from assay.lockfiles.pnpm_keys import Key, is_semver, parse_key, without_suffix
from assay.model.dependency import DependencyType, Origin
from assay.model.integrity import Integrity
from assay.model.location import Location

#: What to do about a lockfile that does not hold together.
HINT = "write it again with pnpm 7 or later: `pnpm install --lockfile-only`"
#: GitHub's archive host; pnpm writes it for every dependency on a GitHub repository.
_ARCHIVE_HOSTS = ("https://codeload.github.com/", "https://bitbucket.org/", "https://gitlab.com/")


@dataclass(frozen=True, slots=True)
class Package:
    """One locked package.

    entry     key in ``packages``; peer variants of 9.x share it
    name      "" where the key is an address and the entry does not say: whoever needs it gives the name
    needs     type, name, reference and line of each dependency
    folder    of a directory dependency, as seen from the lockfile; its own links start there
    """

    entry: str
    name: str
    version: str
    origin: Origin
    location: Location
    resolved: str = ""
    integrity: Integrity | None = None
    is_patched: bool = False
    folder: str = ""
    needs: tuple[tuple[DependencyType, str, str, int], ...] = ()


def packages_of(file: str, root: Node, major: int, gaps: Collector) -> dict[str, Package]:
    """Every package of one document, by the key that others point at; what is not understood is added to ``gaps``."""
    entries = root.get("packages").items
    if major < 9:
        return {key: _package(file, key, entry, major, gaps) for key, entry in entries.items()}
    found: dict[str, Package] = {}
    patched = root.get("patchedDependencies").items
    used: set[str] = set()
    for key, snapshot in root.get("snapshots").items.items():
        bare = without_suffix(key)
        entry = entries.get(key) or entries.get(bare)
        if entry is None:
            why = "it has a snapshot and no entry under packages, so its address and hash are unknown"
            gaps.add(key, why, Location(file, snapshot.line))
            entry = snapshot
        used.add(bare)
        package = _package(file, bare, entry, major, gaps)
        is_patched = "(patch_hash=" in key or bare in patched
        found[key] = replace(package, needs=_needs(snapshot, entry), is_patched=is_patched)
    unused = [key for key in entries if key not in used]
    for key in unused:
        found.setdefault(key, _package(file, key, entries[key], major, gaps))
    if unused:
        why = f"{len(unused)} packages have no snapshot, so what they depend on is unknown; the file may be cut short"
        gaps.add(file, why, Location(file, entries[unused[0]].line), HINT)
    return found


def _package(file: str, key: str, entry: Node, major: int, gaps: Collector) -> Package:
    location = Location(file, entry.line)
    resolution = entry.get("resolution")
    parsed = parse_key(key, major)
    kind = resolution.get("type").text
    if kind in ("git", "directory") and major < 9:
        parsed = Key()  # the key is only an address, whatever it looks like
    name, version = _name_and_version(entry, parsed, major)
    origin, resolved = _origin(resolution, kind)
    if origin is Origin.UNKNOWN:
        why = f"the lockfile takes it from a place of type {kind[:40]!r}, which is no npm package"
        gaps.add(key, why, location)
    return Package(
        entry=key,
        name=name,
        version=version,
        origin=origin,
        location=location,
        resolved=resolved,
        integrity=_integrity(key, resolution.get("integrity").text, location, gaps),
        is_patched=entry.get("patched").text == "true",
        folder=resolution.get("directory").text if origin is Origin.DIRECTORY else "",
        needs=_needs(entry, entry) if major < 9 else (),
    )


def _name_and_version(entry: Node, parsed: Key, major: int) -> tuple[str, str]:
    """Versions 5 to 8 of pnpm believe the entry's own fields before the key, later ones the key."""
    name, version = entry.get("name").text, entry.get("version").text
    if major < 9:
        return name or parsed.name, version if is_semver(version) else parsed.version
    return parsed.name or name, parsed.version or (version if is_semver(version) else "")


def _origin(resolution: Node, kind: str) -> tuple[Origin, str]:
    if kind == "git":
        repository, commit = resolution.get("repo").text, resolution.get("commit").text
        return Origin.GIT, without_credentials(f"{repository}#{commit}" if commit else repository)
    if kind == "directory":
        return Origin.DIRECTORY, resolution.get("directory").text
    if kind:
        return Origin.UNKNOWN, ""
    tarball = resolution.get("tarball").text
    if not tarball:
        return Origin.REGISTRY, ""
    registry = resolution.get("registry").text
    if registry and not is_url(tarball) and not tarball.startswith("file:"):
        tarball = registry.rstrip("/") + "/" + tarball.lstrip("/")
    if resolution.get("gitHosted").text == "true" or _is_archive(tarball):
        return Origin.GIT, without_credentials(tarball)
    return classify(tarball), without_credentials(tarball)


def _is_archive(tarball: str) -> bool:
    if not tarball.startswith(_ARCHIVE_HOSTS):
        return False
    return tarball.startswith(_ARCHIVE_HOSTS[0]) or "/get/" in tarball or "/archive" in tarball


def _integrity(key: str, text: str, location: Location, gaps: Collector) -> Integrity | None:
    if not text:
        return None
    try:
        return Integrity.parse(text)
    except ValueError:
        why = f"its integrity {text[:80]!r} is no hash"
        gaps.add(key, why, location)
        return None


def _needs(lists: Node, entry: Node) -> tuple[tuple[DependencyType, str, str, int], ...]:
    """``lists`` holds what was chosen; ``entry`` tells which of these are peers."""
    peers = entry.get("peerDependencies").items
    found: dict[str, tuple[DependencyType, str, str, int]] = {}
    for list_name in ("dependencies", "optionalDependencies"):
        is_optional = list_name == "optionalDependencies"
        for name, value in lists.get(list_name).items.items():
            type_ = DependencyType.OPTIONAL if is_optional else DependencyType.PRODUCTION
            type_ = DependencyType.PEER if name in peers else type_
            found[name] = (type_, name, value.text, value.line)
    return tuple(found.values())
