from __future__ import annotations

import threading

import psycopg
import pytest

from assay.errors import StoreError
from assay.store.postgres_database import PostgresDatabase
from tests.postgres_server import PASSWORD, PostgresServer

TABLES = (("CREATE TABLE things (body TEXT NOT NULL)",),)
PUT = "INSERT INTO things (body) VALUES (?)"


def test_its_name_tells_no_password(postgres: PostgresServer) -> None:
    name = PostgresDatabase(postgres.url("x") + "?sslpassword=other", TABLES).name
    assert name == f"postgresql://127.0.0.1:{postgres.port}/x"


@pytest.mark.parametrize("password", [PASSWORD.upper(), "%20odd%25"])
def test_a_server_that_refuses_says_why_without_the_password(postgres: PostgresServer, password: str) -> None:
    url = postgres.url("postgres").replace(PASSWORD, password)
    with pytest.raises(StoreError, match="password authentication failed") as caught:
        PostgresDatabase(url, TABLES).read("SELECT 1")
    assert password not in str(caught.value)


def test_nobody_there_says_so() -> None:
    with pytest.raises(StoreError, match="Connection refused") as caught:
        PostgresDatabase("postgresql://assay:secret@127.0.0.1:1/x", TABLES).write(PUT, [("a",)])
    assert "secret" not in str(caught.value)
    assert "the server runs" in caught.value.hint


def test_an_address_that_is_none_does_not_show_its_password() -> None:
    with pytest.raises(StoreError) as caught:
        PostgresDatabase("postgresql://assay:sec%zzret@127.0.0.1/x?nonsense=1", TABLES).read("SELECT 1")
    assert "ret@" not in str(caught.value)


def test_a_connection_that_was_cut_is_made_again(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    database = PostgresDatabase(url, TABLES)
    database.write(PUT, [("a",)])
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    with pytest.raises(StoreError, match="cannot write"):
        database.write(PUT, [("b",)])
    database.write(PUT, [("c",)])
    assert database.read("SELECT body FROM things ORDER BY body") == [("a",), ("c",)]
    database.close()


def test_several_that_start_at_once_make_the_tables_once(postgres: PostgresServer) -> None:
    url = postgres.new_database()
    databases = [PostgresDatabase(url, TABLES) for _ in range(6)]
    threads = [threading.Thread(target=each.write, args=(PUT, [("x",)])) for each in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert databases[0].read("SELECT count(*) FROM things") == [(6,)]
    for each in databases:
        each.close()
