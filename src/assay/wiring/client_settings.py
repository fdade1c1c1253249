"""What the files of yarn, pnpm and bun say beside npm's own: registries that only they follow, and where stores are.

Which file and which variable is followed by whom was seen with yarn 1.22 and 4.12, pnpm 10 to 12, bun 1.4 and deno 2.9.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from assay.registry.other_clients import from_bunfig, from_pnpm_workspace

_MAX_BYTES = 1024 * 1024
_YARNRC = re.compile(r"\"?([@\w:./-]+)\"?\s+(?:\"([^\"]*)\"|(\S+))\s*")
#: Variables that name a registry. Of npm's own, a scope may stand in the name; pnpm 11 and later follow only their own.
_VARIABLE = re.compile(
    r"(?:p?npm_config_(?:(@[^:]+):)?registry|yarn_registry|yarn_npm_registry_server|bun_config_registry)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ClientSetting:
    """One setting: the file or variable it stands in, its name there, and its value."""

    place: Path | str
    key: str
    value: str


def registry_variables(environment: Mapping[str, str]) -> Iterator[ClientSetting]:
    """Every variable that names a registry; the key is ``registry`` or ``@scope:registry``."""
    for name, value in environment.items():
        found = _VARIABLE.fullmatch(name)
        if found and value:
            yield ClientSetting(f"the variable {name}", f"{found[1]}:registry" if found[1] else "registry", value)


def file_settings(project: Path, home: Path, environment: Mapping[str, str]) -> Iterator[ClientSetting]:
    """Every setting with one value in these files; a file that cannot be read has none."""
    config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
    for file, read in (
        (project / ".yarnrc", _yarnrc),
        (project / ".yarnrc.yml", _yaml),
        (project / "pnpm-workspace.yaml", _pnpm),
        (project / "bunfig.toml", _bunfig),
        (home / ".yarnrc", _yarnrc),
        (home / ".yarnrc.yml", _yaml),
        (home / ".bunfig.toml", _bunfig),
        (config / "pnpm" / "config.yaml", _pnpm),
    ):
        for key, value in _settings(file, read).items():
            yield ClientSetting(file, key, value)


def _settings(file: Path, read: Callable[[str], Mapping[str, str]]) -> Mapping[str, str]:
    try:
        with file.open("rb") as opened:
            return read(opened.read(_MAX_BYTES).decode())
    except (OSError, ValueError, RecursionError, yaml.YAMLError):
        return {}


def _yarnrc(text: str) -> Mapping[str, str]:
    found = (_YARNRC.fullmatch(line.strip()) for line in text.splitlines())
    return {match[1]: match[2] or match[3] or "" for match in found if match}


def _yaml(text: str) -> Mapping[str, str]:
    document = yaml.safe_load(text)
    items = document.items() if isinstance(document, dict) else ()
    return {key: value for key, value in items if isinstance(key, str) and isinstance(value, str)}


def _pnpm(text: str) -> Mapping[str, str]:
    return {**_yaml(text), **{key: values[-1] for key, values in from_pnpm_workspace(text).items()}}


def _bunfig(text: str) -> Mapping[str, str]:
    found = {key: values[-1] for key, values in from_bunfig(text).items()}
    install = tomllib.loads(text).get("install")
    cache = install.get("cache") if isinstance(install, dict) else None
    folder = cache.get("dir") if isinstance(cache, dict) else cache
    return {**found, **({"cache": folder} if isinstance(folder, str) else {})}
