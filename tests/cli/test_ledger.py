from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.cli.ledger import since_when
from assay.errors import UsageError
from assay.model.handout import Handout, HandoutKind, HandoutOutcome
from assay.model.policy import Action, Reason
from assay.store.ledger import Ledger
from tests.end_to_end.run import Machine

NOW = datetime.now(UTC).replace(microsecond=0)
REFUSED = Handout(
    "1kej9nn00-00000000",
    NOW,
    HandoutKind.TARBALL,
    HandoutOutcome.REFUSED,
    "bad-thing",
    "1.0.0",
    action=Action.BLOCK,
    reasons=(Reason("block.verdicts", "the verdict is malicious"),),
    refusal="0a1b2c3d4e",
)
OLD = Handout(
    "old", NOW - timedelta(days=9), HandoutKind.PACKUMENT, HandoutOutcome.SERVED, "good-thing", project="shop"
)


@pytest.fixture
def filled(machine: Machine) -> Machine:
    """A machine whose gate has handed something out and refused something."""
    with Ledger.open(f"sqlite:///{machine.data}/gate/ledger.sqlite3") as ledger:
        ledger.record(OLD, REFUSED)
    return machine


def test_shows_the_newest_first(filled: Machine) -> None:
    done = filled.assay("ledger")
    assert (done.code, done.stderr) == (0, "")
    assert [line.split()[-1] for line in done.stdout.splitlines()] == ["0a1b2c3d4e", "old"]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["--package", "bad-thing@1.0.0"], ["1kej9nn00-00000000"]),
        (["--since", "7d"], ["1kej9nn00-00000000"]),
        (["--project", "shop"], ["old"]),
        (["--outcome", "served"], ["old"]),
        (["--limit", "1"], ["1kej9nn00-00000000"]),
        (["--recalled"], []),
    ],
)
def test_shows_what_is_asked_for(filled: Machine, words: list[str], shown: list[str]) -> None:
    done = filled.assay("ledger", *words, "--format", "json")
    assert done.code == 0
    assert [each["id"] for each in json.loads(done.stdout)["handouts"]] == shown


def test_no_ledger_yet(machine: Machine) -> None:
    done = machine.assay("ledger")
    assert (done.code, done.stdout) == (2, "")
    assert "there is no store at" in done.stderr
    assert not machine.data.exists()


def test_another_store(filled: Machine) -> None:
    elsewhere = f"sqlite:///{filled.folder}/other.sqlite3"
    with Ledger.open(elsewhere) as ledger:
        ledger.check()
    done = filled.assay("ledger", env={"ASSAY_STORE": elsewhere})
    assert (done.code, done.stdout) == (0, "")
    assert "nothing of that kind" in done.stderr
    assert filled.assay("ledger", "--store", "mysql://host").code == 2


def test_explains_a_refusal_by_its_id(filled: Machine) -> None:
    done = filled.assay("gate", "why", "0a1b2c3d4e")
    assert done.code == 0
    assert "bad-thing@1.0.0: tarball refused" in done.stdout
    assert "[block.verdicts] the verdict is malicious" in done.stdout
    unknown = filled.assay("gate", "why", "nothing")
    assert unknown.code == 2
    assert "no refusal of 'nothing' is in" in unknown.stderr


@given(st.integers(1, 9999))
def test_an_age_counts_back_from_now(hours: int) -> None:
    assert since_when(f"{hours}h", NOW) == NOW - timedelta(hours=hours)


@given(st.integers(0, 4 * 10**9))
def test_a_time_is_read_as_it_is_written(second: int) -> None:
    moment = datetime.fromtimestamp(second, UTC)
    assert since_when(moment.isoformat(), NOW) == moment
    assert since_when(moment.isoformat().removesuffix("+00:00"), NOW) == moment


def test_a_day_begins_at_midnight_utc() -> None:
    assert since_when("2026-01-31", NOW) == datetime(2026, 1, 31, tzinfo=UTC)


def test_nonsense_is_refused() -> None:
    with pytest.raises(UsageError, match="is no time"):
        since_when("yesterday", NOW)
