from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.names.lookalikes import are_lookalikes, respellings, to_ascii, unleet

ASCII = st.characters(min_codepoint=33, max_codepoint=126)


@pytest.mark.parametrize("pair", ["l1", "il", "0o", "nr", "vw", "-_", "-.", "5s", "nu", "8b", "gq", "kh"])
def test_letters_that_are_drawn_alike(pair: str) -> None:
    assert are_lookalikes(pair[0], pair[1])
    assert are_lookalikes(pair[1], pair[0])


@given(ASCII, ASCII)
def test_drawn_alike_goes_both_ways_and_needs_two(one: str, other: str) -> None:
    assert are_lookalikes(one, other) == are_lookalikes(other, one)
    assert not are_lookalikes(one, one)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("\u0435xpress", "express"),
        ("\u0415xpress", "express"),
        ("\uff4codash", "lodash"),
        ("l\u00f6dash", "lodash"),
        ("cross\u2010env", "cross-env"),
        ("lo\u200bda\u00adsh", "lodash"),
        ("\u65e5lodash", "\u65e5lodash"),
    ],
)
def test_a_foreign_name_is_read_as_it_is_drawn(name: str, plain: str) -> None:
    assert to_ascii(name) == plain


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_an_ascii_name_is_left_alone(name: str) -> None:
    assert to_ascii(name) == name


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_reading_twice_changes_nothing_more(name: str) -> None:
    assert to_ascii(to_ascii(name)) == to_ascii(name)


@given(st.text(alphabet="rnmvwclduiak", max_size=8))
def test_every_respelling_can_be_respelt_back(name: str) -> None:
    for other in respellings(name):
        assert other != name
        assert name in set(respellings(other))


@given(st.text(alphabet="0123456789abc-"))
def test_numerals_are_read_as_letters(name: str) -> None:
    assert not set(unleet(name)) & set("0123456789")
    assert len(unleet(name)) == len(name)
