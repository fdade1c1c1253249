from __future__ import annotations

import sys
from pathlib import Path

import pytest

from assay.errors import StoreError
from assay.store.open_database import open_database

TABLES = (("CREATE TABLE things (name TEXT PRIMARY KEY, size BIGINT NOT NULL)",),)
PUT = "INSERT INTO things (name, size) VALUES (?, ?)"
LIST = "SELECT name, size FROM things ORDER BY name"


def test_writes_are_seen_by_others(store_url: str) -> None:
    one, other = open_database(store_url, TABLES), open_database(store_url, TABLES)
    one.write(PUT, [("a", 1), ("b", 2)])
    other.write(PUT, [("c", 3)])
    assert one.read(LIST) == other.read(LIST) == [("a", 1), ("b", 2), ("c", 3)]
    assert one.read("SELECT size FROM things WHERE name = ?", ("b",)) == [(2,)]
    one.close()
    one.close()
    other.close()


def test_rows_are_written_all_or_none(store_url: str) -> None:
    database = open_database(store_url, TABLES)
    database.write(PUT, [("a", 1)])
    with pytest.raises(StoreError):
        database.write(PUT, [("b", 2), ("a", 3)])
    assert database.read(LIST) == [("a", 1)]
    database.close()


def test_a_later_version_adds_to_the_tables_and_keeps_the_rows(store_url: str) -> None:
    old = open_database(store_url, TABLES)
    old.write(PUT, [("a", 1)])
    old.close()
    new = open_database(store_url, (*TABLES, ("ALTER TABLE things ADD color TEXT NOT NULL DEFAULT 'red'",)))
    assert new.read("SELECT name, color FROM things") == [("a", "red")]
    new.close()
    again = open_database(store_url, TABLES)
    with pytest.raises(StoreError, match="newer version of Assay"):
        again.read(LIST)


def test_a_migration_that_fails_leaves_no_half_a_version(store_url: str) -> None:
    broken = open_database(store_url, (*TABLES, ("CREATE TABLE more (x TEXT)", "CREATE TABLE nonsense (")))
    with pytest.raises(StoreError):
        broken.write(PUT, [("a", 1)])
    fixed = open_database(store_url, (*TABLES, ("CREATE TABLE more (x TEXT)",)))
    fixed.write(PUT, [("a", 1)])
    assert fixed.read("SELECT count(*) FROM more") == [(0,)]
    fixed.close()


@pytest.mark.parametrize("url", ["mysql://host/db", "ledger.sqlite3", "sqlite://", "sqlite:///", "http://["])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_database(url, TABLES)
    assert "sqlite:///PATH" in caught.value.hint


def test_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    database = open_database("sqlite:///here.sqlite3", TABLES)
    database.write(PUT, [])
    database.close()
    assert (tmp_path / "here.sqlite3").exists()


def test_without_the_driver_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "assay.store.postgres_database", raising=False)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match="not installed") as caught:
        open_database("postgresql://127.0.0.1/x", TABLES)
    assert "assay[postgres]" in caught.value.hint
