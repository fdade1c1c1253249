"""Updating a feed: from an address or a path into its file, whole or not at all."""

from __future__ import annotations

import asyncio
import hashlib
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import urlsplit, urlunsplit

import msgspec

from assay.errors import FeedError
from assay.feeds.database import PARTIAL_PREFIX, SUFFIX, FeedDatabase, Standing
from assay.feeds.osv import records_of
from assay.feeds.reading import Found, documents, documents_in
from assay.feeds.writer import FeedWriter, rewrite_standing
from assay.model.feed import FeedInfo
from assay.model.gap import Gap, GapKind

#: OSV's export of everything it knows about npm (https://google.github.io/osv.dev/data/).
DEFAULT_SOURCE = "https://osv-vulnerabilities.storage.googleapis.com/npm/all.zip"
#: That export has about 150 MB.
MAX_DOWNLOAD_BYTES = 2 * 1024**3
#: A feed of which more than this share cannot be read is not what it was taken for.
MAX_UNREADABLE_SHARE = 0.1
#: Left behind by an update that was killed; one that is still running is younger.
STALE = timedelta(days=1)
#: Documents between two looks at whether the user has pressed ^C.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered: its mark of the content, and whether that is what we have already."""

    etag: str = ""
    is_unchanged: bool = False


class Fetch(Protocol):
    """Downloads over HTTP; ``wiring`` gives the real one."""

    async def __call__(self, url: str, into: BinaryIO, *, etag: str, max_bytes: int) -> Fetched:
        """Write the body of ``url`` into ``into``, unless it still has this etag ("" asks without condition).

        Raises FeedError if there is no usable answer, or one over ``max_bytes``.
        """


@dataclass(frozen=True, slots=True)
class Updated:
    """A feed after its update.

    is_unchanged   the server had nothing newer, or the records are the same
    gaps           documents that could not be read; they are not in the feed
    """

    info: FeedInfo
    path: Path
    is_unchanged: bool = False
    gaps: tuple[Gap, ...] = ()


async def update(source: str, folder: Path, fetch: Fetch, now: datetime) -> Updated:
    """Read a feed from an address or a path into its own file under ``folder``.

    Each source has one file, so feeds can be used side by side and updated one by one. The old file stays in use
    until the new one is complete. Raises FeedError if the source cannot be read, holds no record about npm, is mostly
    unreadable, or the file cannot be written.
    """
    address = address_of(source)
    path = folder / file_name(source)
    _remove_stale(folder, now)
    before = _standing(path)
    if not _is_url(source):
        return await _rewrite(documents(Path(source)), path, _Origin(address, "", now), before)
    with _download(folder) as file:
        fetched = await fetch(source, file, etag=before.etag if before else "", max_bytes=MAX_DOWNLOAD_BYTES)
        if fetched.is_unchanged and before is not None:
            return _confirm(path, before, now)
        found = documents_in(file, address.rpartition("/")[2])
        return await _rewrite(found, path, _Origin(address, fetched.etag, now), before)


def address_of(source: str) -> str:
    """A source as reports name it: an address loses its credentials and its query, which may hold a token.

    Raises FeedError for an address that cannot be read.

    >>> address_of("https://user:secret@feeds.invalid/npm.zip?token=1")
    'https://feeds.invalid/npm.zip'
    """
    if not _is_url(source):
        return source.encode("utf-8", "backslashreplace").decode()  # a path need not be Unicode
    try:
        parts = urlsplit(source)
    except ValueError as error:
        raise FeedError("that is not an address that can be fetched", hint="check its spelling") from error
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def file_name(source: str) -> str:
    """The name of a source's file: readable, and its own.

    Credentials and a signed query take no part in it: they change, and the feed stays the same.
    """
    place = address_of(source if _is_url(source) else str(Path(source).absolute()))
    words = re.sub(r"[^a-z0-9]+", "-", place.lower()).strip("-")[-40:].strip("-")
    return f"{words}-{hashlib.sha256(place.encode()).hexdigest()[:12]}{SUFFIX}"


def _is_url(source: str) -> bool:
    return source.startswith(("https://", "http://"))


@dataclass(slots=True)
class _Unreadable:
    """Documents that could not be read: how many, and the first reason."""

    count: int = 0
    first: str = ""

    def note(self, reason: str) -> None:
        self.count += 1
        self.first = self.first or reason


@dataclass(frozen=True, slots=True)
class _Origin:
    address: str
    etag: str
    fetched: datetime


async def _rewrite(found: Iterator[Found], path: Path, origin: _Origin, before: Standing | None) -> Updated:
    address = origin.address
    unreadable = _Unreadable()
    with FeedWriter(path) as writer:
        seen, written = await _copy(found, writer, address, unreadable)
        if unreadable.count > seen * MAX_UNREADABLE_SHARE:
            why = f"{unreadable.count:,} of {seen:,} documents cannot be read, the first: {unreadable.first}"
            raise FeedError(f"{address} is not a feed of OSV documents: {why}", hint=_KEPT)
        if not written:
            raise FeedError(f"{address} holds no record about an npm package", hint=_KEPT)
        info = writer.finish(address, etag=origin.etag, skipped=unreadable.count, fetched=origin.fetched)
    gaps: tuple[Gap, ...] = ()
    if unreadable.count:
        what = f"{unreadable.count:,} of {seen:,} documents of {address}"
        gaps = (Gap(GapKind.FEED, what, f"cannot be read, the first: {unreadable.first}", "tell whoever publishes it"),)
    return Updated(info, path, before is not None and before.info.revision == info.revision, gaps)


_KEPT = "nothing was changed; if there was an older copy, it is still in use"


async def _copy(found: Iterator[Found], writer: FeedWriter, address: str, unreadable: _Unreadable) -> tuple[int, int]:
    seen = written = 0
    for seen, (where, document, why) in enumerate(found, 1):
        if seen % _BATCH == 0:
            await asyncio.sleep(0)  # lets a cancelled update stop here
        if document is None:
            unreadable.note(f"{where}: {why}")
            continue
        try:
            records = records_of(document, address, where=where)
        except FeedError as error:
            unreadable.note(str(error))
            continue
        for record in records:
            writer.add(record)
            written += 1
    return seen, written


def _confirm(path: Path, before: Standing, now: datetime) -> Updated:
    """Note in the file that its content was confirmed now; the rest stays as it is."""
    standing = msgspec.structs.replace(before, info=replace(before.info, fetched=now))
    rewrite_standing(path, standing)
    return Updated(standing.info, path, is_unchanged=True)


def _standing(path: Path) -> Standing | None:
    try:
        with FeedDatabase(path) as database:
            return database.standing
    except FeedError:
        return None  # missing or damaged: it is fetched without condition and written anew


@contextmanager
def _download(folder: Path) -> Iterator[BinaryIO]:
    """A nameless file on the disk where the feed will be: it is gone with the process, however that ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            yield file
    except OSError as error:
        raise FeedError(f"cannot write into {folder}: {error.strerror}", hint=_KEPT) from error


def _remove_stale(folder: Path, now: datetime) -> None:
    for path in folder.glob(f"{PARTIAL_PREFIX}*"):
        try:
            if now.timestamp() - path.stat().st_mtime > STALE.total_seconds():
                path.unlink()
        except OSError:
            continue  # another update was faster, or it is not ours to remove
