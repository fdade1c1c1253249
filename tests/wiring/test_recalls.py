from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assay.model.feed import FeedInfo, FeedMatch, Record, RecordKind
from assay.model.handout import Handout, HandoutKind, HandoutOutcome, Recall
from assay.model.package import PackageRef
from assay.model.rule import Severity
from assay.store.ledger import Ledger
from assay.wiring.recalls import note_recalls

NOW = datetime(2026, 1, 10, tzinfo=UTC)


class SomeFeeds:
    def __init__(self, **matches: FeedMatch) -> None:
        self._matches = matches

    def match(self, ref: PackageRef) -> tuple[FeedMatch, ...]:
        return (self._matches[ref.name],) if ref.name in self._matches else ()

    def feeds(self) -> tuple[FeedInfo, ...]:
        return ()


def record(package: str, kind: RecordKind = RecordKind.MALWARE) -> Record:
    return Record(f"MAL-{package}", package, kind, "it steals", Severity.CRITICAL)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(f"sqlite:///{tmp_path}/ledger.sqlite3") as opened:
        for number, package in enumerate(("good", "bad", "flawed", "doubted")):
            made = Handout(str(number), NOW, HandoutKind.TARBALL, HandoutOutcome.SERVED, package, "1.0.0")
            opened.record(made)
        opened.record(Handout("r", NOW, HandoutKind.TARBALL, HandoutOutcome.REFUSED, "refused", "1.0.0"))
        yield opened


FEEDS = SomeFeeds(
    bad=FeedMatch(record("bad")),
    flawed=FeedMatch(record("flawed", RecordKind.ADVISORY)),
    doubted=FeedMatch(record("doubted"), is_disputed=True),
    refused=FeedMatch(record("refused")),
)


def test_only_malware_that_was_served_is_recalled_and_only_once(ledger: Ledger) -> None:
    recall = Recall("bad", "1.0.0", "MAL-bad", "it steals", NOW)
    assert note_recalls(ledger, SomeFeeds(), NOW) == []
    assert note_recalls(ledger, FEEDS, NOW) == [recall]
    assert note_recalls(ledger, FEEDS, NOW + timedelta(days=1)) == []
    assert ledger.recalls() == [recall]
