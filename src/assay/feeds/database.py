"""One feed's Records in one SQLite file, by package name; written whole, then only read."""

from __future__ import annotations

import sqlite3
import zlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from assay.errors import FeedError
from assay.model.feed import FeedInfo, Record

if TYPE_CHECKING:
    from typing import Self

#: "Asay" in SQLite's header, so that no other program's database is taken for a feed.
APPLICATION_ID = 0x41736179
#: Goes up whenever the tables or the Record change; other versions are not read.
FORMAT = 1
SUFFIX = ".feed"
#: Of a file that is being written, so that what a killed update left behind can be told apart and removed.
PARTIAL_PREFIX = ".partial-"
HINT = "run `assay feed update` to fetch it again"
_HEADER_BYTES = 100
_CHECKSUM_BYTES = 4


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What a feed's file says about itself.

    info       the feed, as reports show it
    etag       the server's mark of that content, "" if it gave none
    skipped    documents that could not be read and are not in it
    """

    info: FeedInfo
    etag: str = ""
    skipped: int = 0


class FeedDatabase:
    """A feed's file, opened to be read. It is replaced by renaming and never changed, so it needs no locks.

    Raises FeedError on opening if it is missing, cut short, damaged or of another version, with what to do as hint.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        _check_header(path)
        try:
            # immutable: nobody writes to this file, so SQLite need not look for locks and journals.
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise FeedError(f"feed {path.name} cannot be opened: {error}", hint=HINT) from error
        try:
            ((standing,),) = self._connection.execute("SELECT standing FROM feed")
            self.standing = msgspec.msgpack.decode(standing, type=Standing)
        except (sqlite3.Error, ValueError, TypeError, msgspec.MsgspecError) as error:
            self._connection.close()
            raise FeedError(f"feed {path.name} is damaged: {error}", hint=HINT) from error

    @property
    def info(self) -> FeedInfo:
        """The feed, as reports show it."""
        return self.standing.info

    def records(self, name: str) -> tuple[Record, ...]:
        """Every record of this package, withdrawn ones too, by id. Raises FeedError if they are damaged."""
        if not name.isprintable():
            return ()  # no registry has it, and a lone surrogate could not even be asked for
        try:
            rows = self._connection.execute("SELECT record FROM records WHERE name = ?", (name,)).fetchall()
            return tuple([_unpacked(name, row[0]) for row in rows])
        except (sqlite3.Error, ValueError, TypeError, msgspec.MsgspecError) as error:
            raise FeedError(f"feed {self.path.name} is damaged at {name}: {error}", hint=HINT) from error

    def close(self) -> None:
        """Close the file. Closing twice does nothing."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def packed(record: Record) -> bytes:
    """A record as a row holds it: a checksum, then MessagePack."""
    body = msgspec.msgpack.encode(record)
    return zlib.crc32(body).to_bytes(_CHECKSUM_BYTES, "big") + body


def _unpacked(name: str, row: bytes) -> Record:
    body = memoryview(row)[_CHECKSUM_BYTES:]
    if zlib.crc32(body) != int.from_bytes(row[:_CHECKSUM_BYTES], "big"):
        raise ValueError("a record's checksum is wrong")
    record = _decoder().decode(body)
    if record.package != name:
        raise ValueError(f"a record of {record.package!r} stands in its place")
    return record


@lru_cache(maxsize=1)
def _decoder() -> msgspec.msgpack.Decoder[Record]:
    return msgspec.msgpack.Decoder(Record)


def _check_header(path: Path) -> None:
    """Refuse what SQLite would only notice at the page that is missing (https://www.sqlite.org/fileformat.html)."""
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
        size_bytes = path.stat().st_size
    except OSError as error:
        raise FeedError(f"feed {path.name} cannot be read: {error.strerror}", hint=HINT) from error
    if len(header) < _HEADER_BYTES or not header.startswith(b"SQLite format 3\0"):
        raise FeedError(f"feed {path.name} is not a feed's file", hint=HINT)
    page_bytes = int.from_bytes(header[16:18], "big")
    page_bytes = 65536 if page_bytes == 1 else page_bytes
    if int.from_bytes(header[28:32], "big") * page_bytes != size_bytes:
        raise FeedError(f"feed {path.name} is cut short", hint=HINT)
    found = (int.from_bytes(header[68:72], "big"), int.from_bytes(header[60:64], "big"))
    if found[0] != APPLICATION_ID:
        raise FeedError(f"feed {path.name} is not a feed's file", hint=HINT)
    if found[1] != FORMAT:
        raise FeedError(f"feed {path.name} was written by another version of Assay (format {found[1]})", hint=HINT)
