"""Upstream: what registries say and give, asked once for many, and believed only with its hash.

Implements ``assessment.ports.Registry``, so that an inspection reads exactly the bytes that are then served.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from assay.assessment.ports import Blob
from assay.errors import BadResponse, RegistryError
from assay.gate.bounded import Bounded
from assay.gate.flights import Flights
from assay.gate.tarball_cache import Opened, TarballCache, sha512_of
from assay.model.integrity import Integrity
from assay.model.packument import Packument, Release
from assay.registry.client import RegistryClient

#: How long a packument is handed out without asking again.
FRESHNESS = timedelta(seconds=60)
#: Bytes of packuments in memory; what is decoded of them takes about as much again.
DOCUMENTS_BYTES = 48 * 1024 * 1024
_FOREVER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Document:
    """A packument with the bytes it was read from; ``tag`` changes whenever they do."""

    packument: Packument
    body: bytes
    tag: str
    asked: datetime


class Upstream:
    """The registries of the settings, with their packuments in memory and their tarballs in a folder."""

    def __init__(
        self,
        client: RegistryClient,
        tarballs: TarballCache,
        clock: Callable[[], datetime],
        is_exposed: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """``is_exposed`` tells internal names that only the public registry could be asked for."""
        self._client = client
        self._is_exposed = is_exposed
        self._tarballs = tarballs
        self._clock = clock
        self._documents: Bounded[str, Document] = Bounded(DOCUMENTS_BYTES)
        self._asking: Flights[str, Document] = Flights()
        self._sha512: Bounded[str, str] = Bounded(100_000)

    async def close(self) -> None:
        """Stop what is being asked."""
        await self._asking.close()

    async def document(self, name: str, youngest: timedelta = FRESHNESS) -> Document:
        """The packument, at most ``youngest`` old. Raises PackageNotFound or another RegistryError."""
        known = self._documents.find(name)
        if known is not None and timedelta(0) <= self._clock() - known.asked < youngest:
            return known
        return await self._asking.join(name, lambda: self._ask(name), _FOREVER)

    def forget(self, name: str) -> None:
        """Ask anew the next time: something was written to this package."""
        self._documents.drop(name)

    async def packument(self, name: str) -> Packument:
        """See ``assessment.ports.Registry``."""
        return (await self.document(name)).packument

    async def opened(self, release: Release) -> Opened:
        """The tarball of a release, from the cache or fetched into it, hashed just now.

        Raises BadResponse if nothing vouches for it, or if what came is not what the packument promises; another
        RegistryError or StoreError if it could not be had.
        """
        promised = release.integrity
        if promised is None:
            raise BadResponse(f"the registry gives no hash for {release.ref}, so nothing vouches for its bytes")
        opened = await self.kept(release)
        if opened is None:
            opened = await self._tarballs.open(await self._fetch(release, promised))
        if opened is None:
            raise BadResponse(f"the tarball of {release.ref} left the cache too early")
        return opened

    async def kept(self, release: Release) -> Opened | None:
        """The tarball of a release if it is in the cache, hashed just now."""
        promised = release.integrity
        sha512 = (self._sha512.find(str(promised)) or sha512_of(promised)) if promised else ""
        return await self._tarballs.open(sha512) if sha512 else None

    async def _fetch(self, release: Release, promised: Integrity) -> str:
        blob = await self._client.download(release)
        try:
            if blob.integrity is None or promised.agrees_with(blob.integrity) is not True:
                raise BadResponse(f"the tarball of {release.ref} is not the one that the registry vouches for")
            await self._tarballs.keep(blob)
            sha512 = sha512_of(blob.integrity)
            self._sha512.keep(str(promised), sha512)
            return sha512
        finally:
            await self._client.discard(blob)

    async def download(self, release: Release) -> Blob:
        """See ``assessment.ports.Registry``: a file of the cache, whose hash was just found to be the right one."""
        opened = await self.opened(release)
        opened.file.close()
        return Blob(opened.size_bytes, release.integrity, path=str(opened.path))

    async def packages_of(self, account: str) -> int:
        """See ``assessment.ports.Registry``."""
        return await self._client.packages_of(account)

    async def discard(self, blob: Blob) -> None:
        """See ``assessment.ports.Registry``: the cache keeps it."""

    async def _ask(self, name: str) -> Document:
        if self._is_exposed(name):
            raise RegistryError(
                f"{name} is one of your internal names, and the public registry is not asked for those",
                hint="name the registry that has it: registry = ... below [internal] in assay.toml",
            )
        packument, body, etag = await self._client.document(name)
        tag = etag or hashlib.sha256(body).hexdigest()[:32]
        document = Document(packument, body, tag, self._clock())
        self._documents.keep(name, document, len(body))
        return document
