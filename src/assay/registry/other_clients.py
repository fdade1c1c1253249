"""The configuration of yarn (berry), pnpm and bun, turned into npm's keys."""

from __future__ import annotations

import base64
import tomllib
from collections.abc import Callable, Iterator, Mapping

import yaml

Entries = dict[str, tuple[str, ...]]


def from_yarnrc(text: str) -> Entries:
    """Read a ``.yarnrc.yml``. Raises ValueError if it is not YAML with a mapping at its top.

    >>> from_yarnrc("npmScopes: {a: {npmRegistryServer: https://registry.example, npmAuthToken: t}}")
    {'@a:registry': ('https://registry.example',), '//registry.example:_authToken': ('t',)}
    """
    document = _yaml(text)
    found = dict(_yarn_place(document, "registry", _text(document.get("npmRegistryServer"))))
    for scope, place in _tables(document.get("npmScopes")):
        found.update(_yarn_place(place, f"@{scope}:registry", _text(place.get("npmRegistryServer"))))
    for registry, place in _tables(document.get("npmRegistries")):
        found.update(_yarn_place(place, "", registry))
    return found


def from_pnpm_workspace(text: str) -> Entries:
    """Read the registries in a ``pnpm-workspace.yaml``. Raises ValueError if it is not YAML with a mapping."""
    document = _yaml(text)
    found: Entries = {}
    if registry := _text(document.get("registry")):
        found["registry"] = (registry,)
    registries = document.get("registries")
    for key, value in registries.items() if isinstance(registries, dict) else ():
        if isinstance(key, str) and _text(value):
            found["registry" if key == "default" else f"{key}:registry"] = (_text(value),)
    return found


def from_bunfig(text: str) -> Entries:
    """Read the registries in a ``bunfig.toml``. Raises ValueError if it is not TOML."""
    document = tomllib.loads(text)
    install = document.get("install")
    if not isinstance(install, dict):
        return {}
    found = dict(_bun_place("registry", install.get("registry")))
    scopes = install.get("scopes")
    for scope, place in scopes.items() if isinstance(scopes, dict) else ():
        found.update(_bun_place(f"@{scope.lstrip('@')}:registry", place))
    return found


#: File name in a project to what reads it.
READERS: Mapping[str, Callable[[str], Entries]] = {
    ".yarnrc.yml": from_yarnrc,
    "pnpm-workspace.yaml": from_pnpm_workspace,
    "bunfig.toml": from_bunfig,
}


def _yarn_place(place: Mapping[str, object], key: str, registry: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if not registry:
        return
    if key:
        yield key, (registry,)
    dart = "//" + registry.partition("//")[2].rstrip("/")
    if token := _text(place.get("npmAuthToken")):
        yield f"{dart}:_authToken", (token,)
    if ident := _text(place.get("npmAuthIdent")):
        # Either already encoded, or as "user:password".
        encoded = base64.b64encode(ident.encode()).decode() if ":" in ident else ident
        yield f"{dart}:_auth", (encoded,)


def _bun_place(key: str, place: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(place, str):
        yield key, (place,)
    if not isinstance(place, dict) or not (url := _text(place.get("url"))):
        return
    yield key, (url,)
    dart = "//" + url.partition("//")[2].rstrip("/")
    if token := _text(place.get("token")):
        # bun writes $NAME for a variable.
        yield f"{dart}:_authToken", (f"${{{token[1:]}}}" if token.startswith("$") and "{" not in token else token,)


def _yaml(text: str) -> Mapping[str, object]:
    try:
        document = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - a safe loader
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError("it is not YAML") from error
    if document is not None and not isinstance(document, dict):
        raise ValueError("it has no keys")
    return document or {}


def _tables(value: object) -> Iterator[tuple[str, Mapping[str, object]]]:
    for key, item in value.items() if isinstance(value, dict) else ():
        if isinstance(key, str) and isinstance(item, dict):
            yield key, item


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
