from __future__ import annotations

import base64
import json
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.javascript.fold import MAX_TEXT, decode_as, unescape
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
}


@pytest.mark.parametrize(("expression", "text"), FOLDED.values(), ids=FOLDED.keys())
def test_a_text_that_is_put_together_is_told(expression: str, text: str) -> None:
    assert folded(expression) == text


@pytest.mark.parametrize(
    "expression",
    [
        *("unknown", "f('a')", "'a' + unknown", "`a${unknown}`", "['a', unknown].join('')", "[].map(x => x).join('')"),
        *("'a' - 'b'", "'a' || 'b'", "String.fromCharCode(unknown)", "String.fromCharCode(-1)", "atob(unknown)"),
        *("String.fromCharCode(99999999999)", "'a'.replace(/[a-z]/, 'b')", "'a'.replace('a', f)", "/a/", "f", "atob()"),
        *(
            "Buffer.from('abc', 'hex')",
            "Buffer.from('a', 'rot13')",
            "'a'.concat(unknown)",
            "unknown.split('').join('')",
        ),
    ],
)
def test_what_cannot_be_told_is_none(expression: str) -> None:
    assert folded(expression) is None


def test_a_name_stands_for_its_only_value() -> None:
    assert folded("a + b", "const a = 'x'; let b = a + 'y';") == "xxy"
    assert folded("a.join('')", "const a = ['x', 'y'];") == "xy"
    assert folded("a", "let a = 'x'; a = 'y';") is None
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


@given(st.text(alphabet="\\xu0123456789abcdefABCDEF{}nrt'\"\r\n é", max_size=40))
def test_any_escapes_are_read(text: str) -> None:
    assert len(unescape(text)) <= len(text)


@given(_PLAIN)
def test_every_way_to_escape_is_undone(text: str) -> None:
    assert unescape("".join(f"\\u{{{ord(letter):x}}}" for letter in text)) == text
    assert unescape("".join(f"\\u{ord(letter):04x}" for letter in text)) == text
    assert unescape("".join(f"\\x{ord(letter):02x}" for letter in text if ord(letter) < 256)) == "".join(
        letter for letter in text if ord(letter) < 256
    )


def test_escapes_of_javascript() -> None:
    assert unescape(r"\n\t\r\b\f\v\0\\\'\"\q") == "\n\t\r\b\f\v\0\\'\"q"
    assert unescape("a\\\nb\\\r\nc") == "abc"
    assert unescape(r"\u{110000}") == "\N{REPLACEMENT CHARACTER}"


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
    assert decode_as("abc", "hex") is None


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
