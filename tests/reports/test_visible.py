from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.reports.visible import defanged, visible, well_formed
from tests.reports.texts import hostile_texts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("left-pad", "left-pad"),
        ("größe 日本", "größe 日本"),
        ("a\x1b[2Jb", r"a\x1b[2Jb"),
        ("a\nb\tc\rd", r"a\nb\tc\rd"),
        ("safe\u202egpj.exe", r"safe\u202egpj.exe"),
        ("zero\u200bwidth", r"zero\u200bwidth"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
        ("no\u00a0break", r"no\xa0break"),
        ("e\u0301\u0301", "e\u0301\u0301"),
        ("e" + "\u0301" * 5, "e\u0301\u0301\u0301" + r"\u0301\u0301"),
    ],
)
def test_what_could_act_or_hide_is_escaped(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(hostile_texts, st.integers(min_value=4, max_value=80))
def test_nothing_hidden_is_left_and_the_limit_holds(text: str, limit: int) -> None:
    shown = visible(text, limit)
    assert len(shown) <= limit
    assert all(unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in shown)


def test_cutting_keeps_both_ends() -> None:
    assert visible("abcdefghijklmnop", 8) == "abcd…nop"


@given(hostile_texts)
def test_well_formed_text_can_be_written(text: str) -> None:
    well_formed(text).encode()


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("see http://a.b.invalid/c.d now", "see hxxp://a[.]b[.]invalid/c.d now"),
        ("HTTPS://A.INVALID", "HxxPS://A[.]INVALID"),
        ("no address: a.b", "no address: a.b"),
    ],
)
def test_addresses_cannot_be_opened_by_a_click(text: str, harmless: str) -> None:
    assert defanged(text) == harmless
