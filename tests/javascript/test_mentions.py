from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from assay.javascript.mentions import Mentions


def test_a_name_after_a_dot_is_a_property_and_not_mentioned() -> None:
    source = b"a.b = b; $a(a, ab)"
    mentions = Mentions(source)
    assert list(mentions.between(b"a", 0, len(source))) == [0, 12]
    assert list(mentions.between(b"b", 0, len(source))) == [6]
    assert list(mentions.between(b"a", 1, 12)) == []


@given(
    st.text(alphabet="ab$_1. =(\né", max_size=60)
    | st.lists(st.sampled_from(["abab", "aaaa", ".", " ", "$"])).map("".join),
    st.sampled_from(["a", "b", "ab", "$a", "aba", "abab", "aaaa"]),
    st.integers(1, 20),
)
def test_the_pages_hold_what_a_search_finds(text: str, name: str, page_bytes: int) -> None:
    source = text.encode()
    word = re.compile(r"(?:(?<![\w$.])|(?<=\.\.\.))" + re.escape(name) + r"(?![\w$])")
    expected = [len(text[: match.start()].encode()) for match in word.finditer(text)]
    assert list(Mentions(source, page_bytes).between(name.encode(), 0, len(source))) == expected


def test_a_word_that_fills_many_pages_is_gone_through_once() -> None:
    # searching for the end of each page would take hours here
    source = b"a" * 5_000_000 + b" b " + b"c" * 5_000_000 + b" b"
    mentions = Mentions(source, 10)
    assert list(mentions.between(b"b", 0, len(source))) == [5_000_001, 10_000_004]
