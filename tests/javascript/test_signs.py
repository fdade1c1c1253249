from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.javascript.signs import Signs

WORDS = (b"eval", b".ssh", b"\\x", b"a", b"(")
SHAPES = ((b"quoted", rb"['\"]net['\"]"), (b"wide", rb" {5}"))
SIGNS = Signs(WORDS, SHAPES)


@pytest.mark.parametrize(
    ("source", "held"),
    [
        (b"", set()),
        (b"eval(x)", {b"eval", b"a", b"("}),
        (b"'~/.ssh'", {b".ssh"}),
        (b"'/ssh'", set()),
        (b"\\x20", {b"\\x"}),
        (b"\x20\x00\xff", set()),
        (b"'net'     ", {b"quoted", b"wide"}),
        (b"evaleval" * 9, {b"eval", b"a"}),
    ],
)
def test_what_stands_anywhere_is_told(source: bytes, held: set[bytes]) -> None:
    assert SIGNS.of(source) == held


@given(st.lists(st.sampled_from((*WORDS, b"'net'", b"  ", b"net", b"\n", b"\0", b"\xff")), max_size=40).map(b"".join))
def test_it_agrees_with_plain_searches(source: bytes) -> None:
    plain = {word for word in WORDS if word in source} | {sign for sign, shape in SHAPES if re.search(shape, source)}
    assert SIGNS.of(source) == plain
