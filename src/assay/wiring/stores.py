"""Where package managers keep what they fetched before: from there it is installed without asking any registry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

#: Client, the variable that names the folder, and where it is below the home folder without one; then what in it holds
#: packages. As the clients' own documents have it, for Linux and for macOS.
_PLACES = (
    ("npm", "npm_config_cache", (".npm",), "_cacache"),
    ("pnpm", "npm_config_store_dir", (".local/share/pnpm/store", "Library/pnpm/store"), ""),
    ("yarn 1", "YARN_CACHE_FOLDER", (".cache/yarn", "Library/Caches/Yarn"), "v6"),
    ("yarn", "YARN_GLOBAL_FOLDER", (".yarn/berry",), "cache"),
    ("bun", "BUN_INSTALL_CACHE_DIR", (".bun/install/cache",), ""),
    ("deno", "DENO_DIR", (".cache/deno", "Library/Caches/deno"), "npm"),
)
#: The XDG variables, which stand for the first parts of such a path.
_XDG = {".cache/": "XDG_CACHE_HOME", ".local/share/": "XDG_DATA_HOME"}


def stores(project: Path, home: Path, environment: Mapping[str, str]) -> Iterator[tuple[str, Path]]:
    """Every store that holds something, with the client whose it is."""
    for client, variable, usual, part in _PLACES:
        named = environment.get(variable)
        for folder in [Path(named)] if named else [_below(home, each, environment) for each in usual]:
            if _holds_something(folder / part):
                yield client, folder / part
    own = project / ".yarn" / "cache"
    if _holds_something(own):
        yield "yarn", own


def _below(home: Path, place: str, environment: Mapping[str, str]) -> Path:
    for start, variable in _XDG.items():
        if place.startswith(start) and environment.get(variable):
            return Path(environment[variable]) / place.removeprefix(start)
    return home / place


def _holds_something(folder: Path) -> bool:
    try:
        return next(folder.iterdir(), None) is not None
    except OSError:
        return False
