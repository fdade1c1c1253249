"""From npm's configuration to RegistrySettings."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlunsplit

from assay.registry.config_layers import ConfigLayer, find_layers
from assay.registry.nerf_dart import split_url
from assay.registry.npmrc import expand, unset_variable
from assay.registry.registry_settings import Credential, RegistrySettings
from assay.registry.vouched import VouchedHosts

#: What decides whom we talk to and whom we believe. A project must not decide that for its own inspection.
_TRANSPORT = frozenset({"ca", "cafile", "https-proxy", "noproxy", "proxy", "strict-ssl", "certfile", "keyfile"})
_SECRETS = ("_authToken", "_auth", "username", "_password")
_NOTHING = frozenset({"", "null", "false", "undefined"})
_MAX_RETRIES = 10
_MAX_TIMEOUT = timedelta(minutes=10)


def read_registry_settings(project: Path | None, home: Path, environment: Mapping[str, str]) -> RegistrySettings:
    """Read npm's configuration the way npm does: environment, project, user, global; the first that speaks counts.

    project   a folder in the project, None outside of any

    Not as npm does: a project's files cannot set proxies, certificate authorities or turn off the checking of
    certificates, nor put variables into registry addresses, nor into credentials for a host that the user's own
    configuration does not name; ``notes`` says so where they try.
    Raises SettingsError if one of the user's own files cannot be read.
    """
    notes: list[str] = []
    entries: dict[str, tuple[str, ...]] = {}
    unscoped: dict[bool, dict[str, str]] = {True: {}, False: {}}
    layers = find_layers(project, home, environment)
    vouched = VouchedHosts(layers, environment)
    for layer in layers:
        if layer.trouble:
            notes.append(f"{layer.source} was not read: {layer.trouble}")
        for key, values in _usable(layer, environment, vouched, notes):
            entries.setdefault(key, values)
            if key == "registry" or key in _SECRETS:
                unscoped[layer.is_project].setdefault(key, values[-1])
    for found in unscoped.values():
        entries = {**_placed(found), **entries}
    return _settings(entries, home, environment, notes)


def _usable(
    layer: ConfigLayer, environment: Mapping[str, str], vouched: VouchedHosts, notes: list[str]
) -> Iterable[tuple[str, tuple[str, ...]]]:
    for raw_key, raw_values in layer.entries.items():
        key = raw_key if layer.is_project else expand(raw_key, environment)
        name = key.rpartition(":")[2]
        if layer.is_project and name in _TRANSPORT:
            notes.append(f"{name} in {layer.source} was not followed: set it in your own .npmrc")
            continue
        may_expand, why = _may_expand(layer, key, raw_values, vouched)
        values = tuple(expand(value, environment) for value in raw_values) if may_expand else raw_values
        variable = next(filter(None, map(unset_variable, values)), None)
        if variable is not None:
            notes.append(f"{_shown_key(key)} in {layer.source} was not followed: its variable {variable} {why}")
            continue
        yield key, values


def _may_expand(layer: ConfigLayer, key: str, values: tuple[str, ...], vouched: VouchedHosts) -> tuple[bool, str]:
    """Whether variables are put into these values, and what to say of a variable that then still stands there."""
    if not layer.is_project:
        return True, "is not set"
    if key.rpartition(":")[2] not in _SECRETS:
        return False, "is not put in for a project's file"
    if any(map(unset_variable, values)) and not vouched.covers(key):
        return False, (
            "is put in only for hosts that your own npm configuration names; if you trust this one, name it there: "
            "`npm config set @scope:registry URL --location=user`"
        )
    return True, "is not set"


def _placed(unscoped: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Older files have credentials without a place: they are for the registry that the same side names.

    So a project that names another registry does not get what the user's own file has for theirs.
    """
    parts = split_url(unscoped.get("registry", ""))
    if parts is None:
        return {}
    return {f"//{parts.netloc}{parts.path}:{name}": (unscoped[name],) for name in _SECRETS if name in unscoped}


