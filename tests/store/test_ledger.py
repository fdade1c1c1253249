from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assay.errors import StoreError
from assay.model.handout import Handout, HandoutKind, HandoutOutcome, Recall
from assay.model.integrity import Integrity
from assay.model.package import PackageRef
from assay.model.policy import Action, Reason
from assay.model.verdict import Level
from assay.store.ledger import Ledger, Search, new_handout_id

NOW = datetime(2026, 1, 10, 12, 30, 15, 123456, tzinfo=UTC)
REFUSED = HandoutOutcome.REFUSED
HANDOUT = Handout(
    id="1kej9nn00-00000000",
    time=NOW,
    kind=HandoutKind.TARBALL,
    outcome=HandoutOutcome.SERVED,
    package="@acme/tool",
    version="1.2.3",
    integrity=Integrity.of(b"bytes"),
    verdict=Level.SUSPICIOUS,
    action=Action.WARN,
    reasons=(Reason("warn.severity", "a finding of severity high"),),
    rules=("install-script",),
    client="npm/11.6.2 node/v20",
    session="0123456789abcdef",
    project="shop",
    policy_revision="p1",
    feed_revision="f1",
    hidden=0,
)


@pytest.fixture
def ledger(store_url: str) -> Iterator[Ledger]:
    with Ledger.open(store_url) as opened:
        opened.check()
        yield opened


def handout(number: int, **changes: object) -> Handout:
    return replace(HANDOUT, id=f"id-{number}", time=NOW + timedelta(minutes=number), **changes)  # type: ignore[arg-type]


def test_what_was_recorded_is_found_by_its_id(ledger: Ledger) -> None:
    ledger.record(HANDOUT)
    assert ledger.get(HANDOUT.id) == HANDOUT
    assert ledger.get("another") is None
    assert ledger.get("\ud800") is None


def test_a_refusal_is_found_by_the_id_that_the_user_was_told(ledger: Ledger) -> None:
    ledger.record(handout(1, refusal="abc"), handout(2, refusal="abc"), handout(3))
    found = ledger.get("abc")
    assert found is not None
    assert found.id == "id-2"
    assert ledger.get("") is None


def test_an_id_is_recorded_once(ledger: Ledger) -> None:
    ledger.record(HANDOUT)
    with pytest.raises(StoreError):
        ledger.record(handout(1), HANDOUT)
    assert ledger.find(Search()) == [HANDOUT]


def test_finds_by_package_time_project_and_outcome(ledger: Ledger) -> None:
    ledger.record()
    ledger.record(
        handout(1),
        handout(2, version="2.0.0", outcome=REFUSED),
        handout(3, package="other", project="till"),
    )

    def found(search: Search) -> list[str]:
        return [each.id for each in ledger.find(search)]

    assert found(Search()) == ["id-3", "id-2", "id-1"]
    assert found(Search(limit=1)) == ["id-3"]
    assert found(Search(package="@acme/tool")) == ["id-2", "id-1"]
    assert found(Search(package="@acme/tool@1.2.3")) == ["id-1"]
    assert found(Search(package="other")) == ["id-3"]
    assert found(Search(package="' OR 1=1 --")) == []
    assert found(Search(since=NOW + timedelta(minutes=2))) == ["id-3", "id-2"]
    assert found(Search(project="till")) == ["id-3"]
    assert found(Search(outcome=REFUSED)) == ["id-2"]
    assert found(Search(package="@acme/tool", outcome=HandoutOutcome.SERVED)) == ["id-1"]


def test_tells_who_got_what_was_condemned_later(ledger: Ledger) -> None:
    ledger.record(
        handout(1),
        handout(2, outcome=REFUSED),
        handout(3, package="other"),
        handout(4, kind=HandoutKind.PACKUMENT, version="", outcome=HandoutOutcome.REWRITTEN),
    )
    assert ledger.served() == [PackageRef("@acme/tool", "1.2.3"), PackageRef("other", "1.2.3")]
    assert ledger.find(Search(recalled=True)) == []
    recall = Recall("@acme/tool", "1.2.3", "MAL-2026-1", "it is malware", NOW)
    ledger.recall()
    ledger.recall(recall)
    ledger.recall(replace(recall, because="said again", time=NOW + timedelta(days=1)))
    assert ledger.recalls() == [recall]
    assert [each.id for each in ledger.find(Search(recalled=True))] == ["id-1"]
    assert ledger.find(Search(recalled=True, package="other")) == []


def test_fresh_ids_differ() -> None:
    assert len({new_handout_id(NOW) for _ in range(100)}) == 100


def test_two_processes_record_at_once_and_a_kill_loses_nothing(store_url: str) -> None:
    """Each process says what it has recorded, and is killed in the middle; all of that must be there."""
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, store_url, name],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
            text=True,
        )
        for name in ("one", "two")
    ]
    told = []
    for writer in writers:
        assert writer.stdout is not None
        told += [writer.stdout.readline().strip() for _ in range(20)]
    for writer in writers:
        writer.send_signal(signal.SIGKILL)
    for writer in writers:
        rest, _ = writer.communicate()
        told += [line for line in rest.split("\n")[:-1] if line]
    with Ledger.open(store_url) as ledger:
        kept = {each.id for each in ledger.find(Search(limit=100_000))}
        assert len(told) >= 40
        assert set(told) <= kept
        ledger.record(HANDOUT)
        assert ledger.get(HANDOUT.id) == HANDOUT


WRITER = """
import sys
from datetime import UTC, datetime
from assay.model.handout import Handout, HandoutKind, HandoutOutcome
from assay.store.ledger import Ledger, new_handout_id
ledger = Ledger.open(sys.argv[1])
while True:
    now = datetime.now(UTC)
    made = Handout(new_handout_id(now), now, HandoutKind.TARBALL, HandoutOutcome.SERVED, "left", client=sys.argv[2])
    ledger.record(made)
    print(made.id, flush=True)
"""
