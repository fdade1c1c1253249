"""Read the targets of a run: words of the command line to inputs, dependencies, requests and bytes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assay.assessment.ports import Blob
from assay.assessment.wanted import Wanted, group
from assay.errors import ArchiveError, InputError
from assay.lockfiles.content import Content, ManifestFile, Request
from assay.lockfiles.discover import Found, FoundKind, discover, load
from assay.lockfiles.formats import HEAD_BYTES, reader_for
from assay.lockfiles.installed import read as read_installed
from assay.lockfiles.specs import Target, TargetKind, parse_target
from assay.lockfiles.unpacked import read_unpacked
from assay.model.dependency import Dependency, DependencyType, Origin
from assay.model.gap import Gap, GapKind
from assay.model.location import Location
from assay.model.package import PackageRef
from assay.model.report import InputRead
from assay.registry.peek import peek_manifest
from assay.wiring.paths import path_kind


@dataclass(slots=True)
class Targets:
    """What was read so far.

    requests   still to be resolved, each for the input at its index in ``inputs``
    notes      what was seen and is no input, one sentence each
    """

    inputs: list[InputRead] = field(default_factory=list)
    dependencies: list[Dependency] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    requests: list[tuple[int, tuple[Request, ...]]] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def all_wanted(self) -> tuple[Wanted, ...]:
        """Every release to assess: those handed over, and those that inputs name.

        What is handed over comes largest first, so that no worker is left alone with a large one at the end.
        """
        handed_over = sorted(self.wanted, key=lambda each: -each.blob.size_bytes if each.blob else 0)
        return (*handed_over, *map(_with_local_bytes, group(self.dependencies)))


def read_targets(words: Sequence[str]) -> Targets:
    """Read every target. Raises UsageError for a word that means nothing, InputError for a path that is not there."""
    targets = Targets()
    for word in words:
        target = parse_target(word, path_kind)
        if target.kind is TargetKind.FOLDER:
            _read_folder(target, targets)
        elif target.kind is TargetKind.TARBALL:
            _read_tarball(target, targets)
        elif target.kind is TargetKind.FILE:
            _read_named_file(target, targets)
        else:
            _request_release(target, targets)
    return targets


def _read_folder(target: Target, targets: Targets) -> None:
    discovery = discover(target.path)
    targets.gaps.extend(discovery.gaps)
    if not discovery.found:
        raise InputError(
            f"there is nothing to scan in {target.path}: no lockfile, no package.json, no node_modules, no SBOM",
            file=target.path,
            hint="name a project folder, a lockfile, a tarball, an SBOM, or a package as in 'assay scan lodash'",
        )
    targets.notes.extend(
        f"{path} looks like an SBOM and was not read: the folder's other inputs count; name it to scan it"
        for path in discovery.sboms
    )
    installed = [found for found in discovery.found if found.kind is FoundKind.INSTALLED]
    for found in discovery.found:
        if found.kind is FoundKind.PACKAGE:
            _read_package_folder(found, targets)
        elif found.kind is not FoundKind.INSTALLED and not (installed and found.kind is FoundKind.LOCKFILE):
            _read_found(found, targets)
    if installed:
        _read_tree(target.path, installed, targets)


def _read_found(found: Found, targets: Targets) -> None:
    """An input below a folder: if it cannot be read the others still are, and the Gap says so."""
    try:
        content = _read(found.path, found.read(), found.read_manifests())
    except InputError as error:
        targets.inputs.append(InputRead(found.path, "unreadable", 0, (_input_gap(found.path, error),)))
        return
    _add(found.path, content, targets)


def _read_named_file(target: Target, targets: Targets) -> None:
    try:
        content = _read(target.path, load(target.path), _beside(target.path))
    except InputError as error:
        gap = _input_gap(target.path, error)
        targets.inputs.append(InputRead(target.word, "unreadable", 0, (gap,), is_unreadable=True))
        return
    _add(target.path, content, targets)


def _read(path: str, data: bytes, manifests: tuple[ManifestFile, ...]) -> Content:
    reader = reader_for(Path(path).name, data[:HEAD_BYTES])
    if reader is None:
        raise InputError(
            f"{path} is not a lockfile, manifest or SBOM that Assay knows",
            file=path,
            hint="known are the lockfiles of npm, yarn, pnpm, bun and deno, package.json, CycloneDX and SPDX JSON",
        )
    return reader(path, data, manifests)


def _beside(path: str) -> tuple[ManifestFile, ...]:
    """The package.json beside a lockfile that was named by itself, and those of its workspace."""
    folder, name = os.path.split(path)
    try:
        discovery = discover(folder or ".")
    except InputError:
        return ()
    here = f"{folder or '.'}/{name}"
    for found in discovery.found:
        if found.kind is FoundKind.LOCKFILE and os.path.normpath(found.path) == os.path.normpath(here):
            return tuple(replace(each, file=_spelled(each.file, folder)) for each in found.read_manifests())
    return ()


def _spelled(file: str, folder: str) -> str:
    """A path below the folder, spelled as the lockfile's own path is."""
    return file if folder else file.removeprefix("./")


