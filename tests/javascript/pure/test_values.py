from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.javascript.pure.limits import Unknown
from assay.javascript.pure.values import (
    UNDEFINED,
    Array,
    Bytes,
    Record,
    int32,
    integer,
    joined,
    number,
    text,
    truth,
    units,
)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_characters_and_units_are_the_same_text(plain: str) -> None:
    assert joined(units(plain)) == plain
    assert len(units(plain)) == len(plain.encode("utf-16-le")) // 2


@given(st.text(st.characters(min_codepoint=0xD7F0, max_codepoint=0xE010)))
def test_halves_of_pairs_never_leave(wide: str) -> None:
    joined(wide).encode("utf-8")


@pytest.mark.parametrize(
    ("value", "whole"),
    [
        *((1.9, 1), (-1.9, -1), (math.nan, 0), (UNDEFINED, 0), (None, 0), ("7", 7), (True, 1)),
        *((math.inf, 1 << 60), (-math.inf, -(1 << 60)), (Array([5]), 5), (Array([]), 0)),
    ],
)
def test_whole_numbers(value: object, whole: int) -> None:
    assert integer(value) == whole


@given(st.integers())
def test_numbers_of_32_bits_wrap(value: int) -> None:
    found = int32(value)
    assert -(2**31) <= found < 2**31
    assert (found - value) % 2**32 == 0


def test_what_is_true() -> None:
    assert all(map(truth, (1, "0", Array([]), Record({}), -1, math.inf)))
    assert not any(map(truth, (0, "", None, UNDEFINED, math.nan, False)))


def test_objects_as_text_and_number() -> None:
    assert text(Array([1, None, Array(["a", UNDEFINED])])) == "1,,a,"
    assert text(Bytes(bytearray("hé".encode()))) == "hé"
    assert text(Record({})) == "[object Object]"
    assert math.isnan(number(Record({})))
    with pytest.raises(Unknown):
        text(Record({"toString": 1}))
