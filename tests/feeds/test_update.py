from __future__ import annotations

import asyncio
import gzip
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest

from assay.errors import FeedError
from assay.feeds.database import FeedDatabase
from assay.feeds.update import DEFAULT_SOURCE, Fetched, Updated, address_of, file_name, update
from assay.model.gap import GapKind
from tests.feeds.documents import document, ranged
from tests.feeds.test_reading import zipped
from tests.store import faults

NOW = datetime(2026, 1, 10, tzinfo=UTC)
URL = "https://user:secret@feeds.invalid/npm/all.zip?token=1"


class Server:
    """An address that answers with ``body`` and its etag, or with an error."""

    def __init__(self, body: bytes, etag: str = '"1"') -> None:
        self.body = body
        self.etag = etag
        self.asked: list[tuple[str, str]] = []

    async def __call__(self, url: str, into: BinaryIO, *, etag: str, max_bytes: int) -> Fetched:
        self.asked.append((url, etag))
        await asyncio.sleep(0)
        if etag and etag == self.etag:
            return Fetched(etag, is_unchanged=True)
        into.write(self.body[:max_bytes])
        return Fetched(self.etag)


async def nobody(url: str, into: BinaryIO, *, etag: str, max_bytes: int) -> Fetched:
    raise AssertionError(f"asked for {url}")


def run(source: str | Path, folder: Path, server: Server | None = None, now: datetime = NOW) -> Updated:
    return asyncio.run(update(str(source), folder, server or nobody, now))


def ids(updated: Updated, name: str = "left-pad") -> list[str]:
    with FeedDatabase(updated.path) as feed:
        return [record.id for record in feed.records(name)]


ONE = zipped({"MAL-1.json": document("MAL-1"), "MAL-2.json": document("MAL-2", "right-pad")})
TWO = zipped({"MAL-3.json": document("MAL-3", modified="2026-01-09T00:00:00Z")})


def test_fetches_a_feed(tmp_path: Path) -> None:
    server = Server(ONE)
    updated = run(URL, tmp_path / "new", server)
    assert ids(updated) == ["MAL-1"]
    assert ids(updated, "right-pad") == ["MAL-2"]
    assert server.asked == [(URL, "")]
    assert updated.info.name == "https://feeds.invalid/npm/all.zip"
    assert (updated.info.records, updated.info.fetched) == (2, NOW)
    assert updated.info.updated == datetime(2025, 9, 8, 12, tzinfo=UTC)
    assert not updated.is_unchanged
    assert updated.gaps == ()
    assert list((tmp_path / "new").iterdir()) == [updated.path]
    assert b"secret" not in updated.path.read_bytes()
    assert b"token" not in updated.path.read_bytes()


def test_asks_again_only_for_what_has_changed(tmp_path: Path) -> None:
    server = Server(ONE)
    first = run(URL, tmp_path, server)
    later = NOW + timedelta(days=1)
    second = run(URL, tmp_path, server, later)
    assert server.asked[1] == (URL, '"1"')
    assert (second.is_unchanged, second.info.fetched) == (True, later)
    assert second.info.revision == first.info.revision
    assert ids(second) == ["MAL-1"]
    server.body, server.etag = TWO, '"2"'
    third = run(URL, tmp_path, server, later)
    assert ids(third) == ["MAL-3"]
    assert not third.is_unchanged
    assert third.info.updated == datetime(2026, 1, 9, tzinfo=UTC)
    assert list(tmp_path.iterdir()) == [first.path]


def test_the_same_records_under_another_etag_are_unchanged(tmp_path: Path) -> None:
    run(URL, tmp_path, Server(ONE))
    assert run(URL, tmp_path, Server(ONE, '"2"')).is_unchanged


def test_a_damaged_file_is_fetched_anew(tmp_path: Path) -> None:
    server = Server(ONE)
    path = run(URL, tmp_path, server).path
    path.write_bytes(path.read_bytes()[:5_000])
    assert ids(run(URL, tmp_path, server)) == ["MAL-1"]
    assert server.asked[1] == (URL, "")


def test_reads_a_folder_lines_and_a_zip_from_a_path(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "one.json").write_bytes(document("MAL-1"))
    lines = tmp_path / "feed.jsonl.gz"
    lines.write_bytes(gzip.compress(document("MAL-1") + b"\n" + document("MAL-2") + b"\n"))
    archive = tmp_path / "all.zip"
    archive.write_bytes(ONE)
    feeds = tmp_path / "feeds"
    assert ids(run(folder, feeds)) == ["MAL-1"]
    assert ids(run(lines, feeds)) == ["MAL-1", "MAL-2"]
    assert ids(run(archive, feeds)) == ["MAL-1"]
    assert len(list(feeds.iterdir())) == 3


