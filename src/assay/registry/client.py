"""RegistryClient: the port ``assessment.ports.Registry`` over HTTP, and the cache in front of it."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import quote

import msgspec

from assay import __version__
from assay.assessment.ports import Blob
from assay.errors import BadResponse, PackageNotFound, ReleaseNotFound, StoreError
from assay.model.package import split_name
from assay.model.packument import Packument, Release
from assay.registry.blob_sink import BlobSink
from assay.registry.client_limits import ClientLimits
from assay.registry.decode import decode_packument
from assay.registry.document_cache import CachedDocument, DocumentCache
from assay.registry.nerf_dart import shown_url
from assay.registry.registry_settings import RegistrySettings

if TYPE_CHECKING:
    from assay.registry.fetcher import Fetcher

_NO_CACHED = CachedDocument("", b"")


class RegistryClient:
    """Fetches packuments and tarballs. Use it as an asynchronous context manager, in one event loop.

    cache            packuments kept from earlier runs; one that cannot be read or written is done without
    folder           for large tarballs, None for the system's temporary folder
    seconds, sleep, chance    the clock and the jitter, replaced in tests
    """

    def __init__(
        self,
        settings: RegistrySettings,
        *,
        cache: DocumentCache | None = None,
        limits: ClientLimits | None = None,
        folder: Path | None = None,
        seconds: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._settings = settings
        self._cache = cache
        self._limits = limits or ClientLimits()
        self._folder = folder
        self._times = (seconds, sleep, chance)
        self._fetcher: Fetcher | None = None
        self._files: set[str] = set()
        self._turns = asyncio.Semaphore(self._limits.connections)
        #: Why the document cache could not be used, "" while it can.
        self.cache_trouble = ""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection and remove every temporary file that was not discarded."""
        fetcher, self._fetcher = self._fetcher, None
        for path in self._files:
            _remove(path)
        self._files.clear()
        if fetcher is not None:
            await fetcher.close()

    async def packument(self, name: str) -> Packument:
        """The full packument. Raises PackageNotFound if nobody owns the name, or another RegistryError."""
        packument, _, _ = await self.document(name)
        return packument

    async def document(self, name: str) -> tuple[Packument, bytes, str]:
        """The full packument, its bytes, and their ETag, "" without one. Raises as ``packument``."""
        if name in ("", ".", "..") or not name.isprintable():
            raise PackageNotFound(f"{name!r} is not a name that a registry can hold")
        url = self._settings.registry_for(name) + _in_path(name)
        kept = self._find(url)
        try:
            body, etag = await self._document(url, f"the packument of {name}", kept.etag)
        except ReleaseNotFound as error:
            raise PackageNotFound(f"{name} is not in the registry: {error}", hint=error.hint) from error
        if body is not None:
            packument = decode_packument(body, name, shown_url(url))
            self._keep(url, etag, body)
            return packument, body, etag
        try:
            return decode_packument(kept.body, name, shown_url(url)), kept.body, kept.etag
        except BadResponse:
            # What was kept is damaged: ask again as if nothing had been.
            return await self._anew(url, name)

    async def download(self, release: Release) -> Blob:
        """The tarball of a release, whatever its hash turns out to be. Raises a RegistryError."""
        if not release.tarball_url:
            raise BadResponse(f"the packument names no tarball for {release.ref}")
        return await self.fetch_tarball(
            self._settings.tarball_url(release.tarball_url, release.ref.name), str(release.ref)
        )

    async def fetch_tarball(self, url: str, what: str) -> Blob:
        """The tarball at a URL; ``what`` names it in messages. Credentials go along only where they belong to."""
        from assay.registry.fetcher import Ask

        limits = self._limits
        ask = Ask(
            url=url,
            what=f"the tarball of {what}",
            accept="*/*",
            max_bytes=limits.tarball_bytes,
            within=self._settings.fetch_timeout or limits.tarball_attempt,
            make_sink=lambda: BlobSink(limits.memory_bytes, self._folder),
            is_compressed=False,
        )
        async with self._turns:
            answer, sink = await self._http().fetch(ask)
        if answer.content_type == "text/html":
            sink.abandon()
            raise BadResponse(
                f"{shown_url(url)} answered with a web page instead of a tarball",
                hint="check whether a proxy or sign-in page stands in between",
            )
        blob = sink.blob()
        if blob.path:
            self._files.add(blob.path)
        return blob

    async def discard(self, blob: Blob) -> None:
        """Give the blob's file back, if it has one."""
        if blob.path in self._files:
            self._files.discard(blob.path)
            _remove(blob.path)

    async def packages_of(self, account: str) -> int:
        """How many packages an account maintains. Raises a RegistryError: not every registry has a search."""
        url = f"{self._settings.registry_for('')}-/v1/search?text=maintainer:{quote(account, safe='')}&size=1"
        body, _ = await self._document(url, f"the packages of {account}", "")
        try:
            return msgspec.json.decode(body or b"", type=_Found).total
        except msgspec.DecodeError as error:
            raise BadResponse(f"{shown_url(url)} answered with something else than a search result: {error}") from error

    async def _anew(self, url: str, name: str) -> tuple[Packument, bytes, str]:
        body, etag = await self._document(url, f"the packument of {name}", "")
        packument = decode_packument(body or b"", name, shown_url(url))
        self._keep(url, etag, body or b"")
        return packument, body or b"", etag

    async def _document(self, url: str, what: str, etag: str) -> tuple[bytes | None, str]:
        """Body and tag of a document; None if it has not changed since ``etag``."""
        from assay.registry.fetcher import Ask

        ask = Ask(
            url=url,
            what=what,
            accept="application/json",
            max_bytes=self._limits.packument_bytes,
            within=self._settings.fetch_timeout or self._limits.attempt,
            make_sink=_DocumentSink,
            etag=etag,
        )
        async with self._turns:
            answer, sink = await self._http().fetch(ask)
        return (None if answer.status == 304 else bytes(sink.data)), answer.etag

    def _http(self) -> Fetcher:
        if self._fetcher is None:
            # aiohttp costs a fifth of a second: whoever needs no network does not pay for it.
            from assay.registry.fetcher import Fetcher, Times

            self._fetcher = Fetcher(self._settings, self._limits, Times(*self._times), f"assay/{__version__}")
        return self._fetcher

    def _find(self, url: str) -> CachedDocument:
        try:
            return (self._cache.find(url) if self._cache else None) or _NO_CACHED
        except StoreError as error:
            self._do_without_cache(error)
            return _NO_CACHED

    def _keep(self, url: str, etag: str, body: bytes) -> None:
        if self._cache is None or not etag:
            return
        try:
            self._cache.keep(url, etag, body)
        except StoreError as error:
            self._do_without_cache(error)

    def _do_without_cache(self, error: StoreError) -> None:
        self._cache = None
        self.cache_trouble = str(error)


class _Found(msgspec.Struct):
    total: int


class _DocumentSink:
    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes) -> None:
        self.data += data

    def abandon(self) -> None:
        self.data.clear()


def _remove(path: str) -> None:
    with suppress(OSError):
        Path(path).unlink()


def _in_path(name: str) -> str:
    """A package's name in a URL path, the way clients write it: the slash of a scope as ``%2f``."""
    scope, bare = split_name(name)
    return f"{quote(scope, safe='@')}%2f{quote(bare, safe='')}" if scope else quote(name, safe="")
