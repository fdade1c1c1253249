"""Walks a folder and tells which lockfiles and manifests stand where. Never leaves the folder, never follows loops."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MANIFEST = "package.json"
#: File names of lockfiles, those included that can only be reported.
LOCKFILE_NAMES = frozenset(
    {
        "package-lock.json",
        "npm-shrinkwrap.json",
        ".package-lock.json",
        "yarn.lock",
        "pnpm-lock.yaml",
        "bun.lock",
        "bun.lockb",
        "deno.lock",
    }
)
#: How SBOMs are usually called.
SBOM_NAMES = frozenset({"bom.json", "sbom.json"})
SBOM_ENDINGS = (".cdx.json", ".spdx.json")
#: Manifests that some clients read instead of package.json, and that are not understood here.
_OTHER_MANIFESTS = frozenset({"package.json5", "package.yaml"})
_NEVER = frozenset({".git"})
#: More entries than any checkout has; the walk of a hostile or endless file system ends here.
MAX_ENTRIES = 5_000_000


@dataclass(frozen=True, slots=True)
class Folder:
    """What one folder holds.

    path         relative to the root, ``/`` separated, "" for the root
    lockfiles    names, sorted
    sboms        names of files that are called as SBOMs are, sorted
    unread       name ("" for the folder itself) and reason of what could not be looked at
    """

    path: str
    lockfiles: tuple[str, ...] = ()
    has_manifest: bool = False
    unread: tuple[tuple[str, str], ...] = ()
    sboms: tuple[str, ...] = ()


def walk(root: str, *, into_modules: bool, max_entries: int = MAX_ENTRIES) -> Iterator[Folder]:
    """Every folder below ``root`` that holds something of interest, ``node_modules`` only with ``into_modules``."""
    real_root = Path(os.path.realpath(root))
    waiting = [""]
    count = 0
    while waiting:
        path = waiting.pop()
        try:
            with os.scandir(Path(root, path)) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield Folder(path, unread=(("", f"the folder cannot be read: {error.strerror or error}"),))
            continue
        count += len(entries)
        if count > max_entries:
            yield Folder(path, unread=(("", f"there are more than {max_entries} files; the rest was not looked at"),))
            return
        below, folder = _look(path, entries, real_root, into_modules)
        waiting += reversed(below)
        if folder is not None:
            yield folder


def _look(
    path: str, entries: list[os.DirEntry[str]], real_root: Path, into_modules: bool
) -> tuple[list[str], Folder | None]:
    """The folders to walk next, and what this one holds, None if that is nothing of interest."""
    below: list[str] = []
    inputs: list[str] = []
    unread: list[tuple[str, str]] = []
    for entry in entries:
        name = entry.name
        if entry.is_dir(follow_symlinks=False):
            if name not in _NEVER and (into_modules or name != "node_modules"):
                below.append(f"{path}/{name}" if path else name)
            continue
        why = _unread(entry, real_root)
        if why:
            unread.append((name, why))
        elif _is_input(name) and Path(entry.path).is_file():
            inputs.append(name)
    if not (inputs or unread):
        return below, None
    lockfiles = tuple(name for name in inputs if name in LOCKFILE_NAMES)
    sboms = tuple(name for name in inputs if _is_sbom(name))
    return below, Folder(path, lockfiles, MANIFEST in inputs, tuple(unread), sboms)


def _is_input(name: str) -> bool:
    return name == MANIFEST or name in LOCKFILE_NAMES or _is_sbom(name)


def _is_sbom(name: str) -> bool:
    return name in SBOM_NAMES or name.endswith(SBOM_ENDINGS)


def _unread(entry: os.DirEntry[str], real_root: Path) -> str:
    """Why an entry that matters cannot be read, "" if it can or does not matter."""
    if entry.name in _OTHER_MANIFESTS:
        return "only package.json is understood as a manifest"
    if entry.is_symlink():
        matters = _is_input(entry.name) or Path(entry.path, MANIFEST).exists()
        is_inside = Path(os.path.realpath(entry.path)).is_relative_to(real_root) if matters else True
        if not is_inside:
            return "it is a link that leads out of the folder"
    return "it is no regular file" if _is_input(entry.name) and not Path(entry.path).is_file() else ""
