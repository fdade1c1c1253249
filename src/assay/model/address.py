"""Addresses: what of a URL matters here."""

from __future__ import annotations

from urllib.parse import urlsplit

_USUAL_PORT = {"http": 80, "https": 443}


def host_of(address: str) -> str:
    """Host of a web address, with the port if it is not the scheme's own; "" for anything else.

    >>> host_of("https://Registry.example:443/a.tgz"), host_of("http://127.0.0.1:4873/a.tgz"), host_of("../a.tgz")
    ('registry.example', '127.0.0.1:4873', '')
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in _USUAL_PORT or not parts.hostname:
        return ""
    return parts.hostname if port in (None, _USUAL_PORT[parts.scheme]) else f"{parts.hostname}:{port}"
