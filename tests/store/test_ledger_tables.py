from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.model.handout import Handout, HandoutKind, HandoutOutcome, Recall
from assay.model.integrity import Integrity
from assay.model.policy import Action, Reason
from assay.model.verdict import Level
from assay.store import ledger_tables as tables

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
TIMES = st.integers(0, 32 * 10**15).map(tables.moment)
HANDOUTS = st.builds(
    Handout,
    id=WORDS,
    time=TIMES,
    kind=st.sampled_from(HandoutKind),
    outcome=st.sampled_from(HandoutOutcome),
    package=WORDS,
    version=WORDS,
    integrity=st.none() | st.binary(max_size=20).map(Integrity.of),
    verdict=st.none() | st.sampled_from(Level),
    action=st.sampled_from(Action),
    reasons=st.lists(st.builds(Reason, WORDS, WORDS), max_size=3).map(tuple),
    rules=st.lists(WORDS, max_size=3).map(tuple),
    client=WORDS,
    session=WORDS,
    project=WORDS,
    address=WORDS,
    policy_revision=WORDS,
    feed_revision=WORDS,
    hidden=st.integers(0, 10**9),
    refusal=WORDS,
    evidence=st.lists(WORDS, max_size=3).map(tuple),
)


@given(HANDOUTS)
def test_a_handout_is_read_back_as_it_was(handout: Handout) -> None:
    assert tables.from_row(tables.to_row(handout)) == handout


@given(st.builds(Recall, WORDS, WORDS, WORDS, WORDS, TIMES))
def test_a_recall_is_read_back_as_it_was(recall: Recall) -> None:
    assert tables.recall_from(tables.recall_row(recall)) == recall


@pytest.mark.parametrize(("sent", "kept"), [("a\0b", "a?b"), ("\ud800x", "?x"), ("n" * 5_000, "n" * tables.MAX_TEXT)])
def test_what_a_client_sends_fits_every_database(sent: str, kept: str) -> None:
    time = datetime(2026, 1, 10, tzinfo=UTC)
    reason = Reason("gate", sent)
    handout = Handout(
        "id", time, HandoutKind.TARBALL, HandoutOutcome.REFUSED, "left", client=sent, session=sent, reasons=(reason,)
    )
    found = tables.from_row(tables.to_row(handout))
    assert (found.client, found.session, found.reasons[0].text) == (kept, kept, kept)
