"""ConfigLayer: one place that npm's configuration comes from, and finding them all."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assay.errors import SettingsError
from assay.registry.npmrc import parse_npmrc

_MAX_BYTES = 1024 * 1024
_VARIABLE = re.compile(r"npm_config_", re.IGNORECASE)
#: Source of the layer of variables.
ENVIRONMENT = "the environment"
#: Files of other clients that may name registries.
_OTHER_FILES = (".yarnrc.yml", "pnpm-workspace.yaml", "bunfig.toml")


@dataclass(frozen=True, slots=True)
class ConfigLayer:
    """Keys and values of one source, in npm's spelling.

    is_project   the file belongs to what is scanned, so it may have been written by an attacker
    trouble      why the file could not be read, "" if it could
    """

    source: str
    entries: Mapping[str, tuple[str, ...]] = field(repr=False)
    is_project: bool = False
    trouble: str = ""


def find_layers(project: Path | None, home: Path, environment: Mapping[str, str]) -> list[ConfigLayer]:
    """Every layer, the strongest first: environment, project, user, global, npm's own.

    Raises SettingsError if one of the user's own files is there but cannot be read.
    """
    variables = _environment_layer(environment)
    layers = [variables, *(_project_layers(_root(project)) if project else [])]
    user_file = Path(variables.entries.get("userconfig", (str(home / ".npmrc"),))[0])
    user = _npmrc_layer(user_file)
    # A project in the home folder has the user's own file, which needs no suspicion.
    layers = [layer for layer in layers if layer.source != str(user_file)]
    layers += [user, *_other_layers(home, (".yarnrc.yml",), is_project=False)]
    layers += [_npmrc_layer(home / ".config" / "pnpm" / "rc")]
    layers += [_npmrc_layer(path) for path in _shared_files(variables, user)]
    return [layer for layer in layers if layer.entries or layer.trouble]


def _environment_layer(environment: Mapping[str, str]) -> ConfigLayer:
    entries: dict[str, tuple[str, ...]] = {}
    for name, value in environment.items():
        match = _VARIABLE.match(name)
        if match is None or not value:
            continue
        key = name[match.end() :]
        if not key.startswith("//"):
            key = key[:1].lower() + key[1:].lower().replace("_", "-")
        entries[key] = (value,)
    return ConfigLayer(ENVIRONMENT, entries)


def _root(project: Path) -> Path:
    """The folder that npm takes for the project's root: the closest one upward with a package.json."""
    absolute = project.absolute()
    for folder in (absolute, *absolute.parents):
        if (folder / "package.json").is_file() or (folder / "node_modules").is_dir():
            return folder
    return absolute


def _project_layers(root: Path) -> list[ConfigLayer]:
    return [_npmrc_layer(root / ".npmrc", is_project=True), *_other_layers(root, _OTHER_FILES, is_project=True)]


def _shared_files(variables: ConfigLayer, user: ConfigLayer) -> list[Path]:
    """The global configuration of npm, and the one that came with npm."""
    found = []
    if "globalconfig" in variables.entries:
        found.append(Path(variables.entries["globalconfig"][0]))
    else:
        node = shutil.which("node")
        prefix = (
            variables.entries.get("prefix")
            or user.entries.get("prefix")
            or ((str(Path(node).resolve().parent.parent),) if node else ())
        )
        found += [Path(folder) / "etc" / "npmrc" for folder in prefix[:1]]
    npm = shutil.which("npm")
    return [*found, Path(npm).resolve().parent.parent / "npmrc"] if npm else found


def _npmrc_layer(path: Path, *, is_project: bool = False) -> ConfigLayer:
    text, trouble = _text(path)
    if trouble and not is_project:
        raise SettingsError(f"{path} cannot be read: {trouble}", hint="make the file readable, or remove it")
    return ConfigLayer(str(path), parse_npmrc(text), is_project, trouble)


def _other_layers(folder: Path, names: tuple[str, ...], *, is_project: bool) -> list[ConfigLayer]:
    found = []
    for name in names:
        text, trouble = _text(folder / name)
        entries: Mapping[str, tuple[str, ...]] = {}
        if text:
            # Most projects have none of these files: the YAML library is only imported for those that do.
            from assay.registry.other_clients import READERS

            try:
                entries = READERS[name](text)
            except ValueError as error:
                trouble = str(error)
        found.append(ConfigLayer(str(folder / name), entries, is_project, trouble))
    return found


def _text(path: Path) -> tuple[str, str]:
    """The file's text, and why it could not be read; both are empty if there is no such file."""
    try:
        if not path.is_file():
            return "", ""
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        return "", getattr(error, "strerror", None) or str(error)
    if len(data) > _MAX_BYTES:
        return "", f"it has more than {_MAX_BYTES:,} bytes"
    return data.decode("utf-8", "replace"), ""
