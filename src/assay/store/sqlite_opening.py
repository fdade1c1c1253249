"""Opening an SQLite file that another process may be making at the same time."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator

#: Turning it on needs the file alone for a moment, and SQLite does not wait for that by itself, whatever its timeout.
_TRIES, _PAUSE_SECONDS = 100, 0.05


@contextlib.contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is read within is of one moment, not half before and half after what another process writes."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("COMMIT")


def use_wal(connection: sqlite3.Connection) -> None:
    """Turn the write-ahead log on: readers and one writer do not wait for each other then.

    Raises sqlite3.OperationalError if another process keeps the file for seconds.
    """
    for left in reversed(range(_TRIES)):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or not left:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return
