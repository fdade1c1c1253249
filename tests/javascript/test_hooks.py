from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.javascript.hooks import ADDRESS_SWAP, hooks

PURSE = " ".join(f"'0x{digit * 40}'" for digit in "123")


@pytest.mark.parametrize(
    ("code", "name", "line"),
    [
        (f"const p = [{PURSE}];\nwindow.fetch = (a) => old(a.replace(b, p[0]));", ADDRESS_SWAP, 2),
        (f"XMLHttpRequest.prototype.send = f; x.params[0] = 1; [{PURSE}]", ADDRESS_SWAP, 1),
        (f"window.fetch = f; [{PURSE}]", "", 0),
        (f"fetch('x'); a.replace(b); [{PURSE}]", "", 0),
    ],
)
def test_a_shape_is_told_at_its_place(code: str, name: str, line: int) -> None:
    found = [(each.name, each.location.line) for each in hooks("a.js", code.encode())]
    assert found == ([(name, line)] if name else [])


@given(st.binary(max_size=300))
def test_any_bytes_are_survived(data: bytes) -> None:
    assert hooks("a.js", data + b" ethereum. bc1") is not None


def test_hostile_text_takes_no_time_by_its_square() -> None:
    assert hooks("a.js", b"ethereum.a" * 50_000 + b"bc1 window" * 50_000) == ()
