from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.javascript.obfuscation import MANY_HEX_NAMES, MINIFIED_LINE, is_minified, traits

HEX_NAMES = "".join(f"f(_0x{index:04x});" for index in range(MANY_HEX_NAMES))
READABLE = "".join(f"\\x{ord(letter):02x}" for letter in "console.log(1234)")
SIGNS = {
    "hex-names": HEX_NAMES,
    "string-array": f"const _0xabcd = ['a', 'b'];{HEX_NAMES}",
    "rotated-array": f"_0xabcd['push'](_0xabcd['shift']());{HEX_NAMES}",
    "packer": "eval(function(p,a,c,k,e,d){return p}('0 1',2,2,'a|b'.split('|')))",
    "control-flow-flattening": "const order = '3|1|4|0|2'['split']('|');",
    "escaped-text": f"f('{READABLE}', '{READABLE}');",
    "jsfuck": "(![]+[])[+[]]+" * 50,
    "code-after-blanks": "a();" + " " * 200 + "b('something that nobody scrolls to');",
    "bidirectional": "const a = '\u202e x';",
    "invisible-text": "const a = '" + "\ufe01" * 20 + "';",
}
HONEST = {
    "empty": "",
    "some hex names": "".join(f"f(_0x{index:04x});" for index in range(MANY_HEX_NAMES - 1)),
    "a split": "'a|b|c'.split('|')",
    "one escaped text": f"f('{READABLE}');",
    "tables of bytes": "'" + "\\x00\\x01\\x02\\xff" * 20 + "', '" + "\\x80\\x81\\x03\\xfe" * 20 + "'",
    "empty arrays": "const a = [], b = ![]; c([], !d);",
    "a comment far to the right": "a();" + " " * 200 + "// a comment that is far to the right",
    "indented": " " * 200 + "a('something that is indented deeply');",
    "emoji": "const a = '\u2764\ufe0f\u2764\ufe0f';",
    "joined words": "const a = 'a\u200db';",
}


@pytest.mark.parametrize(("name", "code"), SIGNS.items(), ids=SIGNS.keys())
def test_a_sign_is_told(name: str, code: str) -> None:
    assert name in {each.name for each in traits("a.js", code.encode())}


@pytest.mark.parametrize("code", HONEST.values(), ids=HONEST.keys())
def test_honest_code_has_no_sign(code: str) -> None:
    assert traits("a.js", code.encode()) == ()


@pytest.mark.parametrize("name", [*SIGNS])
@given(lines=st.integers(0, 4), column=st.integers(0, 4))
def test_a_sign_is_told_at_its_place(name: str, lines: int, column: int) -> None:
    bare = {each.name: each for each in traits("a.js", SIGNS[name].encode())}[name]
    shifted = "\n" * lines + ";" * column + SIGNS[name]
    moved = {each.name: each for each in traits("a.js", shifted.encode())}[name]
    assert (moved.location.line, moved.location.column) == (lines + 1, bare.location.column + column)
    assert moved.detail == bare.detail


def test_names_of_an_obfuscator_are_counted() -> None:
    (sign,) = traits("a.js", HEX_NAMES.encode())
    assert sign.detail == f"{MANY_HEX_NAMES} names such as _0x0000"


def test_minified_means_long_lines_on_average() -> None:
    assert is_minified(b"a" * 2 * MINIFIED_LINE + b"b")
    assert not is_minified(b"a" * 2 * MINIFIED_LINE)
    assert not is_minified((b"a" * MINIFIED_LINE + b"\n") * 3)
    assert is_minified((b"a" * (MINIFIED_LINE + 9) + b"\n") * 9 + b"a" * MINIFIED_LINE)
    assert not is_minified(b"a\n" * 10_000)
    assert not is_minified(b"")


def test_minified_code_is_no_sign() -> None:
    assert traits("a.js", b"!function(e,t){return e(t,[],{})}(a,b);" * 500) == ()


@given(st.binary(max_size=200))
def test_any_bytes_are_looked_at(data: bytes) -> None:
    assert all(each.location.line <= data.count(b"\n") + 1 for each in traits("a.js", data))


@given(
    st.lists(
        st.sampled_from(
            [" " * 149, " " * 150, "\t" * 75, "\u3000" * 75, "\u2003", "\xa0", "\xc2", "\u2013", "\n", "a();"]
        ),
        max_size=12,
    )
)
def test_a_long_run_of_blanks_of_any_sort_is_told_wherever_it_begins(parts: list[str]) -> None:
    source = "".join(parts) + "b('something that nobody scrolls to');"
    runs = re.finditer(r"(?<![ \t])[ \t\xa0\u3000\u2000-\u200a]{150,}(?=[^\s/*][^\n]{19})", source)
    hidden = any(source[: run.start()].rpartition("\n")[2].strip() for run in runs)

    assert ("code-after-blanks" in {each.name for each in traits("a.js", source.encode())}) == hidden
