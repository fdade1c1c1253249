from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.registry.document_cache import CachedDocument, DocumentCache
from assay.store import documents
from assay.store.documents import DocumentStore
from tests.store import faults

NOW = datetime(2026, 1, 10, tzinfo=UTC)
URL = "https://registry.example/left-pad"
BODY = b'{"name": "left-pad"}' * 100


def opened(folder: Path, *, now: datetime = NOW, max_bytes: int = 1_000_000) -> DocumentStore[CachedDocument]:
    return DocumentStore(folder / "documents.sqlite3", CachedDocument, now=now, max_bytes=max_bytes)


def test_is_the_cache_that_the_registry_client_asks_for(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        cache: DocumentCache = store
        cache.keep(URL, "1", BODY)
        assert cache.find(URL) == CachedDocument("1", BODY)


def test_gives_back_what_was_kept(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        assert store.find(URL) is None
        store.keep(URL, '"1"', b"old")
        store.keep(URL, '"2"', BODY)
        store.keep(URL + "/empty", '"3"', b"")
    with opened(tmp_path) as store:
        assert store.find(URL) == CachedDocument('"2"', BODY)
        assert store.find(URL + "/empty") == CachedDocument('"3"', b"")
        assert store.find(URL + "/") is None
        assert store.gaps == ()


def test_bodies_are_compressed(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.keep(URL, "1", BODY)
    with closing(sqlite3.connect(tmp_path / "documents.sqlite3")) as connection:
        ((size,),) = connection.execute("SELECT length(body) FROM documents").fetchall()
    assert size < len(BODY) / 4


def test_does_not_keep_what_cannot_be_asked_for_again_or_is_too_big(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MAX_DOCUMENT_BYTES", 10)
    with opened(tmp_path) as store:
        store.keep(URL, "", b"small")
        store.keep(URL, "1", b"over the limit")
        assert store.find(URL) is None
        for url, etag in ((URL, "\ud800"), (URL + "/\ud800", "1")):
            store.keep(url, etag, b"small")
            assert store.find(url) is None
        assert store.gaps == ()


def test_forgets_what_was_used_longest_ago(tmp_path: Path) -> None:
    import random

    for day in range(4):
        with opened(tmp_path, now=NOW + timedelta(days=day), max_bytes=25_000) as store:
            store.keep(f"{URL}/{day}", "1", random.Random(day).randbytes(7_000))
            store.find(f"{URL}/0")
    with opened(tmp_path) as store:
        assert [store.find(f"{URL}/{day}") is not None for day in range(4)] == [True, False, True, True]


@settings(deadline=None)
@given(st.data())
def test_a_changed_row_is_absent(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("changed")
    with opened(folder) as store:
        store.keep(URL, "1", BODY)
    values = {
        "body": st.binary(max_size=50),
        "etag": st.text(max_size=3).filter(lambda text: text != "1"),
        "size": st.integers(-(2**40), 2**40).filter(lambda size: size != len(BODY)),
        "checksum": st.none() | st.text(max_size=3),
    }
    column = data.draw(st.sampled_from(["body", "etag", "size"]))
    with closing(sqlite3.connect(folder / "documents.sqlite3")) as connection, connection:
        connection.execute(f"UPDATE documents SET {column} = ?", (data.draw(values[column]),))
    with opened(folder) as store:
        assert store.find(URL) is None


def test_a_store_that_fails_is_a_gap_and_never_an_error(tmp_path: Path) -> None:
    (tmp_path / "documents.sqlite3").write_bytes(b"garbage" * 1_000)
    with opened(tmp_path) as store:
        for _ in range(2):
            assert store.find(URL) is None
            store.keep(URL, "1", BODY)
        assert [gap.what for gap in store.gaps] == ["reading kept packuments", "keeping packuments"]
        assert all(gap.hint.startswith("delete ") for gap in store.gaps)


def test_a_full_disk_is_a_gap(tmp_path: Path) -> None:
    import random

    with opened(tmp_path) as store:
        store.keep(URL, "1", BODY)
        with faults.full_disk(100_000):
            store.keep(URL + "/big", "1", random.Random(1).randbytes(500_000))
        assert [gap.what for gap in store.gaps] == ["keeping packuments"]
        assert store.find(URL) == CachedDocument("1", BODY)
        assert store.find(URL + "/big") is None
