from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from assay.errors import FeedError
from assay.feeds.database import FeedDatabase
from assay.feeds.writer import FeedWriter, rewrite_standing
from assay.model.feed import FeedInfo, Record
from tests.feeds.test_database import NOW, record
from tests.store import faults


def write(path: Path, *records: Record) -> FeedInfo:
    with FeedWriter(path) as writer:
        for each in records:
            writer.add(each)
        return writer.finish("test", etag="", skipped=0, fetched=NOW)


def read(path: Path, name: str = "left-pad") -> tuple[Record, ...]:
    with FeedDatabase(path) as feed:
        return feed.records(name)


def test_the_revision_depends_on_the_records_alone(tmp_path: Path) -> None:
    records = (record(), record("MAL-2"), record("MAL-3", "@scope/pad"))
    path = tmp_path / "test.feed"
    infos = [write(path, *order) for order in permutations(records)]
    assert len({info.revision for info in infos}) == 1
    assert write(path, *records[:2]).revision != infos[0].revision
    assert write(path, *records[:2], replace(records[2], summary="worse")).revision != infos[0].revision


def test_the_newer_of_two_records_with_one_id_stays(tmp_path: Path) -> None:
    old, new = record(summary="old"), replace(record(summary="new"), modified=NOW + timedelta(days=1))
    path = tmp_path / "test.feed"
    for order in ((old, new), (new, old)):
        assert write(path, *order).records == 1
        assert read(path) == (new,)
    assert write(path, old).updated == NOW


def test_leaving_early_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "test.feed"
    write(path, record())
    with FeedWriter(path) as writer:
        writer.add(record(summary="new"))
    assert read(path) == (record(),)
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "test.feed"
    write(path, record())
    many = [record(f"MAL-{number}", summary="x" * 300) for number in range(2_000)]
    with faults.full_disk(300_000), pytest.raises(FeedError, match="cannot write feed") as caught:
        write(path, *many)
    assert "still in use" in caught.value.hint
    assert read(path) == (record(),)
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    path = tmp_path / "test.feed"
    write(path, record())
    with faults.read_only(path) as folder:
        assert read(folder / path.name) == (record(),)
        with pytest.raises(FeedError, match="cannot write"):
            FeedWriter(folder / path.name)


def test_its_own_word_can_change_without_the_records(tmp_path: Path) -> None:
    path = tmp_path / "test.feed"
    write(path, record())
    with FeedDatabase(path) as before:
        standing = before.standing
        later = datetime(2026, 2, 1, tzinfo=UTC)
        changed = type(standing)(info=replace(standing.info, fetched=later), etag="new", skipped=1)
        rewrite_standing(path, changed)
        assert before.records("left-pad") == (record(),)
    with FeedDatabase(path) as after:
        assert after.standing == changed
        assert after.records("left-pad") == (record(),)
    assert list(tmp_path.iterdir()) == [path]
