"""Fetcher: one thing over HTTP, with attempts, redirects, deadlines and byte limits. Only here is aiohttp used."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Generic, Protocol, TypeVar
from urllib.parse import quote

import aiohttp
from yarl import URL

from assay.errors import BadResponse, RegistryError, RegistryUnavailable
from assay.registry.answers import Answer, is_redirect, may_try_again, next_hop, refusal, told_reason
from assay.registry.body import CutOff, read_body
from assay.registry.client_limits import ClientLimits, retry_after
from assay.registry.nerf_dart import host_of, origin_of, shown_url, split_url
from assay.registry.registry_settings import RegistrySettings
from assay.registry.tls import TlsContexts

_MAX_REFUSAL_BYTES = 16 * 1024
#: What stands in URLs as it is (RFC 3986), the percent sign included: they are quoted already.
_IN_URLS = "%:/?#[]@!$&'()*+,;=-._~"


class Sink(Protocol):
    """Takes a body. One is made for each attempt."""

    def write(self, data: bytes) -> None:
        """Take the next bytes."""

    def abandon(self) -> None:
        """Drop what came."""


S = TypeVar("S", bound=Sink)


@dataclass(frozen=True, slots=True)
class Ask(Generic[S]):
    """What to fetch.

    what       in words, for messages: ``the packument of left-pad``
    max_bytes  of the body, after decompression
    etag       makes the request conditional
    """

    url: str
    what: str
    accept: str
    max_bytes: int
    within: timedelta
    make_sink: Callable[[], S]
    etag: str = ""
    is_compressed: bool = True


@dataclass(frozen=True, slots=True)
class Times:
    """The clock of the client, replaced in tests. ``seconds`` only ever grows; ``chance`` is between 0 and 1."""

    seconds: Callable[[], float]
    sleep: Callable[[float], Awaitable[object]]
    chance: Callable[[], float]


class _TryAgain(Exception):
    """This attempt failed in a way that another may not."""

    def __init__(self, reason: str, wait: timedelta | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Fetcher:
    """Holds the connections of one event loop. Close it in the same loop."""

    def __init__(self, settings: RegistrySettings, limits: ClientLimits, times: Times, user_agent: str) -> None:
        self._settings = settings
        self._limits = limits
        self._times = times
        self._tls = TlsContexts(settings)
        silence = limits.silence.total_seconds()
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=limits.connections),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=silence, sock_read=silence),
            headers={"User-Agent": user_agent},
            # A registry's cookies are nobody's business, and bodies are expanded by us, within limits.
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            max_line_size=16 * 1024,
            max_field_size=64 * 1024,
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._session.close()

    async def fetch(self, ask: Ask[S]) -> tuple[Answer, S]:
        """Fetch it. Raises a RegistryError that says what, where and why; an unfinished sink is abandoned."""
        started = self._times.seconds()
        failures = 0
        while True:
            try:
                return await self._attempt(ask)
            except _TryAgain as error:
                failures += 1
                wait = self._limits.wait_before(failures, error.wait, self._times.chance)
                left = self._limits.overall.total_seconds() - (self._times.seconds() - started)
                if failures > self._settings.fetch_retries or wait.total_seconds() > left:
                    raise self._given_up(ask, failures, error) from error
            await self._times.sleep(wait.total_seconds())

    def _given_up(self, ask: Ask[S], failures: int, error: _TryAgain) -> RegistryUnavailable:
        attempts = f" after {failures} attempts" if failures > 1 else ""
        later = error.wait is not None and error.wait > self._limits.longest_wait
        hint = "check the network, the registry's address and the proxy, then run it again"
        if later and error.wait is not None:
            hint = f"the registry asks to wait {int(error.wait.total_seconds())} s; run it again after that"
        return RegistryUnavailable(f"{ask.what} from {shown_url(ask.url)}: {error}{attempts}", hint=hint)

    async def _attempt(self, ask: Ask[S]) -> tuple[Answer, S]:
        sink = ask.make_sink()
        is_done = False
        try:
            async with asyncio.timeout(ask.within.total_seconds()):
                answer = await self._follow(ask, sink)
            is_done = True
            return answer, sink
        except TimeoutError as error:
            raise _TryAgain(f"no complete answer within {ask.within.total_seconds():g} s") from error
        except CutOff as error:
            raise _TryAgain(str(error)) from error
        except aiohttp.ClientError as error:
            raise _translated(error, ask) from error
        except OSError as error:
            raise _TryAgain(f"the connection failed ({error.strerror or error})") from error
        finally:
            if not is_done:
                sink.abandon()

    async def _follow(self, ask: Ask[S], sink: S) -> Answer:
        url = ask.url
        for _ in range(self._limits.redirects + 1):
            if split_url(url) is None:
                raise BadResponse(f"{ask.what} is at an address that is not http or https")
            # Credentials are for the first address. Wherever a redirect leads to, they stay behind.
            auth = self._settings.auth_for(url) if origin_of(url) == origin_of(ask.url) else None
            async with self._request(ask, url, auth) as response:
                if not is_redirect(response.status):
                    return await self._read(ask, url, response, sink, auth or "")
                url = next_hop(url, response.headers.get("Location", ""))
        raise BadResponse(f"{shown_url(ask.url)} redirects more than {self._limits.redirects} times")

    def _request(self, ask: Ask[S], url: str, auth: str | None) -> aiohttp.client._RequestContextManager:
        headers = {"Accept": ask.accept, "Accept-Encoding": "gzip" if ask.is_compressed else "identity"}
        if auth:
            headers["Authorization"] = auth
        if ask.etag:
            headers["If-None-Match"] = ask.etag
        return self._session.get(
            _requested(url, ask.what),
            headers=headers,
            allow_redirects=False,
            proxy=self._settings.proxy_for(url),
            ssl=self._tls.context_for(url),
        )

    async def _read(self, ask: Ask[S], url: str, response: aiohttp.ClientResponse, sink: S, auth: str) -> Answer:
        status, headers = response.status, response.headers
        answer = Answer(status, url, headers.get("ETag", ""), headers.get("Content-Type", "").partition(";")[0])
        if status == HTTPStatus.NOT_MODIFIED and ask.etag:
            return answer
        if may_try_again(status):
            wait = retry_after(headers.get("Retry-After", ""), headers.get("Date", ""))
            raise _TryAgain(f"it answered with status {status}", wait)
        if status != HTTPStatus.OK:
            body = await response.content.read(_MAX_REFUSAL_BYTES)
            raise refusal(status, url, told_reason(body, auth.rpartition(" ")[2]))
        encoding = headers.get("Content-Encoding", "")
        chunks = response.content.iter_any()
        await read_body(aiter(chunks), encoding, ask.max_bytes, sink.write, shown_url(url))
        return answer


def _requested(url: str, what: str) -> URL:
    """The URL without user and password; its path stays as it was written (``%2f``), other characters are quoted.

    Credentials were chosen by our reading of the URL, so the library has to read the same host in it.
    """
    try:
        requested = URL(quote(url, safe=_IN_URLS), encoded=True).with_user(None)
    except ValueError as error:
        raise BadResponse(f"{what} is at an address that cannot be read") from error
    if host_of(str(requested)) != host_of(url):
        raise BadResponse(f"{what} is at an address that can be read in two ways")
    return requested


def _translated(error: aiohttp.ClientError, ask: Ask[S]) -> Exception:
    where = shown_url(ask.url)
    if isinstance(error, aiohttp.ClientConnectorCertificateError | aiohttp.ClientConnectorSSLError):
        return RegistryUnavailable(
            f"{ask.what} from {where}: its certificate is not trusted",
            hint="set cafile in .npmrc to the certificates of your network's authority",
        )
    if isinstance(error, aiohttp.InvalidURL):
        return BadResponse(f"{ask.what} is at an address that cannot be read")
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return RegistryError(
            f"{ask.what} from {where}: the proxy refuses ({error.status})", hint="check the proxy settings"
        )
    if isinstance(error, aiohttp.ClientConnectorError):
        return _TryAgain(f"cannot connect ({error.os_error.strerror or error.os_error})")
    if isinstance(error, aiohttp.ClientPayloadError):
        return _TryAgain("the connection was cut off in the middle of the answer")
    if isinstance(error, aiohttp.ServerDisconnectedError | aiohttp.ClientOSError):
        return _TryAgain("the connection was closed without an answer")
    return _TryAgain(f"the answer is not proper HTTP ({type(error).__name__})")
