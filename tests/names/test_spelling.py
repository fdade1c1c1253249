from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.names.spelling import SEPARATORS, loose, single, spoken, squash, unordered, words

NAMES = st.text(alphabet="abcsxyz0157phvwrnou-_./@", max_size=12)


@given(NAMES)
def test_squashing_takes_separators_and_case_only(name: str) -> None:
    assert squash(name) == "".join(letter for letter in name.lower() if letter not in SEPARATORS)
    assert squash(squash(name.upper())) == squash(name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("l0dash", "lodash"),
        ("lodaash", "lodash"),
        ("lo-dash", "lodash"),
        ("parsers", "parser"),
        ("chalc", "chalk"),
        ("colour", "color"),
        ("centre", "center"),
        ("cornmander", "commander"),
        ("uglifi", "uglify"),
    ],
)
def test_what_people_overlook_is_taken_away(one: str, other: str) -> None:
    assert loose(one) == loose(other)


@pytest.mark.parametrize(("one", "other"), [("react", "preact"), ("lodash", "lodish"), ("request", "require")])
def test_other_words_stay_other(one: str, other: str) -> None:
    assert loose(one) != loose(other)


@given(NAMES)
def test_separators_and_case_never_matter_to_the_loose_spelling(name: str) -> None:
    assert loose(name) == loose(squash(name)) == loose(name.upper())


@given(NAMES)
def test_no_letter_is_doubled_in_a_single_text(name: str) -> None:
    text = single(name)
    assert all(one != other for one, other in pairwise(text))
    assert single(text) == text


def test_letter_groups_are_written_as_they_are_read() -> None:
    assert spoken("phvvxrn") == "fwksm"


@given(st.lists(st.sampled_from(["ab", "cde", "42"]), max_size=4))
def test_words_are_told_whatever_separates_them(parts: list[str]) -> None:
    assert words("-".join(parts)) == words("./".join(parts).upper()) == parts


def test_letters_and_digits_are_words_of_their_own() -> None:
    assert words("@azure/arm-storage2") == ["azure", "arm", "storage", "2"]
    assert words("@-/") == []


@given(
    st.lists(st.sampled_from(["ab", "cde", "fgs"]), min_size=2, max_size=4).flatmap(
        lambda parts: st.tuples(st.just(parts), st.permutations(parts))
    )
)
def test_the_order_of_words_is_forgotten(pair: tuple[list[str], list[str]]) -> None:
    assert unordered("-".join(pair[0])) == unordered(".".join(pair[1])) != ""


def test_one_word_has_no_order() -> None:
    assert unordered("lodash") == unordered("") == ""
