"""The [registries] of assay.toml."""

from __future__ import annotations

from urllib.parse import urlsplit

from assay.settings.table import Table


def read_registries(top: Table) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The default registry ("" if none is set) and those of scopes. Raises SettingsError."""
    table = top.table("registries")
    table.only("default", "scopes")
    default = table.parsed("default", registry_address) if table.data.get("default") else ""
    scopes = table.table("scopes")
    found = []
    for scope in scopes.data:
        if not scope.startswith("@") or "/" in scope or len(scope) == 1:
            scopes.fail(scope, f'{scope!r} is not a scope such as "@acme"')
        found.append((scope, scopes.parsed(scope, registry_address)))
    return default, tuple(found)


def registry_address(text: str) -> str:
    """Check a registry's address and end it with a slash. Raises ValueError that says what is wrong."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        host = None
    if host is None or parts.scheme not in ("http", "https"):
        raise ValueError(f"{text[:80]!r} is not an http or https address")
    if parts.username or parts.password:
        raise ValueError("credentials do not belong into an address: put them into .npmrc")
    return text if text.endswith("/") else f"{text}/"