def _settings(
    entries: Mapping[str, tuple[str, ...]], home: Path, environment: Mapping[str, str], notes: list[str]
) -> RegistrySettings:
    last = {key: values[-1] for key, values in entries.items() if values}
    secrets = _Secrets(last)
    registry = secrets.without_user(last.get("registry", ""), notes, "registry")
    scopes = {
        key.removesuffix(":registry"): address
        for key, value in last.items()
        if key.startswith("@") and key.endswith(":registry") and (address := secrets.without_user(value, notes, key))
    }
    proxy = _setting(last, "proxy")
    variables = {name.lower(): value for name, value in environment.items() if value}
    https = (
        _setting(last, "https-proxy") or variables.get("https_proxy", "") or proxy or variables.get("http_proxy", "")
    )
    return RegistrySettings(
        registry=registry,
        scopes=scopes,
        credentials=secrets.credentials(home, notes),
        ca=tuple(text.replace("\\n", "\n") for text in entries.get("ca", ()) if text not in _NOTHING),
        ca_file=_path(_setting(last, "cafile"), home),
        extra_ca_file=environment.get("NODE_EXTRA_CA_CERTS", ""),
        strict_ssl=last.get("strict-ssl", "true") not in ("false", "0"),
        http_proxy=proxy or variables.get("http_proxy", "") or variables.get("proxy", ""),
        https_proxy=https,
        no_proxy=_no_proxy(entries.get("noproxy") or (variables.get("no_proxy", ""),)),
        fetch_retries=min(_number(last.get("fetch-retries"), 2), _MAX_RETRIES),
        fetch_timeout=_timeout(last.get("fetch-timeout")),
        replace_host=last.get("replace-registry-host", ""),
        notes=tuple(notes),
    )


class _Secrets:
    """Credentials by nerf dart, put together from keys such as ``//host/:_authToken``."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self._by_prefix: dict[str, dict[str, str]] = {}
        for key, value in entries.items():
            prefix, colon, name = key.rpartition(":")
            if colon and prefix.startswith("//"):
                self._by_prefix.setdefault(_prefix(prefix), {})[name] = value

    def without_user(self, registry: str, notes: list[str], key: str) -> str:
        """The address alone; a user and password in it become a credential for it. "" if it is no web address."""
        if not registry:
            return ""
        parts = split_url(registry)
        if parts is None:
            notes.append(f"{key} was not followed: it is not an http or https address")
            return ""
        if "@" not in parts.netloc:
            return registry
        user, _, host = parts.netloc.rpartition("@")
        encoded = base64.b64encode(unquote(user).encode()).decode()
        self._by_prefix.setdefault(_prefix(f"//{host}{parts.path}"), {"_auth": encoded})
        return urlunsplit((parts.scheme, host, parts.path, "", ""))

    def credentials(self, home: Path, notes: list[str]) -> tuple[Credential, ...]:
        found = []
        for prefix, fields in self._by_prefix.items():
            header = _header(fields)
            if not (header.isascii() and header.isprintable()):
                notes.append(f"the credentials for {prefix} were not used: they have characters that cannot be sent")
                header = ""
            certificate, key = (_path(fields.get(name, ""), home) for name in ("certfile", "keyfile"))
            if header or certificate:
                found.append(Credential(prefix, header, certificate, key))
        return tuple(found)


def _prefix(dart: str) -> str:
    """A nerf dart with its host in lower case and without a slash at the end."""
    host, slash, path = dart[2:].partition("/")
    return f"//{host.lower()}{slash}{path}".rstrip("/")


def _header(fields: Mapping[str, str]) -> str:
    if token := fields.get("_authToken"):
        return f"Bearer {token}"
    if encoded := fields.get("_auth"):
        return f"Basic {encoded}"
    if "username" in fields and "_password" in fields:
        try:
            password = base64.b64decode(fields["_password"])
        except (binascii.Error, ValueError):
            return ""
        return "Basic " + base64.b64encode(fields["username"].encode() + b":" + password).decode()
    return ""


def _setting(entries: Mapping[str, str], key: str) -> str:
    value = entries.get(key, "")
    return "" if value in _NOTHING else value


def _path(value: str, home: Path) -> str:
    return str(home / value[2:]) if value.startswith("~/") else value


def _no_proxy(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip() not in _NOTHING)


def _number(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else otherwise


def _timeout(value: str | None) -> timedelta | None:
    milliseconds = _number(value, 0)
    return min(timedelta(milliseconds=milliseconds), _MAX_TIMEOUT) if milliseconds else None


def _shown_key(key: str) -> str:
    return key if len(key) <= 100 else f"{key[:100]}..."
