"""Where package managers keep what they fetched before: from there it is installed without asking any registry."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assay.registry.config_layers import ConfigLayer, find_layers
from assay.wiring.client_settings import ClientSetting, file_settings


@dataclass(frozen=True, slots=True)
class _Store:
    """Where one client keeps packages.

    variables   that name the folder, with what follows below it
    settings    of the client's files that name it, with what follows below it
    usual       below the home folder, where nothing names one: on Linux, and on macOS
    """

    client: str
    variables: Mapping[str, str]
    settings: Mapping[tuple[str, str], str]
    usual: tuple[str, ...]
    part: str


#: Seen with npm 10 to 12, pnpm 10 to 12, yarn 1.22 and 4.12, bun 1.4 and deno 2.9.
_STORES = (
    _Store("npm", {"npm_config_cache": "_cacache"}, {(".npmrc", "cache"): "_cacache"}, (".npm",), "_cacache"),
    _Store(
        "pnpm",
        {"npm_config_store_dir": "", "pnpm_config_store_dir": "", "pnpm_home": "store"},
        {(".npmrc", "store-dir"): "", ("pnpm-workspace.yaml", "storeDir"): "", ("config.yaml", "storeDir"): ""},
        (".local/share/pnpm/store", "Library/pnpm/store"),
        "",
    ),
    _Store(
        "yarn 1",
        {"yarn_cache_folder": "v6"},
        {(".yarnrc", "cache-folder"): "v6", (".yarnrc", "yarn-offline-mirror"): ""},
        (".cache/yarn", "Library/Caches/Yarn"),
        "v6",
    ),
    _Store(
        "yarn",
        {"yarn_global_folder": "cache"},
        {(".yarnrc.yml", "globalFolder"): "cache", (".yarnrc.yml", "cacheFolder"): ""},
        (".yarn/berry",),
        "cache",
    ),
    _Store(
        "bun",
        {"bun_install_cache_dir": "", "bun_install": "install/cache"},
        {("bunfig.toml", "cache"): "", (".bunfig.toml", "cache"): ""},
        (".bun/install/cache",),
        "",
    ),
    _Store("deno", {"deno_dir": "npm"}, {}, (".cache/deno", "Library/Caches/deno"), "npm"),
)
#: The XDG variables, which stand for the first parts of such a path.
_XDG = {".cache/": "XDG_CACHE_HOME", ".local/share/": "XDG_DATA_HOME"}
#: Root's yarn 1 keeps its cache there, for every home.
_ROOTS_YARN = Path("/usr/local/share/.cache/yarn/v6")


def stores(project: Path, home: Path, environment: Mapping[str, str]) -> Iterator[tuple[str, Path]]:
    """Every store that holds something, with the client whose it is. Raises SettingsError if a file is unreadable."""
    settings = [*_npm_settings(find_layers(project, home, environment)), *file_settings(project, home, environment)]
    for store in _STORES:
        usual = [_below(home, each, environment) / store.part for each in store.usual]
        named = list(_by_variables(store, environment)) or usual
        for folder in dict.fromkeys([*named, *_by_settings(store, settings, home)]):
            if _holds_something(folder):
                yield store.client, folder
    if _runs_as_root(environment) and _holds_something(_ROOTS_YARN):
        yield "yarn 1", _ROOTS_YARN
    own = project / ".yarn" / "cache"
    if _holds_something(own):
        yield "yarn", own


def _npm_settings(layers: list[ConfigLayer]) -> Iterator[ClientSetting]:
    for layer in layers:
        for key in ("cache", "store-dir"):
            if layer.source.endswith("rc") and key in layer.entries:
                yield ClientSetting(Path(layer.source).with_name(".npmrc"), key, layer.entries[key][-1])


def _by_variables(store: _Store, environment: Mapping[str, str]) -> Iterator[Path]:
    for name, value in environment.items():
        if value and name.lower() in store.variables:
            yield Path(value) / store.variables[name.lower()]


def _by_settings(store: _Store, settings: list[ClientSetting], home: Path) -> Iterator[Path]:
    for each in settings:
        file = Path(each.place)
        part = store.settings.get((file.name, each.key))
        if part is not None and "$" not in each.value:
            start = home if each.value.startswith("~/") else file.parent
            yield start / each.value.removeprefix("~/") / part


def _below(home: Path, place: str, environment: Mapping[str, str]) -> Path:
    for start, variable in _XDG.items():
        if place.startswith(start) and environment.get(variable):
            return Path(environment[variable]) / place.removeprefix(start)
    return home / place


def _runs_as_root(environment: Mapping[str, str]) -> bool:
    named = any(name.lower() == "yarn_cache_folder" for name in environment)
    return not named and hasattr(os, "getuid") and os.getuid() == 0


def _holds_something(folder: Path) -> bool:
    try:
        return next(folder.iterdir(), None) is not None
    except OSError:
        return False
