"""File, environment and flags to one frozen Settings; the later of these wins."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from assay.errors import SettingsError
from assay.model.policy import Action
from assay.settings.discover import MAX_BYTES, PYPROJECT, PYPROJECT_TABLE, find_settings
from assay.settings.environment import CONFIG, read_environment
from assay.settings.policy import ACTIONS, read_policy
from assay.settings.registries import read_registries, registry_address
from assay.settings.table import Origin, Table
from assay.settings.values import Flags, Settings

FAIL_ON: dict[str, Action | None] = {"block": Action.BLOCK, "warn": Action.WARN, "never": None}
MAX_WORKERS = 256
_TOP = ("fail-on", "allow-gaps", "offline", "cache-dir", "workers", "yara")
_TABLES = ("policy", "cooldown", "internal", "feeds", "registries", "exceptions")


def load(target: Path, environment: Mapping[str, str], flags: Flags | None = None) -> Settings:
    """Settings for a target (a file or folder), as the nearest settings file, the environment and flags say.

    Raises SettingsError.
    """
    given = flags or Flags()
    path = _file(target, environment, given)
    settings = from_file(path) if path else Settings()
    settings = _override(settings, Table(read_environment(environment), Origin("environment")))
    return _override(settings, Table(_from_flags(given), Origin("command line")))


def from_file(path: Path) -> Settings:
    """Settings of one assay.toml or pyproject.toml. Raises SettingsError."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise SettingsError(f"{path}: longer than {MAX_BYTES:,} bytes")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: not UTF-8 at byte {error.start}") from error
    return replace(from_text(text, str(path), folder=path.parent), source=path)


def from_text(text: str, file: str, *, folder: Path) -> Settings:
    """Settings of the text of a file; a relative ``cache-dir`` counts from ``folder``. Raises SettingsError."""
    try:
        document: object = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{file}: not TOML: {error}") from error
    prefix = PYPROJECT_TABLE if Path(file).name == PYPROJECT else ()
    for key in prefix:
        document = document.get(key, {}) if isinstance(document, dict) else {}
    if not isinstance(document, dict):
        raise SettingsError(f"{file}: {'.'.join(prefix)} is not a table")
    return _read(Table(document, Origin(file, text, prefix)), folder)


def _read(top: Table, folder: Path) -> Settings:
    top.only(*_TOP, *_TABLES)
    default, scopes = read_registries(top)
    cache_dir = top.text("cache-dir")
    yara = top.text("yara")
    return Settings(
        policy=read_policy(top),
        registry=default,
        scope_registries=scopes,
        internal_registry=_internal_registry(top.table("internal")),
        fail_on=top.choice("fail-on", Action.BLOCK, FAIL_ON),
        allow_gaps=top.flag("allow-gaps", False),
        offline=top.flag("offline", False),
        cache_dir=_folder(cache_dir, folder) if cache_dir else None,
        workers=top.number("workers", 0, MAX_WORKERS),
        yara=_folder(yara, folder, "yara") if yara else None,
    )


def _internal_registry(table: Table) -> str:
    return table.parsed("registry", registry_address) if table.text("registry") else ""


def _override(settings: Settings, given: Table) -> Settings:
    """Replace what the environment or the command line names."""
    policy = replace(
        settings.policy,
        on_gaps=given.choice("on-gaps", settings.policy.on_gaps, ACTIONS),
        cooldown=given.duration("cooldown", settings.policy.cooldown),
    )
    cache_dir = given.text("cache-dir")
    yara = given.text("yara")
    return replace(
        settings,
        policy=policy,
        registry=given.parsed("registry", registry_address) if given.data.get("registry") else settings.registry,
        fail_on=given.choice("fail-on", settings.fail_on, FAIL_ON),
        allow_gaps=given.flag("allow-gaps", settings.allow_gaps),
        offline=given.flag("offline", settings.offline),
        cache_dir=_folder(cache_dir, Path()) if cache_dir else settings.cache_dir,
        workers=given.number("workers", settings.workers, MAX_WORKERS),
        yara=_folder(yara, Path(), "yara") if yara else settings.yara,
    )


def _folder(text: str, base: Path, key: str = "cache-dir") -> Path:
    try:
        return base / Path(text).expanduser()
    except RuntimeError as error:
        raise SettingsError(f"{key} {text[:80]!r}: {error}") from error


def _file(target: Path, environment: Mapping[str, str], flags: Flags) -> Path | None:
    if flags.no_config:
        return None
    named = flags.config or environment.get(CONFIG)
    return Path(named) if named else find_settings(target)


def _from_flags(flags: Flags) -> dict[str, object]:
    given = {
        "fail-on": flags.fail_on,
        "on-gaps": flags.on_gaps,
        "allow-gaps": flags.allow_gaps,
        "offline": flags.offline,
        "cache-dir": flags.cache_dir,
        "workers": flags.workers,
        "registry": flags.registry,
        "cooldown": flags.cooldown,
        "yara": flags.yara,
    }
    return {key: value for key, value in given.items() if value is not None}
