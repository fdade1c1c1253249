from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.javascript.pure.encodings import decode_as
from assay.javascript.pure.limits import MAX_TEXT
from tests.javascript.expressions import Asked, folded

FOLDED = {
    "text": ("'ab'", "ab"),
    "other quotes": ('"a\'b"', "a'b"),
    "number": ("7", "7"),
    "sum": ("'a' + \"b\" + `c`", "abc"),
    "sum in brackets": ("'a' + ('b' + 'c')", "abc"),
    "template": ("`a${'b' + `c`}d`", "abcd"),
    "join": ("['a', 'b', 'c'].join('')", "abc"),
    "join with something": ("['a', 'b'].join('--')", "a--b"),
    "join with nothing said": ("['a', 'b'].join()", "a,b"),
    "reverse": ("'cba'.split('').reverse().join('')", "abc"),
    "split": ("'a|b'.split('|').join('')", "ab"),
    "twice reversed": ("['a', 'b'].reverse().reverse().join('')", "ab"),
    "replace": ("'axb'.replace('x', '')", "ab"),
    "replace by pattern": ("'a..b.'.replace(/\\./g, '-')", "a--b-"),
    "replace all": ("'axbx'.replaceAll('x', 'c')", "acbc"),
    "concat": ("'a'.concat('b', 'c')", "abc"),
    "case": ("'aB'.toLowerCase() + 'aB'.toUpperCase()", "abAB"),
    "char codes": ("String.fromCharCode(101, 0x76, 97, 108)", "eval"),
    "code points": ("String.fromCodePoint(0x1f680)", "\N{ROCKET}"),
    "hex": ("Buffer.from('6576616c', 'hex').toString()", "eval"),
    "base64": ("Buffer.from('ZXZhbA==', 'base64').toString('utf8')", "eval"),
    "base64 of the web": ("atob('ZXZhbA')", "eval"),
    "percents": ("unescape('%65%76') + decodeURIComponent('%C3%A9')", "evé"),
    "escapes": (r"'\x65\u0076\u{61}\154\n'", "eval\n"),
    "escapes in a template": (r"`\x65${'v'}\x61l`", "eval"),
    "encoded twice": ("atob(atob('WlhaaGJBPT0='))", "eval"),
    "String": ("String('a')", "a"),
    "first of several": ("'axbx'.replace('x', '-')", "a-bx"),
    "first by pattern": ("'axbx'.replace(/x/, '-')", "a-bx"),
    "trim": ("'  a '.trim()", "a"),
    "added numbers": ("1 + 2", "3"),
    "number and text": ("1 + 2 + 'a' + 1 + 2", "3a12"),
    "old escapes": ("unescape('%u0065%76')", "ev"),
    "wide letters": ("'é😀eval'.slice(3)", "eval"),
    "map with a key": ("[100, 119, 96, 109].map(c => String.fromCharCode(c ^ 1)).join('')", "eval"),
    "pairs of hex": ("'6576616c'.match(/../g).map(x => String.fromCharCode(parseInt(x, 16))).join('')", "eval"),
    "bytes": ("Buffer.from([101, 118, 97, 108]).toString()", "eval"),
    "a loop": (
        "(s => { let o = ''; for (let i = 0; i < s.length; i++) o += s[i - (i % 2) * 2 + 1]; return o; })('vela')",
        "eval",
    ),
    "computed methods": ("'lave'['split']('')['reverse']()['join']('')", "eval"),
    "bits": ("String.fromCharCode(0x32 << 1 | 1, ~-119, 97 & 0xff, 0x6d ^ 1)", "eval"),
}


@pytest.mark.parametrize(("expression", "text"), FOLDED.values(), ids=FOLDED.keys())
def test_a_text_that_is_put_together_is_told(expression: str, text: str) -> None:
    assert folded(expression) == text


@pytest.mark.parametrize(
    "expression",
    [
        *("unknown", "f('a')", "'a' + unknown", "`a${unknown}`", "['a', unknown].join('')", "[1].map(f).join('')"),
        *("'a' - 'b'", "unknown || 'b'", "String.fromCharCode(unknown)", "String.fromCodePoint(-1)", "atob(unknown)"),
        *("'a'.replace(/(a+)+b/, 'b')", "'a'.replace('a', f)", "/a/", "f", "null", "undefined", "[]", "() => 'a'"),
        *("Buffer.from('a', 'rot13')", "'a'.concat(unknown)", "unknown.split('').join('')", "process.env.HOME"),
        *("require('os').EOL", "Math.random()", "Date.now()", "new Date()", "'a'.repeat(unknown)", "this.x", "null.x"),
        *("decodeURIComponent('%zz')", "(() => { while (true) {} })()", "(function f() { return f(); })()"),
    ],
)
def test_what_cannot_be_told_is_none(expression: str) -> None:
    assert folded(expression) is None


def test_a_name_stands_for_its_only_value() -> None:
    assert folded("a + b", "const a = 'x'; let b = a + 'y';") == "xxy"
    assert folded("a.join('')", "const a = ['x', 'y'];") == "xy"
    assert folded("a", "let a = 'x'; a = 'y';") == "y"
    assert folded("a", "let a = 'x'; if (unknown) a = 'y';") is None
    assert folded("a", "const {a} = {a: 'x'};") is None


