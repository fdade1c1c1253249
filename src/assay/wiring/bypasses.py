"""What in the settings and lockfiles of a project would be fetched without asking the gate."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assay.errors import InputError
from assay.lockfiles.discover import FoundKind, discover
from assay.lockfiles.formats import HEAD_BYTES, reader_for
from assay.model.address import host_of
from assay.registry.config_layers import ENVIRONMENT, find_layers
from assay.registry.default_registry import public_registry
from assay.wiring.client_settings import file_settings, registry_variables

#: Their clients ask the registry of the settings for what names npm's own. Seen with npm 10 to 12 and deno 2.9.
_MOVED = frozenset({"package-lock.json", "npm-shrinkwrap.json", "deno.lock"})
EVERYTHING = "everything"
#: The only setting that corepack follows. Seen with 0.34.
COREPACK = "COREPACK_NPM_REGISTRY"
_MAX_MANIFEST_BYTES = 4 * 1024 * 1024
#: Files that only other clients than npm read, beside those of ``find_layers``.
_OTHER_FILES = frozenset({".yarnrc", ".bunfig.toml", "config.yaml"})


@dataclass(frozen=True, slots=True)
class Bypass:
    """One way around: the file, and what in it leads elsewhere."""

    place: str
    what: str


def setting_bypasses(project: Path | None, home: Path, environment: Mapping[str, str], gate: str) -> list[Bypass]:
    """Registries, for everything or one scope, that are not the gate. Raises SettingsError if a file is unreadable."""
    found: list[Bypass] = []
    said = [(str(each.place), each.key, each.value) for each in registry_variables(environment)]
    for layer in find_layers(project, home, environment):
        if layer.trouble:
            found.append(Bypass(layer.source, f"it cannot be read: {layer.trouble}"))
        if layer.source != ENVIRONMENT:
            said += [(layer.source, key, values[-1]) for key, values in layer.entries.items()]
    for each in file_settings(project or home, home, environment):
        if Path(each.place).name in _OTHER_FILES:
            said.append((str(each.place), each.key, each.value))
    for place, key, value in dict.fromkeys(said):
        scope = EVERYTHING if key == "registry" else key.removesuffix(":registry")
        if (key == "registry" or key.endswith(":registry")) and not _is_at(value, gate):
            found.append(Bypass(place, f"{scope} comes from {host_of(value) or 'no known address'}"))
    return found


def stronger_settings(
    project: Path, home: Path, environment: Mapping[str, str], gate: str, *, for_project: bool
) -> list[Bypass]:
    """What still leads elsewhere after a setup, for everything: variables, and a project's files over the user's.

    for_project   the setup wrote the project's own files
    """
    found = setting_bypasses(project, home, environment, gate)
    variables = {str(each.place) for each in registry_variables(environment)}
    weaker = for_project or project.resolve() == home.resolve()
    return [
        each
        for each in found
        if each.what.startswith(EVERYTHING)
        if each.place in variables or (not weaker and Path(each.place).is_relative_to(project))
    ]


def lockfile_bypasses(project: Path, gate: str) -> tuple[list[Bypass], list[str]]:
    """Entries whose address is on another host, counted by host; and the lockfiles that cannot be read.

    What names npm's own registry is left out where the client asks the registry of its settings instead.
    """
    found: list[Bypass] = []
    unread: list[str] = []
    for each in discover(str(project)).found:
        if each.kind is not FoundKind.LOCKFILE:
            continue
        try:
            data = each.read()
            reader = reader_for(Path(each.path).name, data[:HEAD_BYTES])
            if reader is None:
                continue
            content = reader(each.path, data, each.read_manifests())
        except InputError as error:
            unread.append(f"{each.path}: {error}")
            continue
        hosts = Counter(
            host_of(entry.resolved)
            for entry in content.dependencies
            if host_of(entry.resolved) and not _is_at(entry.resolved, gate)
        )
        if Path(each.path).name in _MOVED:
            del hosts[host_of(public_registry())]
        found += [
            Bypass(each.path, f"{count:,} entr{'y names' if count == 1 else 'ies name'} {host}")
            for host, count in hosts.most_common()
        ]
    return found, unread


def corepack_bypasses(project: Path, environment: Mapping[str, str], gate: str) -> list[Bypass]:
    """What corepack would fetch for this project: it follows no ``.npmrc``, only a variable of its own."""
    if shutil.which("corepack", path=environment.get("PATH")) is None:
        return []
    if _is_at(environment.get(COREPACK, ""), gate):
        return []
    try:
        with (project / "package.json").open("rb") as file:
            document = json.loads(file.read(_MAX_MANIFEST_BYTES))
    except (OSError, ValueError, RecursionError):
        return []
    named = document.get("packageManager") if isinstance(document, dict) else None
    if not isinstance(named, str) or not named:
        return []
    return [Bypass(str(project / "package.json"), f"corepack fetches {named} unless {COREPACK} names the gate")]


def _is_at(address: str, gate: str) -> bool:
    return host_of(address) == host_of(gate)
