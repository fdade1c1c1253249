"""Relay: pass a request on to a registry as it came, and its answer back, both unread and piece by piece."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import timedelta

import aiohttp
from yarl import URL

from assay.errors import BadResponse, RegistryUnavailable
from assay.registry.nerf_dart import host_of, origin_of, shown_url
from assay.registry.registry_settings import RegistrySettings
from assay.registry.tls import TlsContexts

#: What speaks of one connection only (RFC 9110, 7.6.1), and what the library writes itself.
_OF_A_CONNECTION = frozenset(
    {
        *("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection"),
        *("te", "trailer", "transfer-encoding", "upgrade", "host", "expect"),
        # what is allowed was decided by the method that was asked with
        *("x-http-method", "x-http-method-override", "x-method-override"),
    }
)
#: The client's credential is for the default registry: that is whom it signed in to through us.
_FOR_DEFAULT_ONLY = frozenset({"authorization", "cookie", "npm-otp"})
#: npm names the project's scope in these, whichever registry it asks.
_TELLING = frozenset({"npm-scope", "referer"})
_SELF_MADE = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """What is passed on.

    path    below the registry, as it came, with its leading slash; ``query`` without the question mark
    lends   show the gate's own credential if the client brought none: only where nothing is written
    """

    method: str
    path: str
    query: str
    headers: Headers
    lends: bool = False


class RelayedAnswer:
    """The registry's answer. Close it when done."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    @property
    def status(self) -> int:
        """Its status."""
        return self._response.status

    @property
    def headers(self) -> Headers:
        """Its headers, without those of the connection; names in lower case."""
        return tuple(_without_connection(self._response.headers.items()))

    def pieces(self) -> AsyncIterator[bytes]:
        """Its body as it comes, still compressed if it is."""
        return aiter(self._response.content.iter_any())

    def close(self) -> None:
        """Let go of it."""
        self._response.close()


class Relay:
    """Holds the connections of one event loop. Close it in the same loop."""

    def __init__(self, settings: RegistrySettings, silence: timedelta = timedelta(seconds=60)) -> None:
        self._settings = settings
        self._tls = TlsContexts(settings)
        seconds = silence.total_seconds()
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=seconds, sock_read=seconds),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            skip_auto_headers=_SELF_MADE,
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._session.close()

    async def send(self, passed: Passed, name: str, body: AsyncIterator[bytes] | None) -> RelayedAnswer:
        """Ask the registry of package ``name`` ("" for the default one). Raises RegistryUnavailable or BadResponse."""
        registry = self._settings.registry_for(name) if name else self._settings.default
        url = registry[:-1] + passed.path + (f"?{passed.query}" if passed.query else "")
        target = URL(url, encoded=True)
        if host_of(str(target)) != host_of(registry):
            raise BadResponse("the address can be read in two ways")
        is_default = origin_of(registry) == origin_of(self._settings.default)
        has_private = bool(self._settings.internal or self._settings.scopes)
        headers = [
            (key, value)
            for key, value in _without_connection(passed.headers)
            if is_default or key not in _FOR_DEFAULT_ONLY
            if not (has_private and key in _TELLING)
        ]
        if passed.lends and not any(key == "authorization" for key, _ in headers):
            own = self._settings.auth_for(url)
            headers += [("authorization", own)] if own else []
        try:
            response = await self._session.request(
                passed.method,
                target,
                headers=headers,
                data=body,
                allow_redirects=False,
                proxy=self._settings.proxy_for(url),
                ssl=self._tls.context_for(url),
            )
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise RegistryUnavailable(f"{shown_url(url)} gave no answer ({type(error).__name__})") from error
        return RelayedAnswer(response)


def _without_connection(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    pairs = [(name.lower(), value) for name, value in headers]
    named = {each.strip().lower() for name, value in pairs if name == "connection" for each in value.split(",")}
    return [(name, value) for name, value in pairs if name not in _OF_A_CONNECTION and name not in named]
