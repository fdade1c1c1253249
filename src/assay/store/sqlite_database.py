"""A Database in one SQLite file, shared by several processes, that a power cut does not harm."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from assay.errors import StoreError
from assay.store.database import Row, Value
from assay.store.sqlite_opening import snapshot, use_wal

#: "Asle" in SQLite's header, so that no other program's database is written to.
APPLICATION_ID = 0x41736C65
#: How long another process may hold the file before it counts as locked.
BUSY_SECONDS = 5.0
_HINT = "make the folder writable and free some disk space, or choose another store with --store"


class SqliteDatabase:
    """Implements ``Database``. The write-ahead log is forced to disk at the end of every write (synchronous FULL)."""

    def __init__(self, path: Path, migrations: Sequence[Sequence[str]]) -> None:
        self._path = path
        self._migrations = migrations
        self._connection: sqlite3.Connection | None = None
        self._mark: tuple[int, int] = (0, 0)
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The file's path."""
        return str(self._path)

    def read(self, statement: str, values: Sequence[Value] = ()) -> list[Row]:
        """The rows of one SELECT."""
        with self._lock, self._failures("read"):
            if self._connection is None and not self._path.exists():
                hint = "'assay gate' makes it when it starts; --store names another"
                raise StoreError(f"there is no store at {self._path}", hint=hint)
            return self._opened().execute(statement, values).fetchall()

    def write(self, statement: str, rows: Sequence[Row]) -> None:
        """Run one statement for every row, all or none."""
        with self._lock, self._failures("write"):
            connection = self._opened()
            with _transaction(connection):
                connection.executemany(statement, rows)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()

    def _opened(self) -> sqlite3.Connection:
        if self._connection is not None:
            if self._found() == self._mark:
                return self._connection
            # SQLite would go on writing into a file that nobody can find any more.
            raise StoreError(
                f"{self._path} was removed or replaced while it was open", hint="the next try makes it anew"
            )
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Made here, so that only its owner can read who installed what.
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        self._connection, self._mark = connection, self._found()
        return connection

    def _found(self) -> tuple[int, int]:
        """Device and number of the file that now stands at the path; zeros if there is none."""
        try:
            there = self._path.stat()
        except FileNotFoundError:
            return 0, 0
        return there.st_dev, there.st_ino

    def _prepare(self, connection: sqlite3.Connection) -> None:
        self._check_owner(connection)  # first of all: a file of another program must not change
        use_wal(connection)
        connection.execute("PRAGMA synchronous = FULL")
        if self._version(connection) == len(self._migrations):
            return
        with _transaction(connection):
            version = self._version(connection)  # again: another process may have been faster
            if version > len(self._migrations):
                raise StoreError(
                    f"{self._path} was written by a newer version of Assay (format {version})", hint="update Assay"
                )
            for statement in [each for step in self._migrations[version:] for each in step]:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {len(self._migrations)}")

    def _check_owner(self, connection: sqlite3.Connection) -> None:
        with snapshot(connection):
            ((owner,),) = connection.execute("PRAGMA application_id")
            ((tables,),) = connection.execute("SELECT count(*) FROM sqlite_master")
        if owner != APPLICATION_ID and (owner or tables):
            raise StoreError(f"{self._path} belongs to another program", hint="choose another store with --store")

    @staticmethod
    def _version(connection: sqlite3.Connection) -> int:
        ((version,),) = connection.execute("PRAGMA user_version")
        return int(version)

    @contextlib.contextmanager
    def _failures(self, what: str) -> Iterator[None]:
        try:
            yield
        except StoreError:
            self._drop()
            raise
        except sqlite3.OperationalError as error:
            self._drop()
            hint = "another process holds it" if "locked" in str(error) else _HINT
            raise StoreError(f"cannot {what} {self._path}: {error}", hint=hint) from error
        except sqlite3.Error as error:
            self._drop()
            hint = f"move {self._path} out of the way, and keep it: it may be readable in part"
            raise StoreError(f"{self._path} is damaged: {error}", hint=hint) from error
        except OSError as error:
            self._drop()
            raise StoreError(f"cannot {what} {self._path}: {error.strerror}", hint=_HINT) from error


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # After some failures, such as a full disk, SQLite has rolled back by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
