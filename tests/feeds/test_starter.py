from __future__ import annotations

import gzip
from contextlib import suppress
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.errors import FeedError
from assay.feeds.osv import records_of
from assay.feeds.starter import NAME, StarterFeed
from assay.feeds.versions import affects, condemns_all
from assay.model.feed import Record, RecordKind
from assay.model.rule import Severity
from scripts import build_starter_feed

FIXTURES = Path(__file__).parent / "fixtures" / "starter"


def shipped() -> list[Record]:
    content = files("assay.feeds").joinpath("data/starter.jsonl.gz").read_bytes()
    return [record for line in gzip.decompress(content).splitlines() for record in records_of(line, NAME)]


def test_knows_the_attacks_that_everyone_has_heard_of() -> None:
    feed = StarterFeed()
    for name, version in (("axios", "1.14.1"), ("plain-crypto-js", "4.2.1"), ("@ctrl/tinycolor", "4.1.1")):
        assert any(affects(record, version) for record in feed.records(name)), name
    assert not any(affects(record, "1.14.0") for record in feed.records("axios"))
    assert feed.records("left-pad-of-nobody") == ()


def test_says_its_date_and_that_it_was_not_fetched() -> None:
    info = StarterFeed().info
    assert (info.name, info.updated, info.fetched) == ("starter", datetime(2026, 5, 21, tzinfo=UTC), None)
    assert info.records == len(shipped())


def test_the_index_holds_exactly_the_documents_that_are_shipped() -> None:
    feed, records = StarterFeed(), shipped()
    for record in records:
        assert record in feed.records(record.package)
    assert sum(len(feed.records(name)) for name in {record.package for record in records}) == len(records)


def test_every_record_names_exact_versions_a_source_and_a_date() -> None:
    for record in shipped():
        assert record.kind is RecordKind.MALWARE
        assert record.severity is Severity.CRITICAL
        assert record.versions
        assert not condemns_all(record)
        assert record.references
        assert record.published
        assert record.id.startswith("ASSAY-")


def test_rebuilding_gives_the_same_bytes(tmp_path: Path) -> None:
    for output in ("one", "other"):
        assert build_starter_feed.main([str(FIXTURES), str(tmp_path / output)]) == 0
    for name in ("starter.jsonl.gz", "starter.msgpack"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()
    lines = gzip.decompress((tmp_path / "one" / "starter.jsonl.gz").read_bytes())
    assert lines == (FIXTURES / "expected.jsonl").read_bytes()
    assert (tmp_path / "one" / "starter.msgpack").read_bytes() == (FIXTURES / "expected.msgpack").read_bytes()


def test_the_shipped_index_is_what_the_script_makes_of_the_shipped_documents() -> None:
    data = files("assay.feeds").joinpath("data")
    lines = gzip.decompress(data.joinpath("starter.jsonl.gz").read_bytes()).splitlines()
    assert build_starter_feed.packed(lines) == data.joinpath("starter.msgpack").read_bytes()


def test_the_build_stops_at_what_it_does_not_understand(tmp_path: Path) -> None:
    (tmp_path / build_starter_feed.LIST).write_text("package,version,campaign\npad,1.0.0,SOMETHING NEW\n")
    with pytest.raises(SystemExit, match="unknown campaign: 'SOMETHING NEW'"):
        build_starter_feed.documents(tmp_path)
    (tmp_path / build_starter_feed.LIST).write_text("package,version,campaign\npad,all,MARCH 2026 - AXIOS\n")
    with pytest.raises(SystemExit, match="not a package and a version: 'pad' 'all'"):
        build_starter_feed.documents(tmp_path)


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(FeedError):
        StarterFeed(content)


def test_a_damaged_record_is_refused_where_it_is_asked_for() -> None:
    content = files("assay.feeds").joinpath("data/starter.msgpack").read_bytes()
    feed = StarterFeed(content.replace(b"compromise of axios", b"\xff" * 19))
    with pytest.raises(FeedError, match="at axios"):
        feed.records("axios")
    assert feed.records("@ctrl/tinycolor")
