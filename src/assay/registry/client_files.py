"""The text of a package manager's own configuration, changed so that it asks another registry. Pure.

Only the setting itself is written; every other line and comment stays. What comes out is read again and must say what
was there before with that one change; a file that is laid out otherwise is refused, and the user changes it by hand.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from assay.registry.hunks import lines_of
from assay.registry.npmrc import parse_npmrc

_NPMRC = re.compile(r"[ \t]*(?:registry|\"registry\"|'registry')[ \t]*(?:=|$)")
_YARNRC = re.compile(r"(?:registry|\"registry\")[ \t]")
_SERVER = re.compile(r"(?:npmRegistryServer|\"npmRegistryServer\"|'npmRegistryServer')[ \t]*:")
_WHITELIST = re.compile(r"(?:unsafeHttpWhitelist|\"unsafeHttpWhitelist\"|'unsafeHttpWhitelist')[ \t]*:[ \t]*(?:#.*)?$")
_REGISTRIES = re.compile(r"registries[ \t]*:[ \t]*(?:#.*)?$")
_DEFAULT = re.compile(r"[ \t]+default[ \t]*:")
_INSTALL = re.compile(r"[ \t]*\[[ \t]*install[ \t]*\][ \t]*(?:#.*)?$")
_BUN_REGISTRY = re.compile(r"[ \t]*registry[ \t]*=")
_ITEM = re.compile(r"([ \t]*)- ")


class CannotPoint(ValueError):
    """The file is laid out in a way that cannot be changed safely; the text says how to do it by hand."""


def point_npmrc(text: str, registry: str) -> str:
    r"""``.npmrc`` of npm, pnpm and deno: the last ``registry`` before any section is the one that counts.

    >>> point_npmrc("; mine\nregistry=https://registry.example/\n", "http://127.0.0.1:4873/")
    '; mine\nregistry=http://127.0.0.1:4873/\n'
    """
    lines = lines_of(text)
    end = next((at for at, line in enumerate(lines) if _is_section(line)), len(lines))
    found = [at for at in range(end) if _NPMRC.match(lines[at].removeprefix("\ufeff").rstrip("\r\n"))]
    changed = _put(lines, found[-1] if found else None, end, f"registry={registry}")
    before, after = dict(parse_npmrc(text)), dict(parse_npmrc(changed))
    before.pop("registry", None)
    _check(after.pop("registry", None) == (registry,) and after == before, f"registry={registry}")
    return changed


def point_yarnrc(text: str, registry: str) -> str:
    """``.yarnrc`` of yarn 1: one setting a line, the last counts."""
    lines = lines_of(text)
    found = [at for at, line in enumerate(lines) if _YARNRC.match(line.removeprefix("\ufeff"))]
    return _put(lines, found[-1] if found else None, len(lines), f"registry {_quoted(registry)}")


def point_yarnrc_yml(text: str, registry: str, plain_host: str = "") -> str:
    """``.yarnrc.yml`` of yarn 2 and later. ``plain_host`` is to be asked over plain HTTP, which yarn else refuses."""
    lines = lines_of(text)
    found = [at for at, line in enumerate(lines) if _SERVER.match(line.removeprefix("\ufeff"))]
    wanted = f"npmRegistryServer: {_quoted(registry)}"
    changed = _put(lines, found[-1] if found else None, len(lines), wanted)
    document = _yaml(text, wanted)
    hosts = document.get("unsafeHttpWhitelist") or []
    by_hand = f"{wanted}, unsafeHttpWhitelist: [{plain_host}]"
    _check(isinstance(hosts, list), by_hand)
    expected = {**document, "npmRegistryServer": registry}
    if plain_host and plain_host not in hosts:
        changed = _with_host(changed, plain_host)
        expected["unsafeHttpWhitelist"] = [plain_host, *hosts]
    _check(_yaml(changed, by_hand) == expected, by_hand)
    _check(_is_once("npmRegistryServer", changed) and _is_once("unsafeHttpWhitelist", changed), by_hand)
    return changed


def point_pnpm_workspace(text: str, registry: str) -> str:
    """``pnpm-workspace.yaml``: ``registries.default``, which pnpm 10 and later read."""
    lines = lines_of(text)
    wanted = f"registries: {{default: {registry}}}"
    starts = [at for at, line in enumerate(lines) if _REGISTRIES.match(line.rstrip("\r\n"))]
    if starts:
        at = starts[-1] + 1
        inner = next((n for n in range(at, _block_end(lines, at)) if _DEFAULT.match(lines[n])), None)
        indent = re.match(r"[ \t]*", lines[at])[0] if at < _block_end(lines, at) else "  "  # type: ignore[index]
        changed = _put(lines, inner, at, f"{indent}default: {_quoted(registry)}")
    else:
        newline = _newline(lines)
        changed = _put(lines, None, len(lines), f"registries:{newline}  default: {_quoted(registry)}")
    before = _yaml(text, wanted)
    registries = before.get("registries") or {}
    _check(isinstance(registries, dict) and "registry" not in before, wanted)
    expected = {**before, "registries": {**registries, "default": registry}}
    _check(_yaml(changed, wanted) == expected and _is_once("registries", changed), wanted)
    return changed


def point_bunfig(text: str, registry: str) -> str:
    """``bunfig.toml``: ``registry`` in the table ``[install]``."""
    lines = lines_of(text)
    wanted = f"registry = {_quoted(registry)}"
    heads = [at for at, line in enumerate(lines) if _INSTALL.match(line.rstrip("\r\n"))]
    if heads:
        start = heads[0] + 1
        end = next((at for at in range(start, len(lines)) if lines[at].lstrip().startswith("[")), len(lines))
        found = next((at for at in range(start, end) if _BUN_REGISTRY.match(lines[at])), None)
        changed = _put(lines, found, start, wanted)
    else:
        changed = _put(lines, None, len(lines), f"[install]{_newline(lines)}{wanted}")
    before, after = _toml(text, wanted), _toml(changed, wanted)
    install = before.get("install", {})
    _check(isinstance(install, dict) and after == {**before, "install": {**install, "registry": registry}}, wanted)
    return changed


#: File name to what changes its text.
POINTERS: Mapping[str, Callable[[str, str], str]] = {
    ".npmrc": point_npmrc,
    ".yarnrc": point_yarnrc,
    "pnpm-workspace.yaml": point_pnpm_workspace,
    "bunfig.toml": point_bunfig,
    ".bunfig.toml": point_bunfig,
}


def _put(lines: list[str], at: int | None, otherwise: int, wanted: str) -> str:
    """Replace a line, or insert one; line ends stay as they are in the file."""
    newline = _newline(lines)
    if at is not None:
        bom = "\ufeff" if lines[at].startswith("\ufeff") else ""
        end = lines[at][len(lines[at].rstrip("\r\n")) :]
        return "".join([*lines[:at], f"{bom}{wanted}{end}", *lines[at + 1 :]])
    head = lines[:otherwise]
    if head and not head[-1].endswith(("\n", "\r")):
        head = [*head[:-1], head[-1] + newline]
    return "".join([*head, wanted + newline, *lines[otherwise:]])


def _with_host(text: str, host: str) -> str:
    lines = lines_of(text)
    found = [at for at, line in enumerate(lines) if _WHITELIST.match(line.rstrip("\r\n"))]
    if not found:
        return _put(lines, None, len(lines), f"unsafeHttpWhitelist:{_newline(lines)}  - {_quoted(host)}")
    at = found[-1] + 1
    item = _ITEM.match(lines[at]) if at < len(lines) else None
    return _put(lines, None, at, f"{item[1] if item else '  '}- {_quoted(host)}")


def _block_end(lines: list[str], start: int) -> int:
    return next((at for at in range(start, len(lines)) if lines[at].strip() and lines[at][0] not in " \t"), len(lines))


def _newline(lines: list[str]) -> str:
    return "\r\n" if lines and lines[0].endswith("\r\n") else "\n"


def _is_section(line: str) -> bool:
    stripped = line.removeprefix("\ufeff").strip()
    return stripped.startswith("[") and stripped.endswith("]")


def _quoted(text: str) -> str:
    return json.dumps(text)


def _yaml(text: str, by_hand: str) -> dict[str, Any]:
    try:
        document = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader
    except (yaml.YAMLError, RecursionError) as error:
        raise CannotPoint(f"it is not YAML; put in by hand: {by_hand}") from error
    _check(document is None or isinstance(document, dict), by_hand)
    return document or {}


def _is_once(key: str, text: str) -> bool:
    """YAML forbids a key twice, though the library takes the last one."""
    return len(re.findall(rf"(?m)^[\"']?{key}[\"']?[ \t]*:", text)) <= 1


def _toml(text: str, by_hand: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CannotPoint(f"it cannot be changed safely; put in by hand: {by_hand}") from error


def _check(holds: bool, by_hand: str) -> None:
    if not holds:
        raise CannotPoint(f"it cannot be changed safely; put in by hand: {by_hand}")
