from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.javascript.hooks import ADDRESS_SWAP, COUNTRY_HARM, COUNTRY_MESSAGE, hooks

PURSE = " ".join(f"'0x{digit * 40}'" for digit in "123")


@pytest.mark.parametrize(
    ("code", "name", "line"),
    [
        (f"const p = [{PURSE}];\nwindow.fetch = (a) => old(a.replace(b, p[0]));", ADDRESS_SWAP, 2),
        (f"XMLHttpRequest.prototype.send = f; x.params[0] = 1; [{PURSE}]", ADDRESS_SWAP, 1),
        ("\nif (country_code === 'RU') fs.unlink(f)", COUNTRY_HARM, 2),
        ("if (process.env.LANG.startsWith('ru')) { for (;;) { console.log('x') } }", COUNTRY_MESSAGE, 1),
        ("if (Intl.DateTimeFormat().resolvedOptions().timeZone == 'Asia/Tehran') alert('x')", COUNTRY_MESSAGE, 1),
        (f"window.fetch = f; [{PURSE}]", "", 0),
        (f"fetch('x'); a.replace(b); [{PURSE}]", "", 0),
        ("if (timeZone === 'Europe/Moscow') return 3", "", 0),
        ("if (timeZone === 'Europe/Paris') fs.unlink(f)", "", 0),
    ],
)
def test_a_shape_is_told_at_its_place(code: str, name: str, line: int) -> None:
    found = [(each.name, each.location.line) for each in hooks("a.js", code.encode())]
    assert found == ([(name, line)] if name else [])


@given(st.binary(max_size=300))
def test_any_bytes_are_survived(data: bytes) -> None:
    assert hooks("a.js", data + b" timeZone 'ru' ethereum. bc1") is not None


def test_hostile_text_takes_no_time_by_its_square() -> None:
    assert hooks("a.js", b"'Europe/Moscow' timeZone" + b" timeZone.a" * 50_000 + b"window" * 50_000) == ()
