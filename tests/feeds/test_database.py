from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.errors import FeedError
from assay.feeds.database import FeedDatabase, packed
from assay.feeds.writer import FeedWriter
from assay.model.feed import AffectedRange, Record, RecordKind
from assay.model.rule import Severity

NOW = datetime(2026, 1, 10, tzinfo=UTC)


def record(id: str = "MAL-1", package: str = "left-pad", summary: str = "bad") -> Record:  # noqa: A002 -- OSV's word
    ranges = (AffectedRange("0", fixed="1.0.0"),)
    return Record(
        id, package, RecordKind.MALWARE, summary, Severity.HIGH, ("2.0.0",), ranges, ("GHSA-1",), modified=NOW
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A feed of three records."""
    found = tmp_path / "test.feed"
    with FeedWriter(found) as writer:
        for each in (record(), record("MAL-2"), record("MAL-3", "@scope/pad")):
            writer.add(each)
        writer.finish("https://feeds.invalid/npm.zip", etag="7", skipped=2, fetched=NOW)
    return found


def test_gives_back_every_record_of_a_package(path: Path) -> None:
    with FeedDatabase(path) as feed:
        assert feed.records("left-pad") == (record(), record("MAL-2"))
        assert feed.records("@scope/pad") == (record("MAL-3", "@scope/pad"),)
        assert feed.records("left-Pad") == feed.records("\ud800") == ()


def test_says_what_it_is(path: Path) -> None:
    with FeedDatabase(path) as feed:
        info = feed.info
        assert (info.name, info.records, info.updated, info.fetched) == ("https://feeds.invalid/npm.zip", 3, NOW, NOW)
        assert (feed.standing.etag, feed.standing.skipped) == ("7", 2)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda content: b"", "not a feed's file"),
        (lambda content: b"PK\x03\x04" + content[4:], "not a feed's file"),
        (lambda content: content[:-1], "cut short"),
        (lambda content: content[:4096], "cut short"),
        (lambda content: content + b"\0", "cut short"),
        (lambda content: content[:63] + b"\x63" + content[64:], "another version of Assay"),
        (lambda content: content[:68] + b"\0\0\0\0" + content[72:], "not a feed's file"),
        (lambda content: content[:100] + b"\xff" * (len(content) - 100), "damaged"),
    ],
)
def test_refuses_a_damaged_file_and_says_what_to_do(path: Path, damage: object, message: str) -> None:
    assert callable(damage)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(FeedError, match=message) as caught:
        FeedDatabase(path)
    assert "assay feed update" in caught.value.hint


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FeedError, match="cannot be read"):
        FeedDatabase(tmp_path / "none.feed")


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 7))
def test_a_flipped_bit_in_a_record_is_noticed(tmp_path_factory: pytest.TempPathFactory, place: int, bit: int) -> None:
    path = tmp_path_factory.mktemp("flipped") / "test.feed"
    with FeedWriter(path) as writer:
        writer.add(record())
        writer.finish("test", etag="", skipped=0, fetched=NOW)
    row = bytearray(packed(record()))
    row[place % len(row)] ^= 1 << bit
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE records SET record = ?", (bytes(row),))
    with FeedDatabase(path) as feed, pytest.raises(FeedError, match="damaged at left-pad"):
        feed.records("left-pad")


def test_a_record_in_the_place_of_another_is_noticed(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE records SET name = 'right-pad' WHERE name = '@scope/pad'")
    with FeedDatabase(path) as feed, pytest.raises(FeedError, match="damaged at right-pad"):
        feed.records("right-pad")


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(0, 12_000))
def test_any_bytes_in_the_file_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, noise: bytes, place: int
) -> None:
    path = tmp_path_factory.mktemp("noise") / "test.feed"
    with FeedWriter(path) as writer:
        writer.add(record())
        writer.finish("test", etag="", skipped=0, fetched=NOW)
    content = bytearray(path.read_bytes())
    content[place : place + len(noise)] = noise[: max(0, len(content) - place)]
    path.write_bytes(content)
    try:
        with FeedDatabase(path) as feed:
            found = feed.records("left-pad")
    except FeedError:
        return
    assert found in ((), (record(),))
