from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from assay.names.corpus import Corpus
from assay.names.corpus_writer import write_corpus
from assay.names.near import one_edit, two_edits
from tests.names.small import small_corpus

NAMES = st.text("abc-", min_size=1, max_size=7)


@given(st.lists(NAMES, min_size=1, max_size=30, unique=True), NAMES)
def test_one_edit_agrees_with_comparing_everything(names: list[str], name: str) -> None:
    corpus = Corpus(write_corpus(dict.fromkeys(names, 5), {}, {}, date(2026, 3, 1), {}))
    assert one_edit(corpus, name) == {other for other in names if OSA.distance(name, other) == 1}


@given(
    st.text("abc-", min_size=1, max_size=11),
    st.lists(st.text("abc-", min_size=7, max_size=10), max_size=20, unique=True),
)
def test_two_edits_finds_only_what_is_two_edits_away(name: str, names: list[str]) -> None:
    corpus = Corpus(write_corpus(dict.fromkeys(names, 5), {}, {}, date(2026, 3, 1), {}))
    assert two_edits(corpus, name) <= {other for other in names if OSA.distance(name, other) == 2}


def test_two_edits_finds_slips_in_any_two_thirds() -> None:
    for name in ("commmanderr", "comnamder", "ommandre", "xxmmander", "commandxx", "cammender"):
        assert two_edits(small_corpus(), name) == {"commander"}, name