def test_names_that_name_each_other_end() -> None:
    assert folded("a", "var a = b + 'x', b = a + 'y';") is None
    assert folded("a.join('')", "var a = b, b = a;") is None


def quoted(text: str, way: int) -> str:
    """The text written as JavaScript, in one of many ways."""
    codes = [ord(letter) for letter in text]
    ways = (
        lambda: json.dumps(text),
        lambda: json.dumps(text, ensure_ascii=False),
        lambda: "'" + "".join(f"\\u{{{code:x}}}" for code in codes) + "'",
        lambda: "`" + "".join(f"\\u{{{code:x}}}" for code in codes) + "`",
        lambda: f"String.fromCodePoint({', '.join(map(str, codes))})",
        lambda: f"Buffer.from('{text.encode().hex()}', 'hex').toString('utf8')",
        lambda: f"Buffer.from('{base64.b64encode(text.encode()).decode()}', 'base64').toString()",
        lambda: f"decodeURIComponent('{quote(text, safe='')}')",
        lambda: f"{json.dumps(text[::-1])}.split('').reverse().join('')",
        lambda: f"[{', '.join(json.dumps(letter) for letter in text)}].join('')",
        lambda: f"''.concat({json.dumps(text)})",
        lambda: f"`${{{json.dumps(text)}}}`",
    )
    return ways[way % len(ways)]()


_PLAIN = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=8)


@given(st.lists(st.tuples(_PLAIN, st.integers(0, 11)), min_size=1, max_size=6))
@settings(max_examples=300, deadline=None)
def test_pieces_in_whatever_way_they_are_written_make_the_text(pieces: list[tuple[str, int]]) -> None:
    assert folded(" + ".join(quoted(*piece) for piece in pieces)) == "".join(text for text, _ in pieces)


@given(st.lists(st.text(alphabet="ab'\n\\é", max_size=5), min_size=1, max_size=20))
@settings(deadline=None)
def test_however_a_sum_is_grouped_it_is_the_same_text(pieces: list[str]) -> None:
    left = " + ".join(json.dumps(piece) for piece in pieces)
    right = "".join(f"{json.dumps(piece)} + (" for piece in pieces) + "''" + ")" * len(pieces)
    assert folded(left) == folded(right) == "".join(pieces)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_encoded_text_is_decoded(text: str) -> None:
    data = text.encode()
    assert decode_as(data.hex(), "hex") == text
    assert decode_as(base64.b64encode(data).decode(), "base64") == text
    assert decode_as(base64.b64encode(data).decode().rstrip("="), "BASE64") == text
    assert decode_as(base64.urlsafe_b64encode(data).decode().rstrip("="), "base64url") == text
    assert decode_as(text, "utf8") == text


@given(st.text(max_size=60), st.sampled_from(["hex", "base64", "base64url", "utf8", "rot13", ""]))
def test_no_text_makes_the_decoder_fail(text: str, encoding: str) -> None:
    found = decode_as(text, encoding)
    assert found is None or len(found) <= len(text)


def test_nothing_is_decoded_from_nothing_or_from_an_unknown_encoding() -> None:
    assert decode_as(None, "hex") is None
    assert decode_as("abc", "rot13") is None
    assert decode_as("zz", "hex") == ""


def test_a_text_over_the_limit_is_not_told() -> None:
    half = "x" * (MAX_TEXT // 2)
    assert folded("a + a", f"const a = '{half}';") == half * 2
    assert folded("a + a + 'y'", f"const a = '{half}';") is None
    assert folded("`${a}${a}y`", f"const a = '{half}';") is None
    assert folded("a.concat(a, 'y')", f"const a = '{half}';") is None


def test_a_value_that_doubles_at_each_name_is_given_up() -> None:
    names = "".join(f"const a{n + 1} = a{n} + a{n};" for n in range(40))
    asked = Asked("a40", f"const a0 = 'x';{names}")
    assert asked.folder.text(asked.node) is None


def test_the_start_of_a_text_is_told_as_far_as_it_can_be() -> None:
    for expression, start in {
        "'https://a.invalid/' + secret": "https://a.invalid/",
        "`https://a.invalid/${secret}`": "https://a.invalid/",
        "'a' + secret + 'b'": "a",
        "`${secret}/b`": "",
        "secret + 'b'": "",
        "'whole'": "whole",
        "host + secret": "https://b.invalid/",
    }.items():
        asked = Asked(expression, "const host = 'https://b.invalid/';")
        assert asked.folder.start(asked.node) == start


@pytest.mark.parametrize(
    ("expression", "is_over"),
    [
        ("'a'.repeat(1e9)", True),
        ("(()=>{for(;;);})()", True),
        ("(function f(n){return f(n+1)})(0)", True),
        ("!" * 100 + "a", True),
        ("'a' + unheard", False),
        ("'a'", False),
    ],
)
def test_limits_are_told_from_what_nobody_can_know(expression: str, is_over: bool) -> None:
    asked = Asked(expression)
    asked.folder.text(asked.node)
    assert asked.folder.is_over(asked.node) is is_over
