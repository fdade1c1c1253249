"""One cache in one SQLite file: opened when first needed, checked, bounded, and never a reason to fail a scan."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from assay.errors import StoreError
from assay.store.sqlite_opening import snapshot, use_wal

#: How long another process may hold the file before it counts as locked.
BUSY_SECONDS = 2.0
#: After so many writes the size is looked at again.
_WRITES_BETWEEN_LOOKS = 200
#: An eviction frees a little more than needed, so that not every write evicts.
_KEEP_SHARE = 0.9

Row = tuple[object, ...]


class CacheFile:
    """A table in a file of its own, with columns ``used`` (day number of last use) and ``bytes`` (what a row costs).

    SQLite's write-ahead log lets several processes read and write at once, and leaves whole rows behind a process
    that is killed. Every failure is a StoreError whose hint says what to do. A file or folder that may not be
    written is still read. Rows that were used longest ago are deleted when the table passes ``max_bytes``.

    path       the file; its folder is made when something is written
    table      the table's name
    columns    its columns and constraints in SQL, besides ``used`` and ``bytes``
    marks      SQLite's application id, which tells this cache's file from any other, and the format, which goes up
               whenever the rows change; files with other marks are not read
    """

    def __init__(
        self, path: Path, *, table: str, columns: str, marks: tuple[int, int], max_bytes: int, now: datetime
    ) -> None:
        self.path = path
        self.today = int(now.timestamp() // 86_400)
        self._table = table
        self._columns = columns
        self._marks = marks
        self._max_bytes = max_bytes
        self._connection: sqlite3.Connection | None = None
        self._unwritable = ""
        self._lock = threading.Lock()
        self._touched: set[int] = set()
        self._writes = 0

    def rows(self, statement: str, values: Sequence[Row]) -> list[list[Row]]:
        """The rows of one SELECT for each set of values, read as of one moment. A missing file has no rows."""
        with self._lock, self._failures("read"):
            connection = self._opened(for_writing=False)
            if connection is None:
                return [[] for _ in values]
            connection.execute("BEGIN")
            try:
                return [connection.execute(statement, each).fetchall() for each in values]
            finally:
                connection.execute("COMMIT")

    def write(self, statement: str, values: Row) -> None:
        """Run one statement that changes the table, wholly or not at all; evicts when it is time to."""
        with self._lock, self._failures("write"):
            connection = self._opened(for_writing=True)
            assert connection is not None
            connection.execute(statement, values)
            self._writes += 1
            if self._writes % _WRITES_BETWEEN_LOOKS == 0:
                self._evict(connection)

    def touch(self, rowid: int) -> None:
        """Note that a row was used today; written down when the cache is closed."""
        self._touched.add(rowid)

    def close(self) -> None:
        """Write down what was used, evict, and close. A failure here loses nothing but that, and is not reported."""
        with self._lock:
            connection, self._connection = self._connection, None
            if connection is None:
                return
            with contextlib.suppress(sqlite3.Error):
                if not self._unwritable:
                    self._note_use(connection)
                    if self._writes:
                        self._evict(connection)
            with contextlib.suppress(sqlite3.Error):
                connection.close()

    def _note_use(self, connection: sqlite3.Connection) -> None:
        if not self._touched:
            return
        connection.execute("BEGIN IMMEDIATE")
        rows = [(self.today, rowid, self.today) for rowid in self._touched]
        connection.executemany(f"UPDATE {self._table} SET used = ? WHERE rowid = ? AND used < ?", rows)  # noqa: S608 -- our own name
        connection.execute("COMMIT")
        self._touched.clear()

    def _evict(self, connection: sqlite3.Connection) -> None:
        table = self._table
        ((total,),) = connection.execute(f"SELECT coalesce(sum(bytes), 0) FROM {table}")  # noqa: S608 -- our own name
        if total <= self._max_bytes:
            return
        surplus = total - int(self._max_bytes * _KEEP_SHARE)
        oldest = f"SELECT rowid, sum(bytes) OVER (ORDER BY used, rowid) - bytes AS before FROM {table}"  # noqa: S608
        connection.execute(
            f"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM ({oldest}) WHERE before < ?)",  # noqa: S608
            (surplus,),
        )

    def _opened(self, *, for_writing: bool) -> sqlite3.Connection | None:
        if self._connection is None:
            if not for_writing and not self.path.exists():
                return None
            self._connection = self._open(for_writing=for_writing)
        if for_writing and self._unwritable:
            raise StoreError(f"{self.path} cannot be written: {self._unwritable}", hint=_WRITE_HINT)
        return self._connection

    def _open(self, *, for_writing: bool) -> sqlite3.Connection:
        try:
            return self._open_writable()
        except (OSError, sqlite3.OperationalError) as error:
            if for_writing or "locked" in str(error):
                raise
            self._unwritable = str(error)
            return self._open_read_only()

    def _open_writable(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Made here, so that only its owner can read what the user's projects depend on.
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = self._connected(str(self.path))
        try:
            is_new = self._marks_of(connection) == (0, 0)
            if not is_new:
                self._check(connection)  # first of all: a file of another program must not change
            use_wal(connection)
            connection.execute("PRAGMA synchronous = NORMAL")
            if is_new:
                self._create(connection)
            self._check(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _open_read_only(self) -> sqlite3.Connection:
        # A log that is not empty holds rows that only a writer may move; without one the file does not change.
        log = self.path.with_name(f"{self.path.name}-wal")
        immutable = "" if log.exists() and log.stat().st_size else "&immutable=1"
        connection = self._connected(f"{self.path.absolute().as_uri()}?mode=ro{immutable}")
        try:
            self._check(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _connected(self, address: str) -> sqlite3.Connection:
        return sqlite3.connect(
            address,
            uri=address.startswith("file:"),
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )

    def _create(self, connection: sqlite3.Connection) -> None:
        application_id, version = self._marks
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have been faster.
            if self._marks_of(connection) == (0, 0):
                ours = "rowid INTEGER PRIMARY KEY, used INTEGER NOT NULL, bytes INTEGER NOT NULL"
                connection.execute(f"CREATE TABLE {self._table} ({ours}, {self._columns})")
                connection.execute(f"CREATE INDEX by_use ON {self._table} (used, bytes)")
                connection.execute(f"PRAGMA application_id = {application_id}")
                connection.execute(f"PRAGMA user_version = {version}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise

    def _marks_of(self, connection: sqlite3.Connection) -> tuple[int, int]:
        with snapshot(connection):
            ((application_id,),) = connection.execute("PRAGMA application_id")
            ((version,),) = connection.execute("PRAGMA user_version")
        return application_id, version

    def _check(self, connection: sqlite3.Connection) -> None:
        found = self._marks_of(connection)
        if found == self._marks:
            return
        if found[0] != self._marks[0]:
            raise StoreError(f"{self.path} belongs to another program", hint=f"move {self.path} out of the way")
        which = "newer" if found[1] > self._marks[1] else "older"
        raise StoreError(
            f"{self.path} was written by a {which} version of Assay (format {found[1]})", hint=f"delete {self.path}"
        )

    @contextlib.contextmanager
    def _failures(self, what: str) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            hint = "another process holds it" if "locked" in str(error) else _WRITE_HINT
            raise StoreError(f"cannot {what} {self.path}: {error}", hint=hint) from error
        except sqlite3.Error as error:
            raise StoreError(f"{self.path} is damaged: {error}", hint=f"delete {self.path}") from error
        except OSError as error:
            raise StoreError(f"cannot {what} {self.path}: {error.strerror}", hint=_WRITE_HINT) from error


_WRITE_HINT = "make the folder writable and free some disk space, or choose another with ASSAY_CACHE_DIR"
