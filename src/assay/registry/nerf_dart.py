"""Nerf darts: the ``//host/path/`` form under which npm files credentials, so that they go to that place only."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import SplitResult, urljoin, urlsplit

_USUAL_PORTS = {"http": 80, "https": 443}


def nerf_darts(url: str) -> Iterator[str]:
    """Every prefix that covers the URL, longest first, with and without a slash at the end, as npm looks them up.

    >>> list(nerf_darts("https://registry.example/npm/"))
    ['//registry.example/npm/', '//registry.example/npm', '//registry.example/', '//registry.example']
    """
    parts = split_url(url)
    if parts is None:
        return
    path = urlsplit(urljoin(url, parts.path)).path or "/"
    key = f"//{host_of(url)}{path}"
    while len(key) > 2 and not key.endswith("//"):
        yield key
        key = key[:-1] if key.endswith("/") else key[: key.rfind("/") + 1]


def split_url(url: str) -> SplitResult | None:
    """The parts of an http or https URL with a host; None if it is anything else.

    Control characters and backslashes are refused: readers of URLs disagree about what they mean.
    """
    if not url.isprintable() or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:
        return None
    if parts.scheme not in _USUAL_PORTS or not parts.hostname or not port_is_fine:
        return None
    return parts


def host_of(url: str) -> str:
    """Host in lower case, with the port if that is not the usual one; "" if it is no http or https URL.

    >>> host_of("https://Registry.Example:443/x"), host_of("http://u:p@127.0.0.1:4873/")
    ('registry.example', '127.0.0.1:4873')
    """
    parts = split_url(url)
    if parts is None:
        return ""
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in (None, _USUAL_PORTS[parts.scheme]) else f"{host}:{parts.port}"


def origin_of(url: str) -> str:
    """Scheme and host; credentials never cross from one origin to another."""
    parts = split_url(url)
    return f"{parts.scheme}://{host_of(url)}" if parts else ""


def shown_url(url: str) -> str:
    """A URL as it can stand in a message: without user, password, query and fragment.

    >>> shown_url("https://u:secret@registry.example/p?token=x")
    'https://registry.example/p'
    """
    parts = split_url(url)
    return f"{origin_of(url)}{parts.path[:300]}" if parts else "an address that is not http or https"
