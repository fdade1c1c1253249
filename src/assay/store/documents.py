"""Packuments and other registry documents, kept between runs so that an unchanged one is not sent again."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from assay.errors import StoreError
from assay.model.gap import Gap, GapKind
from assay.store.cache_file import CacheFile

if TYPE_CHECKING:
    from typing import Self

#: "Asdo" in SQLite's header.
APPLICATION_ID = 0x4173646F
FORMAT = 1
DEFAULT_MAX_BYTES = 512 * 1024 * 1024
#: A bigger document would push out too many others; the biggest packuments have some 50 MB.
MAX_DOCUMENT_BYTES = 128 * 1024 * 1024
#: Fast, and JSON still shrinks to a fifth.
_COMPRESSION = 1
_COLUMNS = """
url TEXT NOT NULL UNIQUE, etag TEXT NOT NULL, size INTEGER NOT NULL, checksum INTEGER NOT NULL, body BLOB NOT NULL
"""
_FIND = "SELECT rowid, used, etag, size, checksum, body FROM documents WHERE url = ?"
_KEEP = """
INSERT INTO documents (url, etag, size, checksum, body, used, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, size = excluded.size, checksum = excluded.checksum,
body = excluded.body, used = excluded.used, bytes = excluded.bytes
"""
_ROW_BYTES = 300


Document = TypeVar("Document")


class DocumentStore(Generic[Document]):
    """The registry client's document cache, on an SQLite file. It never raises: without it a document is fetched.

    ``gaps`` says what went wrong in this run. After the first failure to read nothing more is read, after the first
    to write nothing more is written; a file that may not be written is still read.

    document    makes what ``find`` gives of an etag and a body: the client's own type
    now         UTC
    max_bytes   of compressed documents; above it, those used longest ago are forgotten
    """

    def __init__(
        self,
        path: Path,
        document: Callable[[str, bytes], Document],
        *,
        now: datetime,
        max_bytes: int = DEFAULT_MAX_BYTES,
    ) -> None:
        self._document = document
        self._file = CacheFile(
            path,
            table="documents",
            columns=_COLUMNS,
            marks=(APPLICATION_ID, FORMAT),
            max_bytes=max_bytes,
            now=now,
        )
        self._unreadable: StoreError | None = None
        self._unwritable: StoreError | None = None

    def find(self, url: str) -> Document | None:
        """The etag and body last kept for this address (without credentials), None if there are none."""
        if self._unreadable is not None or not url.isprintable():
            return None
        try:
            rows = self._file.rows(_FIND, [(url,)])[0]
        except StoreError as error:
            self._unreadable = error
            return None
        for rowid, used, etag, size, checksum, packed in rows:
            if not (isinstance(etag, str) and isinstance(size, int) and isinstance(packed, bytes)):
                continue
            body = _unpacked(packed, size)
            if body is None or _checksum(url, etag, body) != checksum:
                continue
            if isinstance(rowid, int) and isinstance(used, int) and used < self._file.today:
                self._file.touch(rowid)
            return self._document(etag, body)
        return None

    def keep(self, url: str, etag: str, body: bytes) -> None:
        """Keep a document under its address; one without an etag or over the limit is not worth it."""
        if self._unwritable is not None or not _is_worth_keeping(url, etag, body):
            return
        # Imported here: only a fresh document needs it, and a cached scan fetches none.
        from isal import isal_zlib

        packed = isal_zlib.compress(body, _COMPRESSION)
        values = (url, etag, len(body), _checksum(url, etag, body), packed, self._file.today, len(packed) + _ROW_BYTES)
        try:
            self._file.write(_KEEP, values)
        except StoreError as error:
            self._unwritable = error

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What went wrong in this run, at most one Gap for reading and one for writing."""
        problems = (("reading kept packuments", self._unreadable), ("keeping packuments", self._unwritable))
        return tuple(Gap(GapKind.CACHE, what, str(error), error.hint) for what, error in problems if error)

    def close(self) -> None:
        """Note what was used and close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _is_worth_keeping(url: str, etag: str, body: bytes) -> bool:
    # Neither an address nor an etag of HTTP has anything that cannot be printed.
    return bool(etag) and etag.isprintable() and url.isprintable() and len(body) <= MAX_DOCUMENT_BYTES


def _unpacked(packed: bytes, size_bytes: int) -> bytes | None:
    """Exactly ``size_bytes``, or None: what is stored says how much may come out."""
    from isal import isal_zlib

    if not 0 <= size_bytes <= MAX_DOCUMENT_BYTES:
        return None
    try:
        body: bytes = isal_zlib.decompressobj().decompress(packed, size_bytes + 1)
    except (isal_zlib.IsalError, ValueError):  # type: ignore[misc]  # isal's stub calls the class an instance
        return None
    return body if len(body) == size_bytes else None


def _checksum(url: str, etag: str, body: bytes) -> int:
    return zlib.crc32(body, zlib.crc32(f"{url}\0{etag}".encode()))
