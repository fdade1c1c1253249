from __future__ import annotations

import pytest

from tests.javascript.pure.told import told

#: An expression, the type and the text that Node tells of its value.
BUILTINS = (
    ("String.fromCharCode(101,118,97,108)", "string", "eval"),
    ("String.fromCharCode(-1).charCodeAt(0)", "number", "65535"),
    ("String.fromCharCode(65536+65)", "string", "A"),
    ("String.fromCodePoint(0x1f680)", "string", "🚀"),
    ("String.fromCharCode.apply(null,[104,105])", "string", "hi"),
    ("String.fromCharCode(...[104,105])", "string", "hi"),
    ("[104,105].map(c=>String.fromCharCode(c^1)).join('')", "string", "ih"),
    ("parseInt('12abc')", "number", "12"),
    ("parseInt('0x1f')", "number", "31"),
    ("parseInt('ff',16)", "number", "255"),
    ("parseInt('z',36)", "number", "35"),
    ("parseInt('abc')", "number", "NaN"),
    ("parseInt(' -42 ')", "number", "-42"),
    ("parseInt('101',2)", "number", "5"),
    ("parseFloat('3.5abc')", "number", "3.5"),
    ("Number('0x10')", "number", "16"),
    ("Number('')", "number", "0"),
    ("Number('12a')", "number", "NaN"),
    ("Number(' 12 ')", "number", "12"),
    ("Number([5])", "number", "5"),
    ("atob('aGVsbG8=')", "string", "hello"),
    ("btoa('hello')", "string", "aGVsbG8="),
    ("escape('é ü€')", "string", "%E9%20%FC%u20AC"),
    ("unescape('%u0041%42%zz')", "string", "AB%zz"),
    ("decodeURIComponent('%C3%A9')", "string", "é"),
    ("decodeURIComponent('%zz')", "threw", ""),
    ("decodeURI('%2F%41')", "string", "%2FA"),
    ("encodeURIComponent('a b/é')", "string", "a%20b%2F%C3%A9"),
    ("encodeURI('a b/é?x=1')", "string", "a%20b/%C3%A9?x=1"),
    ("Math.floor(3.7)", "number", "3"),
    ("Math.round(2.5)", "number", "3"),
    ("Math.max(1,3,2)", "number", "3"),
    ("Math.abs(-3)", "number", "3"),
    ("Math.pow(2,8)", "number", "256"),
    ("isNaN('x')", "boolean", "true"),
    ("Object.keys({a:1,b:2})", "object", "a,b"),
    ("Object.entries({a:1})", "object", "a,1"),
)


@pytest.mark.parametrize(("expression", "kind", "text"), BUILTINS, ids=[each[0] for each in BUILTINS])
def test_it_is_what_node_tells(expression: str, kind: str, text: str) -> None:
    assert told(expression) == (None if kind == "threw" else (kind, text))
