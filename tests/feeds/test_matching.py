from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assay.errors import FeedError
from assay.feeds.court import Court
from assay.feeds.matching import FeedIndex, open_feeds
from assay.feeds.starter import NAME as STARTER
from assay.feeds.writer import FeedWriter
from assay.model.feed import AffectedRange, FeedInfo, FeedMatch, Record, RecordKind
from assay.model.gap import GapKind
from assay.model.package import PackageRef
from assay.model.rule import Severity

OLD = datetime(2026, 1, 1, tzinfo=UTC)
NEW = OLD + timedelta(days=30)
REF = PackageRef("left-pad", "1.5.0")
MALWARE = Record("MAL-1", "left-pad", RecordKind.MALWARE, "bad", Severity.CRITICAL, ("1.5.0",), modified=OLD)
ADVISORY = Record(
    "GHSA-1",
    "left-pad",
    RecordKind.ADVISORY,
    "flaw",
    Severity.LOW,
    (),
    (AffectedRange("0", fixed="2.0.0"),),
    modified=OLD,
)
NOBODY = Court(lambda name: None)
EVERYBODY = Court(lambda name: 90_000_000)


class Source:
    """A feed in memory."""

    def __init__(self, *records: Record, name: str = "test") -> None:
        self._records = tuple(replace(record, source=name) for record in records)
        self.info = FeedInfo(name, name.ljust(20, "."), len(records))
        self.is_closed = False

    def records(self, name: str) -> tuple[Record, ...]:
        return tuple(record for record in self._records if record.package == name)

    def close(self) -> None:
        self.is_closed = True


def matches(*sources: Source, court: Court = NOBODY, ref: PackageRef = REF) -> tuple[FeedMatch, ...]:
    return FeedIndex(sources, court).match(ref)


def ids(*sources: Source, court: Court = NOBODY) -> list[str]:
    return [match.record.id for match in matches(*sources, court=court)]


def test_malware_comes_first_then_the_most_severe() -> None:
    grave = replace(ADVISORY, id="GHSA-2", severity=Severity.HIGH)
    assert ids(Source(ADVISORY, grave, MALWARE)) == ["MAL-1", "GHSA-2", "GHSA-1"]


def test_speaks_only_of_the_versions_that_are_meant() -> None:
    assert matches(Source(MALWARE), ref=PackageRef("left-pad", "1.5.1")) == ()
    assert matches(Source(MALWARE), ref=PackageRef("Left-pad", "1.5.0")) == ()
    assert matches(Source(MALWARE), ref=PackageRef("left-pad", "")) == ()


def test_tells_the_fix_and_whether_everything_is_condemned() -> None:
    (match,) = matches(Source(ADVISORY))
    assert (match.fixed_in, match.condemns_all, match.is_disputed) == ("2.0.0", False, False)
    (match,) = matches(Source(replace(MALWARE, ranges=(AffectedRange("0"),))), court=EVERYBODY)
    assert (match.fixed_in, match.condemns_all, match.is_disputed) == ("", True, True)


def test_the_newest_word_about_a_record_counts() -> None:
    newer = replace(MALWARE, modified=NEW, versions=("9.9.9",))
    for order in ((MALWARE, newer), (newer, MALWARE)):
        assert ids(Source(order[0]), Source(order[1])) == []
    assert ids(Source(newer), Source(replace(newer, modified=NEW + timedelta(1), versions=("1.5.0",)))) == ["MAL-1"]


def test_a_withdrawal_counts_unless_it_is_older() -> None:
    withdrawn = replace(MALWARE, modified=NEW, withdrawn=NEW)
    for order in ((MALWARE, withdrawn), (withdrawn, MALWARE)):
        assert ids(Source(order[0]), Source(order[1])) == []
    same_time = replace(MALWARE, withdrawn=NEW)
    for order in ((MALWARE, same_time), (same_time, MALWARE)):
        assert ids(Source(order[0]), Source(order[1])) == []
    again = replace(MALWARE, modified=NEW + timedelta(days=1))
    assert ids(Source(withdrawn), Source(again)) == ["MAL-1"]


