from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.names.grammar import word_forms
from assay.names.kind import Kind


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("parser", "parsers", Kind.PLURAL),
        ("query", "queries", Kind.PLURAL),
        ("serializer", "serialize", Kind.GRAMMAR),
        ("parsing", "parse", Kind.GRAMMAR),
        ("css-loader", "css-load", Kind.GRAMMAR),
        ("parser-core", "parsers-core", Kind.PLURAL),
    ],
)
def test_another_form_of_a_word_goes_both_ways(one: str, other: str, kind: Kind) -> None:
    assert (other, kind) in set(word_forms(one))
    assert (one, kind) in set(word_forms(other))


def test_short_words_have_no_forms() -> None:
    assert list(word_forms("a-js")) == list(word_forms("")) == []


@given(st.text(alphabet="abersing-._/@", max_size=16))
def test_separators_and_other_words_stay(name: str) -> None:
    marks = [letter for letter in name if letter in "-._/@"]
    for other, _ in word_forms(name):
        assert other != name
        assert [letter for letter in other if letter in "-._/@"] == marks
