"""Copies of the registry settings of a user and a project, in which a gate's address stands for the canary server's.

Only what says which registry is asked is copied. Nothing else of a project counts while a package manager is tried:
no program it names, no plugin, no hook.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import yaml

from assay.registry.npmrc import parse_npmrc
from assay.registry.other_clients import from_bunfig

_MAX_BYTES = 1024 * 1024
_YARNRC = re.compile(r"\"?(?:@[^\s:\"]+:)?registry\"?\s")
_YARN_KEYS = ("npmRegistryServer", "npmScopes", "npmRegistries", "unsafeHttpWhitelist", "npmAlwaysAuth")
_PNPM_KEYS = ("registry", "registries", "namedRegistries")


def npmrc_copy(text: str) -> str:
    r"""The registries of an ``.npmrc`` and what belongs to them.

    >>> npmrc_copy("registry=http://a/\nscript-shell=evil\n@b:registry=http://b/\n")
    'registry=http://a/\n@b:registry=http://b/\n'
    """
    kept = {
        key: values
        for key, values in parse_npmrc(text).items()
        if key in ("registry", "strict-ssl", "always-auth") or key.endswith(":registry") or key.startswith("//")
    }
    return "".join(f"{key}={values[-1]}\n" for key, values in kept.items())


def yarnrc_copy(text: str) -> str:
    """The registries of a ``.yarnrc``."""
    return "".join(f"{line}\n" for line in text.splitlines() if _YARNRC.match(line))


def yarnrc_yml_copy(text: str) -> str:
    """The registries of a ``.yarnrc.yml``."""
    return _yaml_copy(text, _YARN_KEYS)


def pnpm_copy(text: str) -> str:
    """The registries of a ``pnpm-workspace.yaml`` or of pnpm's ``config.yaml``."""
    return _yaml_copy(text, _PNPM_KEYS)


def bunfig_copy(text: str) -> str:
    """The default registry of a ``bunfig.toml``."""
    registry = from_bunfig(text).get("registry")
    return f"[install]\nregistry = {json.dumps(registry[-1])}\n" if registry else ""


#: Files of a project, and those of a user, to what copies them.
PROJECT_FILES: Mapping[str, Callable[[str], str]] = {
    ".npmrc": npmrc_copy,
    ".yarnrc": yarnrc_copy,
    ".yarnrc.yml": yarnrc_yml_copy,
    "pnpm-workspace.yaml": pnpm_copy,
    "bunfig.toml": bunfig_copy,
}
USER_FILES: Mapping[str, Callable[[str], str]] = {
    ".npmrc": npmrc_copy,
    ".yarnrc": yarnrc_copy,
    ".yarnrc.yml": yarnrc_yml_copy,
    ".bunfig.toml": bunfig_copy,
    ".config/pnpm/rc": npmrc_copy,
    ".config/pnpm/config.yaml": pnpm_copy,
}


def copy_settings(
    source: Path, target: Path, files: Mapping[str, Callable[[str], str]], replaced: tuple[str, str]
) -> list[str]:
    """Copy what there is, with one address put for another, and give the names of files that cannot be read."""
    unread: list[str] = []
    for name, copy in files.items():
        try:
            with (source / name).open("rb") as file:
                text = file.read(_MAX_BYTES).decode()
            copied = copy(text)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, ValueError):
            unread.append(name)
            continue
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(with_address(copied, replaced), encoding="utf-8")
    return unread


def copy_moved(environment: Mapping[str, str], target: Path, replaced: tuple[str, str]) -> list[str]:
    """Copy the user's files that variables say are elsewhere to where they usually are."""
    unread: list[str] = []
    if folder := environment.get("XDG_CONFIG_HOME"):
        files = {
            name.removeprefix(".config/"): copy for name, copy in USER_FILES.items() if name.startswith(".config/")
        }
        unread += copy_settings(Path(folder), target / ".config", files, replaced)
    if named := environment.get("npm_config_userconfig") or environment.get("NPM_CONFIG_USERCONFIG"):
        file = Path(named)
        unread += copy_settings(file.parent, target / "named", {file.name: npmrc_copy}, replaced)
        if (target / "named" / file.name).exists():
            (target / "named" / file.name).replace(target / ".npmrc")
    return unread


def with_address(text: str, replaced: tuple[str, str]) -> str:
    r"""The text with the second address in place of the first, also where it stands without its scheme.

    >>> with_address("a=http://gate:1/x\n//gate:1/:_authToken=t", ("http://gate:1", "http://here:2"))
    'a=http://here:2/x\n//here:2/:_authToken=t'
    """
    old, new = (address.rstrip("/") for address in replaced)
    end = r"(?![\w.:-])"
    text = re.sub(re.escape(old) + end, new, text)
    return re.sub(r"(?m)^" + re.escape("//" + old.partition("//")[2]) + end, "//" + new.partition("//")[2], text)


def _yaml_copy(text: str, keys: tuple[str, ...]) -> str:
    try:
        document = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError("it is not YAML") from error
    kept = {key: document[key] for key in keys if key in document} if isinstance(document, dict) else {}
    return f"{json.dumps(kept)}\n"