def test_one_bad_document_is_counted_and_the_others_are_used(tmp_path: Path) -> None:
    lines = tmp_path / "feed.jsonl"
    good = [document(f"MAL-{number}") for number in range(20)]
    lines.write_bytes(b"\n".join([*good[:10], b'{"id": "MAL-X"}', *good[10:]]))
    updated = run(lines, tmp_path / "feeds")
    assert len(ids(updated)) == 20
    (gap,) = updated.gaps
    assert gap.kind is GapKind.FEED
    assert gap.what == f"1 of 21 documents of {lines}"
    assert "MAL-X: not an OSV document" in gap.why
    with FeedDatabase(updated.path) as feed:
        assert feed.standing.skipped == 1


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<html>Not Found</html>", "is not a feed of OSV documents: 1 of 1 documents cannot be read"),
        (b"", "holds no record about an npm package"),
        (zipped({"README.md": b""}), "holds no record about an npm package"),
        (document(affected=[{"package": {"ecosystem": "PyPI", "name": "x"}}]), "holds no record about an npm package"),
        (b"\n".join([document(), *[b"{}"] * 3]), "3 of 4 documents cannot be read, the first: line 2"),
        (ONE[:-30], "cannot read all.zip"),
    ],
)
def test_what_is_no_feed_leaves_the_old_one(tmp_path: Path, body: bytes, message: str) -> None:
    updated = run(URL, tmp_path, Server(ONE))
    with pytest.raises(FeedError, match=message) as caught:
        run(URL, tmp_path, Server(body, '"2"'))
    assert "secret" not in str(caught.value)
    assert caught.value.hint
    assert ids(updated) == ["MAL-1"]
    assert list(tmp_path.iterdir()) == [updated.path]


def test_a_failed_download_leaves_the_old_one(tmp_path: Path) -> None:
    updated = run(URL, tmp_path, Server(ONE))

    async def failing(url: str, into: BinaryIO, *, etag: str, max_bytes: int) -> Fetched:
        into.write(b"half")
        raise FeedError("cut off")

    with pytest.raises(FeedError, match="cut off"):
        asyncio.run(update(URL, tmp_path, failing, NOW))
    assert ids(updated) == ["MAL-1"]
    assert list(tmp_path.iterdir()) == [updated.path]


def test_a_full_disk_leaves_the_old_one_and_is_no_bad_document(tmp_path: Path) -> None:
    lines = tmp_path / "feed.jsonl"
    lines.write_bytes(document("MAL-1"))
    updated = run(lines, tmp_path / "feeds")
    lines.write_bytes(b"\n".join(document(f"MAL-{number}", summary="x" * 300) for number in range(3_000)))
    with faults.full_disk(200_000), pytest.raises(FeedError, match="cannot write feed"):
        run(lines, tmp_path / "feeds")
    assert ids(updated) == ["MAL-1"]
    assert list((tmp_path / "feeds").iterdir()) == [updated.path]


def test_a_full_disk_during_the_download(tmp_path: Path) -> None:
    with faults.full_disk(50_000), pytest.raises(FeedError, match="cannot write into"):
        run(URL, tmp_path, Server(b"x" * 200_000))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    with faults.read_only() as folder, pytest.raises(FeedError, match="cannot write into"):
        run(URL, folder / "feeds", Server(ONE))


def test_a_cancelled_update_stops_and_leaves_the_old_one(tmp_path: Path) -> None:
    lines = tmp_path / "feed.jsonl"
    lines.write_bytes(document("MAL-1"))
    updated = run(lines, tmp_path / "feeds")
    lines.write_bytes(b"\n".join(document(f"MAL-{number}") for number in range(5_000)))

    async def cancel_in_the_middle() -> None:
        task = asyncio.create_task(update(str(lines), tmp_path / "feeds", nobody, NOW))
        await asyncio.sleep(0)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(cancel_in_the_middle())
    assert ids(updated) == ["MAL-1"]
    assert list((tmp_path / "feeds").iterdir()) == [updated.path]


def test_removes_what_a_killed_update_left_long_ago(tmp_path: Path) -> None:
    old, young = tmp_path / ".partial-old.feed", tmp_path / ".partial-young.feed"
    for path, age in ((old, timedelta(days=2)), (young, timedelta(hours=1))):
        path.write_bytes(b"half")
        moment = (NOW - age).timestamp()
        os.utime(path, (moment, moment))
    run(URL, tmp_path, Server(ONE))
    assert not old.exists()
    assert young.exists()


def test_ranges_and_withdrawals_come_through(tmp_path: Path) -> None:
    lines = tmp_path / "feed.jsonl"
    withdrawn = document("GHSA-1", withdrawn="2026-01-01T00:00:00Z", affected=ranged({"introduced": "0"}))
    lines.write_bytes(withdrawn)
    with FeedDatabase(run(lines, tmp_path / "feeds").path) as feed:
        (record,) = feed.records("left-pad")
    assert record.withdrawn == datetime(2026, 1, 1, tzinfo=UTC)
    assert record.ranges[0].introduced == "0"


def test_every_source_has_its_own_file_name() -> None:
    assert file_name(URL) == file_name("https://other:words@feeds.invalid/npm/all.zip?token=2")
    sources = [DEFAULT_SOURCE, URL, "https://feeds.invalid/npm/all", "feeds/npm", "feeds-npm", "\udcff.zip"]
    names = [file_name(source) for source in sources]
    assert len(set(names)) == len(names)
    assert all("/" not in name and name.endswith(".feed") and not name.startswith(".") for name in names)
    assert not any("secret" in name or "token" in name for name in names)


def test_an_address_loses_what_is_secret() -> None:
    assert address_of(URL) == "https://feeds.invalid/npm/all.zip"
    assert address_of("https://feeds.invalid:8443/a#b") == "https://feeds.invalid:8443/a"
    assert address_of("some/path?token=1") == "some/path?token=1"
    assert address_of("\udcff.zip") == "\\udcff.zip"
