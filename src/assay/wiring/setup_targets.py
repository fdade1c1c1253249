"""Which file of which package manager says which registry it asks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: Programs that are looked for.
PROGRAMS = ("npm", "pnpm", "yarn", "bun", "deno")
_MAX_LOCKFILE_HEAD = 2_000


@dataclass(frozen=True, slots=True)
class SetupTarget:
    """One file, and the package managers that follow it.

    Seen with npm 10 and 11, pnpm 10 and 12, yarn 1 and 4, bun 1.4 and deno 2.9: npm, pnpm and deno follow ``.npmrc``;
    pnpm 11 and later follow it too, but no longer the variable npm_config_registry.
    """

    path: Path
    clients: tuple[str, ...]


def installed() -> tuple[str, ...]:
    """The package managers on this machine."""
    return tuple(name for name in PROGRAMS if shutil.which(name))


def user_targets(home: Path, clients: tuple[str, ...]) -> list[SetupTarget]:
    """The user's own files."""
    return [target for target in _user(home) if set(target.clients) & set(clients)]


def project_targets(folder: Path, clients: tuple[str, ...]) -> list[SetupTarget]:
    """The files of a project, which all who work on it share."""
    return [target for target in _project(folder) if set(target.clients) & set(clients)]


def _user(home: Path) -> Iterator[SetupTarget]:
    yield SetupTarget(home / ".npmrc", ("npm", "pnpm", "deno"))
    yield SetupTarget(home / ".yarnrc", ("yarn",))
    yield SetupTarget(home / ".yarnrc.yml", ("yarn",))
    yield SetupTarget(home / ".bunfig.toml", ("bun",))


def _project(folder: Path) -> Iterator[SetupTarget]:
    yield SetupTarget(folder / ".npmrc", ("npm", "pnpm", "deno"))
    if (folder / "pnpm-workspace.yaml").is_file():
        yield SetupTarget(folder / "pnpm-workspace.yaml", ("pnpm",))
    if not _is_berry(folder):
        yield SetupTarget(folder / ".yarnrc", ("yarn",))
    if not _is_yarn_1(folder):
        yield SetupTarget(folder / ".yarnrc.yml", ("yarn",))
    yield SetupTarget(folder / "bunfig.toml", ("bun",))


def _is_berry(folder: Path) -> bool:
    return (folder / ".yarnrc.yml").is_file() or "__metadata:" in _lockfile_head(folder)


def _is_yarn_1(folder: Path) -> bool:
    return not (folder / ".yarnrc.yml").is_file() and "# yarn lockfile v1" in _lockfile_head(folder)


def _lockfile_head(folder: Path) -> str:
    try:
        with (folder / "yarn.lock").open("rb") as file:
            return file.read(_MAX_LOCKFILE_HEAD).decode(errors="replace")
    except OSError:
        return ""
