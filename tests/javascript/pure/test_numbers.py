from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.javascript.pure.numbers import (
    in_radix,
    is_nan,
    number_of_literal,
    number_of_text,
    parse_float,
    parse_int,
    plain,
    text_of_number,
)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        *(
            (0, "0"),
            (-7, "-7"),
            (0.1, "0.1"),
            (1e21, "1e+21"),
            (1e-7, "1e-7"),
            (1.5e-9, "1.5e-9"),
            (1e20, "1" + "0" * 20),
        ),
        *(
            (math.nan, "NaN"),
            (math.inf, "Infinity"),
            (-math.inf, "-Infinity"),
            (2.0, "2"),
            (1 / 3, "0.3333333333333333"),
        ),
        *((123456789012345680000, "123456789012345680000"), (-1.5e300, "-1.5e+300"), (0.000001, "0.000001")),
    ],
)
def test_numbers_are_written_as_javascript_does(number: float, text: str) -> None:
    assert text_of_number(number) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("", 0), ("  ", 0), ("12", 12), (" -1.5 ", -1.5), ("0x1F", 31), ("0b11", 3), ("0o17", 15), ("1e3", 1000)),
        *((".5", 0.5), ("5.", 5), ("Infinity", math.inf), ("-Infinity", -math.inf)),
    ],
)
def test_texts_are_read_as_numbers(text: str, number: float) -> None:
    assert number_of_text(text) == number


@pytest.mark.parametrize("text", ["a", "1a", "0x", "0xg", "1_000", "--1", "1 2", "e5", "٣", "inf", "nan"])
def test_other_texts_are_no_number(text: str) -> None:
    assert is_nan(number_of_text(text))


@pytest.mark.parametrize(
    ("text", "number"),
    [("1_000", 1000), ("0777", 511), ("089", 89), ("10n", 10), ("0x_f", 15), ("0xFn", 15), ("1.5", 1.5), ("0", 0)],
)
def test_literals_are_read(text: str, number: float) -> None:
    assert number_of_literal(text) == number


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53))
def test_what_is_written_is_read_again(number: float) -> None:
    assert number_of_text(text_of_number(number)) == number
    assert parse_float(text_of_number(number)) == number


@given(st.integers(-(2**53), 2**53), st.integers(2, 36))
def test_every_radix_is_written_and_read(number: int, radix: int) -> None:
    text = in_radix(number, radix)
    assert text is not None
    assert parse_int(text, radix) == number


@given(st.text(max_size=30), st.integers(-1, 40))
def test_any_text_is_read(text: str, radix: int) -> None:
    for number in (parse_int(text, radix), parse_float(text), number_of_text(text), number_of_literal(text)):
        assert is_nan(number) or plain(number) == number


def test_fractions_are_written_while_their_digits_end() -> None:
    assert in_radix(0.5, 2) == "0.1"
    assert in_radix(-2.75, 4) == "-2.3"
    assert in_radix(0.1, 3) is None
    assert in_radix(1e300, 16) is None


def test_integers_are_exact_up_to_where_javascript_is() -> None:
    assert isinstance(plain(2**53), int)
    assert isinstance(plain(2**53 + 1), float)
    assert plain(10**400) == math.inf
    assert isinstance(plain(3.0), int)