def test_records_of_one_incident_are_one_match() -> None:
    one = replace(MALWARE, aliases=("GHSA-9",), references=("https://one.invalid",))
    other = replace(ADVISORY, id="GHSA-9", aliases=("CVE-9",), references=("https://other.invalid",))
    third = replace(ADVISORY, id="X-9", aliases=("CVE-9",))
    apart = replace(ADVISORY, id="GHSA-8", aliases=("CVE-8",))
    found = matches(Source(other, apart), Source(one), Source(third))
    assert [match.record.id for match in found] == ["MAL-1", "GHSA-8"]
    assert found[0].record.aliases == ("CVE-9", "GHSA-9", "X-9")
    assert found[0].record.references == ("https://one.invalid", "https://other.invalid")
    assert found[0].record.kind is RecordKind.MALWARE
    assert found[0].fixed_in == "2.0.0"


def test_a_record_that_names_the_version_speaks_before_a_disputed_one_of_the_same_incident() -> None:
    everything = replace(MALWARE, ranges=(AffectedRange("0"),), aliases=("GHSA-9",))
    exact = replace(MALWARE, id="GHSA-9")
    (match,) = matches(Source(everything, exact), court=EVERYBODY)
    assert (match.record.id, match.is_disputed) == ("GHSA-9", False)


def test_the_starter_feed_gives_way_to_a_fetched_one() -> None:
    shipped = replace(MALWARE, id="ASSAY-1")
    starter = Source(shipped, name=STARTER)
    assert ids(starter) == ["ASSAY-1"]
    assert ids(starter, Source(MALWARE)) == ["MAL-1"]
    assert ids(starter, Source(ADVISORY)) == ["ASSAY-1", "GHSA-1"]
    everything = Source(replace(MALWARE, ranges=(AffectedRange("0"),)))
    assert ids(starter, everything, court=EVERYBODY) == ["ASSAY-1", "MAL-1"]


def test_names_its_feeds_and_closes_them() -> None:
    one, other = Source(MALWARE, name="one"), Source(name="other")
    index = FeedIndex((one, other), NOBODY)
    assert [info.name for info in index.feeds()] == ["one", "other"]
    assert index.revision == "one.............+other..........."
    index.close()
    assert one.is_closed
    assert other.is_closed


def write(path: Path, *records: Record) -> None:
    with FeedWriter(path) as writer:
        for record in records:
            writer.add(record)
        writer.finish(path.stem, etag="", skipped=0, fetched=NEW)


def test_opens_every_feed_of_the_folder_beside_the_starter_feed(tmp_path: Path) -> None:
    write(tmp_path / "one.feed", MALWARE)
    write(tmp_path / "two.feed", ADVISORY)
    (tmp_path / ".partial-x.feed").write_bytes(b"half")
    (tmp_path / "broken.feed").write_bytes(b"garbage")
    index = open_feeds(tmp_path, NOBODY)
    assert [info.name for info in index.feeds()] == [STARTER, "one", "two"]
    assert [match.record.id for match in index.match(REF)] == ["MAL-1", "GHSA-1"]
    (gap,) = index.gaps
    assert (gap.kind, gap.what) == (GapKind.FEED, "feed broken.feed")
    assert "assay feed update" in gap.hint
    index.close()


def test_without_a_folder_there_is_the_starter_feed(tmp_path: Path) -> None:
    index = open_feeds(tmp_path / "none", NOBODY)
    assert [info.name for info in index.feeds()] == [STARTER]
    assert index.gaps == ()


def test_a_damaged_record_is_an_error_and_not_silence(tmp_path: Path) -> None:
    class Damaged(Source):
        def records(self, name: str) -> tuple[Record, ...]:
            raise FeedError(f"damaged at {name}")

    with pytest.raises(FeedError, match="damaged at left-pad"):
        matches(Source(MALWARE), Damaged())
