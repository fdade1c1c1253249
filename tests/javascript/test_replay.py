from __future__ import annotations

import pytest

from tests.javascript.expressions import folded

BUILT = {
    "loop over an array": (
        "let out = ''; for (let i = 0; i < 4; i++) out += String.fromCharCode(d[i] ^ key.charCodeAt(i % key.length));",
        "const key = 'k3y', d = [14, 69, 24, 7];",
    ),
    "loop over a text": (
        "var out = ''; for (const c of 'dubk') { out += String.fromCharCode(c.charCodeAt(0) ^ 1 - 0); }",
        "",
    ),
    "while": ("let out = '', i = 4; while (i--) out = out + 'lave'[i];", ""),
    "pieces": ("let out = 'e'; out += 'v'; out = out + 'a'; out += 'l';", ""),
    "sequence": ("let out = 'e'; out += 'v', (out += 'a'), out += 'l';", ""),
    "condition": ("let out = 'eval'; if (1 > 2) out = 'x';", ""),
}


@pytest.mark.parametrize(("built", "before"), BUILT.values(), ids=BUILT.keys())
def test_a_text_that_is_built_up_is_told(built: str, before: str) -> None:
    text = folded("out", f"{before}\n{built}")
    if "while" in built:
        assert text is None  # its counter is declared with it and is not replayed
    elif "dubk" in built:
        assert text == "".join(chr(ord(letter) ^ 1) for letter in "dubk")
    else:
        assert text == "eval"


def test_members_that_are_put_in_are_told() -> None:
    assert folded("o['a'] + o.b", "const o = {}; o['a'] = 'x', o.b = 'y';") == "xy"
    assert folded("f()", "const a = []; a.push('x'); a.push('y'); function f() { return a.join(''); }") == "xy"


@pytest.mark.parametrize(
    "before",
    [
        "let a = 'x'; if (unknown) a = 'y';",
        "let a = 'x'; function f() { a = 'y'; }",
        "let a = unknown; a += 'y';",
        "let a = 'x'; for (const k of unknown) a += k;",
        "if (x) { var a = 'x'; } a += 'y';",
        "let a = 'x'; a += unknown();",
        "let a = 'x'; while (true) a += 'y';",
    ],
)
def test_what_depends_on_more_is_not_told(before: str) -> None:
    assert folded("a", before) is None


def test_a_place_before_the_change_is_not_told() -> None:
    assert folded("a); a += 'y'; ask2(b", "let a = 'x';") is None
