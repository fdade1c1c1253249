"""Database: where the ledger lies, SQLite or PostgreSQL behind one small interface."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

#: One value of a row.
Value = str | int | None
Row = tuple[Value, ...]


class Database(Protocol):
    """Tables somewhere. Statements have ``?`` for their values; threads may share one.

    Every method raises StoreError, with what to do as hint, if the database is locked, full, damaged or gone. After
    a failure the next call connects anew.
    """

    @property
    def name(self) -> str:
        """What messages call it: its path or address, without a password."""

    def read(self, statement: str, values: Sequence[Value] = ()) -> list[Row]:
        """The rows of one SELECT. A file is not made by reading."""

    def write(self, statement: str, rows: Sequence[Row]) -> None:
        """Run one statement for every row, all or none; when it returns they survive a power cut."""

    def close(self) -> None:
        """Close it. Closing twice does nothing."""
