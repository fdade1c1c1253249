from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from assay.errors import StoreError
from assay.store.sqlite_database import SqliteDatabase
from tests.store import faults

TABLES = (("CREATE TABLE things (body TEXT NOT NULL)",),)
PUT = "INSERT INTO things (body) VALUES (?)"
COUNT = "SELECT count(*) FROM things"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "ledger.sqlite3"


def test_only_the_owner_may_read_it(path: Path) -> None:
    database = SqliteDatabase(path, TABLES)
    database.write(PUT, [("a",)])
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()} == {0o600}
    database.close()


def test_reading_makes_no_file(path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store"):
        SqliteDatabase(path, TABLES).read(COUNT)
    assert not path.parent.exists()


def test_the_disk_is_forced(path: Path) -> None:
    database = SqliteDatabase(path, TABLES)
    database.write(PUT, [])
    assert database.read("PRAGMA synchronous") == [(2,)]
    assert database.read("PRAGMA journal_mode") == [("wal",)]
    database.close()


def test_a_locked_file_says_so_and_works_again_later(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assay.store.sqlite_database.BUSY_SECONDS", 0.01)
    database = SqliteDatabase(path, TABLES)
    database.write(PUT, [("a",)])
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked") as caught:
        database.write(PUT, [("b",)])
    assert caught.value.hint == "another process holds it"
    holder.execute("ROLLBACK")
    holder.close()
    database.write(PUT, [("c",)])
    assert database.read("SELECT body FROM things ORDER BY body") == [("a",), ("c",)]
    database.close()


def test_a_file_that_is_removed_is_noticed_and_made_anew(path: Path) -> None:
    database = SqliteDatabase(path, TABLES)
    database.write(PUT, [("a",)])
    for each in path.parent.iterdir():
        each.unlink()
    with pytest.raises(StoreError, match="was removed or replaced"):
        database.write(PUT, [("b",)])
    database.write(PUT, [("c",)])
    assert database.read("SELECT body FROM things") == [("c",)]
    database.close()


def test_a_full_disk_fails_the_write_and_loses_nothing(path: Path) -> None:
    database = SqliteDatabase(path, TABLES)
    database.write(PUT, [("a",)])
    with faults.full_disk(path.stat().st_size), pytest.raises(StoreError, match="cannot write") as caught:
        database.write(PUT, [("x" * 500_000,)])
    assert "disk space" in caught.value.hint
    database.write(PUT, [("b",)])
    assert database.read(COUNT) == [(2,)]
    database.close()


def test_a_folder_that_may_not_be_written(path: Path) -> None:
    with faults.read_only() as folder, pytest.raises(StoreError, match="cannot write") as caught:
        SqliteDatabase(folder / path.name, TABLES).write(PUT, [("a",)])
    assert "--store" in caught.value.hint


def test_a_file_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "theirs.sqlite3"
    theirs = sqlite3.connect(path)
    theirs.execute("CREATE TABLE theirs (x)")
    theirs.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="belongs to another program"):
        SqliteDatabase(path, TABLES).write(PUT, [("a",)])
    assert path.read_bytes() == before


def test_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "damaged.sqlite3"
    path.write_bytes(b"no database at all, but long enough to be one" * 30)
    with pytest.raises(StoreError, match="is damaged") as caught:
        SqliteDatabase(path, TABLES).read(COUNT)
    assert "keep it" in caught.value.hint
