"""Where OSV documents stand: a zip, a folder of JSON files, JSON lines (also gzipped) or one JSON file, all bounded."""

from __future__ import annotations

import gzip
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from assay.errors import FeedError
from assay.feeds.osv import MAX_DOCUMENT_BYTES

#: OSV's npm export holds about a quarter of a million documents and under a gigabyte of JSON.
MAX_DOCUMENTS = 600_000
MAX_TOTAL_BYTES = 4 * 1024**3
#: The directory of such a zip: 46 bytes and a name for each document. It is held in memory, so it is bounded.
MAX_DIRECTORY_BYTES = 48 * 1024 * 1024
_CHUNK_BYTES = 1024 * 1024

#: A document with where it stands, for messages; None for one that could not be taken out, with the reason.
Found = tuple[str, bytes | None, str]


def documents(path: Path) -> Iterator[Found]:
    """Every OSV document at ``path``, as place, bytes (None if it cannot be taken out) and reason.

    A folder, or a file whose content tells what it is. Nothing is unpacked to disk and names of zip entries are
    never used as paths. Raises FeedError if the whole cannot be read or passes a limit.
    """
    with _readable(path.name):
        if path.is_dir():
            yield from _bounded(_folder(path))
        else:
            with path.open("rb") as file:
                yield from documents_in(file, path.name)


def documents_in(file: BinaryIO, name: str) -> Iterator[Found]:
    """The same for an open file; ``name`` is for messages, and ``.json`` at its end means one single document."""
    with _readable(name):
        file.seek(0)
        magic = file.read(4)
        file.seek(0)
        if magic.startswith(b"PK"):
            yield from _bounded(_zip(file))
        elif magic.startswith(b"\x1f\x8b"):
            with gzip.GzipFile(fileobj=file) as unpacked:
                yield from _bounded(_lines(unpacked))
        elif name.endswith(".json"):
            yield name, file.read(MAX_DOCUMENT_BYTES + 1), ""
        else:
            yield from _bounded(_lines(file))


_HINT = "a feed is a zip of OSV documents, a folder of them, JSON lines (also .gz) or one JSON file"


@contextmanager
def _readable(name: str) -> Iterator[None]:
    try:
        yield
    except (OSError, EOFError, ValueError, RuntimeError, zlib.error, zipfile.BadZipFile) as error:
        raise FeedError(f"cannot read {name}: {error}", hint=_HINT) from error


def _bounded(found: Iterator[Found]) -> Iterator[Found]:
    total_bytes = 0
    for count, (where, document, why) in enumerate(found, 1):
        total_bytes += len(document or b"")
        if count > MAX_DOCUMENTS or total_bytes > MAX_TOTAL_BYTES:
            raise FeedError(f"over {MAX_DOCUMENTS:,} documents or {MAX_TOTAL_BYTES:,} bytes", hint=_HINT)
        yield where, document, why


def _folder(path: Path) -> Iterator[Found]:
    def failed(error: OSError) -> None:
        raise error

    for folder, subfolders, names in os.walk(path, onerror=failed):
        subfolders.sort()
        for name in sorted(names):
            file = Path(folder, name)
            if name.endswith(".json") and file.is_file():
                yield _whole(file, str(file.relative_to(path)))


def _whole(path: Path, where: str) -> Found:
    try:
        with path.open("rb") as file:
            return where, file.read(MAX_DOCUMENT_BYTES + 1), ""
    except OSError as error:
        return where, None, str(error.strerror)


def _lines(file: BinaryIO | gzip.GzipFile) -> Iterator[Found]:
    number = 0
    read_bytes = 0
    while line := file.readline(MAX_DOCUMENT_BYTES + 1):
        number += 1
        read_bytes += len(line)
        if len(line) <= MAX_DOCUMENT_BYTES:
            if line.strip():
                yield f"line {number}", line, ""
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(_CHUNK_BYTES)
            read_bytes += len(line)
            if read_bytes > MAX_TOTAL_BYTES:
                raise FeedError(f"over {MAX_TOTAL_BYTES:,} bytes", hint=_HINT)
        yield f"line {number}", None, f"longer than {MAX_DOCUMENT_BYTES:,} bytes"


def _zip(file: BinaryIO) -> Iterator[Found]:
    # ZipFile reads the whole directory with one call, so a limit on calls is a limit on its memory.
    limited = _LimitedReads(file)
    with zipfile.ZipFile(cast("IO[bytes]", limited)) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_DOCUMENTS:
            raise FeedError(f"over {MAX_DOCUMENTS:,} documents in one zip", hint=_HINT)
        for entry in entries:
            if entry.filename.endswith(".json"):
                yield _entry(archive, entry)


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Found:
    where = repr(entry.filename[:120])
    try:
        with archive.open(entry) as unpacked:
            return where, unpacked.read(MAX_DOCUMENT_BYTES + 1), ""
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError, OSError) as error:
        # RuntimeError: encrypted, or compressed in a way that is not known.
        return where, None, str(error) or type(error).__name__


class _LimitedReads:
    """A file of which no single call reads more than ``MAX_DIRECTORY_BYTES``."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek = file.seek
        self.tell = file.tell
        self.seekable = file.seekable

    def read(self, size: int = -1) -> bytes:
        if size > MAX_DIRECTORY_BYTES:
            raise FeedError(f"a zip whose directory has over {MAX_DIRECTORY_BYTES:,} bytes", hint=_HINT)
        return self._file.read(min(size, MAX_DIRECTORY_BYTES) if size >= 0 else MAX_DIRECTORY_BYTES)

    def close(self) -> None:
        """Leave the file to who opened it."""