def _add(path: str, content: Content, targets: Targets) -> None:
    number = len(content.dependencies) + len(content.requests)
    targets.inputs.append(InputRead(path, content.kind, number, content.gaps))
    targets.dependencies.extend(content.dependencies)
    if content.requests:
        targets.requests.append((len(targets.inputs) - 1, content.requests))


def _request_release(target: Target, targets: Targets) -> None:
    shown = target.name + (f"@{target.range}" if target.range else "")
    location, paths = Location(target.word), ((target.alias or target.name,),)
    request = Request(target.name, target.range, location, DependencyType.PRODUCTION, target.alias, paths)
    targets.inputs.append(InputRead(shown, "name", 1))
    targets.requests.append((len(targets.inputs) - 1, (request,)))


def _read_tarball(target: Target, targets: Targets) -> None:
    try:
        size = Path(target.path).stat().st_size
        manifest = peek_manifest(Path(target.path))
    except (OSError, ArchiveError) as error:
        why = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
        gap = Gap(GapKind.ARCHIVE, target.path, why, location=Location(target.path))
        targets.inputs.append(InputRead(target.word, "unreadable", 0, (gap,), is_unreadable=True))
        return
    ref = PackageRef(manifest.name or Path(target.path).name, manifest.version)
    blob = Blob(size, None, path=str(Path(target.path).absolute()))
    usage = Dependency(ref, Origin.TARGET, Location(target.path), paths=((ref.name,),), is_direct=True)
    targets.inputs.append(InputRead(target.word, "tarball", 1))
    targets.wanted.append(Wanted(ref, Origin.TARGET, (usage,), blob=blob))


def _read_package_folder(found: Found, targets: Targets) -> None:
    try:
        usage = read_unpacked(found.path, found.read(), Origin.TARGET)
    except InputError:
        return  # the same file is read as a manifest, which reports it
    targets.inputs.append(InputRead(found.folder, "unpacked package", 1))
    folder = str(Path(found.folder).absolute())
    targets.wanted.append(Wanted(usage.ref, Origin.TARGET, (usage,), folder=folder))


def _read_tree(path: str, installed: Sequence[Found], targets: Targets) -> None:
    packages: list[tuple[str, bytes]] = []
    gaps: list[Gap] = []
    for found in installed:
        try:
            packages.append((found.path, found.read()))
        except InputError as error:
            gaps.append(_input_gap(found.path, error))
    content = read_installed(path, packages)
    number = len(content.dependencies)
    targets.inputs.append(InputRead(path, content.kind, number, (*gaps, *content.gaps), is_unreadable=not number))
    for dependency in content.dependencies:
        folder = str(Path(dependency.location.file).parent.absolute())
        targets.wanted.append(Wanted(dependency.ref, dependency.origin, (dependency,), folder=folder))


def _with_local_bytes(wanted: Wanted) -> Wanted:
    """Hand over a vendored tarball that a lockfile names by path, if it is there."""
    if wanted.origin is not Origin.LOCAL_TARBALL:
        return wanted
    for usage in wanted.usages:
        path = Path(usage.location.file).parent / usage.resolved.removeprefix("file:").partition("#")[0]
        if path.is_file():
            return replace(wanted, blob=Blob(path.stat().st_size, None, path=str(path.absolute())))
    return wanted


def _input_gap(path: str, error: InputError) -> Gap:
    return Gap(GapKind.INPUT, path, str(error), error.hint, Location(error.file or path, error.line or 0))
