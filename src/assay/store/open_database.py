"""Open a Database by its URL."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from assay.errors import StoreError
from assay.store.database import Database

_HINT = "use sqlite:///PATH or postgresql://USER@HOST/NAME"


def open_database(url: str, migrations: Sequence[Sequence[str]]) -> Database:
    """The database of a URL; nothing is connected before it is first used.

    url          ``sqlite:///relative/path``, ``sqlite:////absolute/path`` or ``postgresql://...``
    migrations   the statements that bring a database from one version to the next; a version is never changed

    Raises StoreError for any other URL, and if PostgreSQL's driver is not installed.
    """
    try:
        scheme = urlsplit(url).scheme
    except ValueError as error:
        raise StoreError(f"the address of the store is none: {error}", hint=_HINT) from error
    if scheme == "sqlite":
        from assay.store.sqlite_database import SqliteDatabase

        return SqliteDatabase(_sqlite_path(url), migrations)
    if scheme in ("postgresql", "postgres"):
        try:
            from assay.store.postgres_database import PostgresDatabase
        except ImportError as error:
            hint = "install it with `pip install 'assay[postgres]'`"
            raise StoreError("the driver for PostgreSQL is not installed", hint=hint) from error
        return PostgresDatabase(url, migrations)
    what = f"{scheme}:" if scheme else "an address without a scheme"
    raise StoreError(f"a store cannot be opened by {what}", hint=_HINT)


def _sqlite_path(url: str) -> Path:
    rest = url.removeprefix("sqlite://")
    path = unquote(rest[1:]) if rest.startswith("/") else ""
    if not path:
        raise StoreError("the address of an SQLite store names no file", hint=_HINT)
    return Path(path).expanduser()
