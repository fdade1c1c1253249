"""Writes a feed's file: into a new file beside it, renamed over the old one only when all of it is on the disk."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from assay.errors import FeedError
from assay.feeds.database import APPLICATION_ID, FORMAT, PARTIAL_PREFIX, SUFFIX, Standing, packed
from assay.model.feed import FeedInfo, Record

if TYPE_CHECKING:
    from typing import Self

_DISK_HINT = "free some disk space or choose another data folder with ASSAY_DATA_DIR; the old feed is still in use"
# The same id twice in one feed: the newer word about it wins, and of equals the later.
_INSERT = """
INSERT INTO records (name, id, modified, record) VALUES (?, ?, ?, ?)
ON CONFLICT (name, id) DO UPDATE SET modified = excluded.modified, record = excluded.record
WHERE excluded.modified >= records.modified
"""


class FeedWriter:
    """Collects records and puts them in place as one file; leaving it without ``finish`` leaves the old file alone.

    Raises FeedError if the disk is full or the folder cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._newest: datetime | None = None
        self._partial = _new_file(path)
        self._connection = sqlite3.connect(self._partial, isolation_level=None)
        self._run("PRAGMA journal_mode = OFF")
        self._run("PRAGMA synchronous = OFF")
        self._run(f"PRAGMA application_id = {APPLICATION_ID}")
        self._run(f"PRAGMA user_version = {FORMAT}")
        self._run("CREATE TABLE feed (standing BLOB NOT NULL)")
        self._run(
            "CREATE TABLE records (name TEXT, id TEXT, modified REAL NOT NULL, record BLOB NOT NULL,"
            " PRIMARY KEY (name, id)) WITHOUT ROWID"
        )
        self._run("BEGIN")

    def add(self, record: Record) -> None:
        """Add one record, or replace an older one of the same id and package."""
        modified = record.modified.timestamp() if record.modified else 0.0
        self._run(_INSERT, (record.package, record.id, modified, packed(record)))
        if record.modified is not None and (self._newest is None or record.modified > self._newest):
            self._newest = record.modified

    def finish(self, address: str, *, etag: str, skipped: int, fetched: datetime) -> FeedInfo:
        """Put the file in the old one's place and tell what is in it."""
        revision, count = self._revision()
        info = FeedInfo(name=address, revision=revision, records=count, updated=self._newest, fetched=fetched)
        standing = Standing(info=info, etag=etag, skipped=skipped)
        self._run("INSERT INTO feed (standing) VALUES (?)", (msgspec.msgpack.encode(standing),))
        self._run("COMMIT")
        self._connection.close()
        try:
            _put_in_place(self._partial, self._path)
        except OSError as error:
            raise FeedError(f"cannot write feed {self._path.name}: {error.strerror}", hint=_DISK_HINT) from error
        return info

    def close(self) -> None:
        """Give up: remove what was written so far, unless it was put in place."""
        self._connection.close()
        self._partial.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _revision(self) -> tuple[str, int]:
        """A hash over every record in order: the same records give the same revision, whatever order they came in."""
        digest = hashlib.sha256()
        count = 0
        for (record,) in self._connection.execute("SELECT record FROM records ORDER BY name, id"):
            digest.update(record)
            count += 1
        return digest.hexdigest(), count

    def _run(self, statement: str, values: tuple[object, ...] = ()) -> None:
        try:
            self._connection.execute(statement, values)
        except sqlite3.Error as error:
            self.close()
            raise FeedError(f"cannot write feed {self._path.name}: {error}", hint=_DISK_HINT) from error


def rewrite_standing(path: Path, standing: Standing) -> None:
    """Change what a feed's file says about itself, its records untouched. Raises FeedError if it cannot be written."""
    partial = _new_file(path)
    try:
        shutil.copyfile(path, partial)
        connection = sqlite3.connect(partial)
        try:
            with connection:
                connection.execute("UPDATE feed SET standing = ?", (msgspec.msgpack.encode(standing),))
        finally:
            connection.close()
        _put_in_place(partial, path)
    except (OSError, sqlite3.Error) as error:
        raise FeedError(f"cannot write feed {path.name}: {error}", hint=_DISK_HINT) from error
    finally:
        partial.unlink(missing_ok=True)


def _new_file(path: Path) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=PARTIAL_PREFIX, suffix=SUFFIX, dir=path.parent)
    except OSError as error:
        raise FeedError(f"cannot write a feed into {path.parent}: {error.strerror}", hint=_DISK_HINT) from error
    os.close(descriptor)
    return Path(name)


def _put_in_place(partial: Path, path: Path) -> None:
    """Rename a finished file over the old one, so that a crash leaves one of the two, whole."""
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
