"""A Database on a PostgreSQL server, shared by several gates."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

import psycopg

from assay.errors import StoreError
from assay.store.database import Row, Value

#: Any number that no other program is likely to lock: "Asle".
_LOCK = 0x41736C65
_CONNECT_SECONDS = 10
#: A statement that waits longer for another's lock fails.
_LOCK_MILLISECONDS = 5000
_VERSIONS = "CREATE TABLE IF NOT EXISTS assay_ledger_version (version INTEGER NOT NULL)"


class PostgresDatabase:
    """Implements ``Database``. A write has ended when the server has it on disk (synchronous_commit on)."""

    def __init__(self, url: str, migrations: Sequence[Sequence[str]]) -> None:
        self._url = url
        self._migrations = migrations
        self._connection: psycopg.Connection[tuple[Value, ...]] | None = None
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The server's address and the database, without user and password."""
        parts = urlsplit(self._url)
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))

    def read(self, statement: str, values: Sequence[Value] = ()) -> list[Row]:
        """The rows of one SELECT."""
        with self._lock, self._failures("read"):
            return self._opened().execute(_placed(statement), values).fetchall()

    def write(self, statement: str, rows: Sequence[Row]) -> None:
        """Run one statement for every row, all or none."""
        with self._lock, self._failures("write"):
            connection = self._opened()
            with connection.transaction(), connection.cursor() as cursor:
                cursor.executemany(_placed(statement), rows)

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(psycopg.Error):
                connection.close()

    def _opened(self) -> psycopg.Connection[tuple[Value, ...]]:
        if self._connection is None:
            options = f"-c synchronous_commit=on -c lock_timeout={_LOCK_MILLISECONDS}"
            connection: psycopg.Connection[tuple[Value, ...]] = psycopg.connect(
                self._url, autocommit=True, connect_timeout=_CONNECT_SECONDS, options=options
            )
            try:
                self._migrate(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _migrate(self, connection: psycopg.Connection[tuple[Value, ...]]) -> None:
        with connection.transaction():
            # Two gates that start at once take turns.
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
            connection.execute(_VERSIONS)
            rows = connection.execute("SELECT version FROM assay_ledger_version").fetchall()
            version = int(rows[0][0] or 0) if rows else 0
            if version > len(self._migrations):
                raise StoreError(
                    f"{self.name} was written by a newer version of Assay (format {version})", hint="update Assay"
                )
            if version == len(self._migrations):
                return
            for statement in [each for step in self._migrations[version:] for each in step]:
                connection.execute(statement.encode())
            connection.execute("DELETE FROM assay_ledger_version")
            connection.execute("INSERT INTO assay_ledger_version VALUES (%s)", (len(self._migrations),))

    def _without_secrets(self, text: str) -> str:
        """What the driver says, in one line. It may quote the address."""
        parts = urlsplit(self._url)
        given = (self._url, parts.password, unquote(parts.password or ""), *dict(parse_qsl(parts.query)).values())
        for secret in filter(None, given):
            text = text.replace(secret, "***")
        return " ".join(text.split())

    @contextlib.contextmanager
    def _failures(self, what: str) -> Iterator[None]:
        try:
            yield
        except StoreError:
            self._drop()
            raise
        except psycopg.Error as error:
            self._drop()
            reason = error.diag.message_primary or self._without_secrets(str(error)) or type(error).__name__
            hint = "check that the server runs, and the address, user and password"
            raise StoreError(f"cannot {what} {self.name}: {reason}", hint=hint) from error


def _placed(statement: str) -> bytes:
    return statement.replace("?", "%s").encode()
