"""The write-ahead log of an SQLite file: readers and one writer do not wait for each other."""

from __future__ import annotations

import sqlite3
import time

#: Turning it on needs the file alone for a moment, and SQLite does not wait for that by itself, whatever its timeout.
_TRIES, _PAUSE_SECONDS = 100, 0.05


def use_wal(connection: sqlite3.Connection) -> None:
    """Turn it on. Raises sqlite3.OperationalError if another process keeps the file for seconds."""
    for left in reversed(range(_TRIES)):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or not left:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return
