from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.javascript.pure.limits import Budget, Unknown
from assay.javascript.pure.machine import Machine
from assay.javascript.pure.values import Frame, joined, text
from assay.javascript.scope import Scopes
from assay.javascript.syntax import child, named_parts, parse
from assay.javascript.world import World
from tests.javascript.expressions import Asked
from tests.javascript.pure.told import machine_of, told

ENDLESS = {
    "loop": "(() => { while (true) {} })()",
    "for": "(() => { for (;;) ; })()",
    "do": "(() => { do {} while (1) })()",
    "calls": "(function f() { return f(); })()",
    "calls in a ring": "(() => { const a = () => b(), b = () => a(); return a(); })()",
    "growing text": "(() => { let s = 'x'; while (true) s += s; })()",
    "growing text by one": "(() => { let s = 'x'; while (true) s += 'y'; })()",
    "growing array": "(() => { let a = []; while (true) a.push(1); })()",
    "array that doubles": "(() => { let a = [1]; while (true) a = a.concat(a); })()",
    "array in itself": "(() => { const a = []; a.push(a); return a + ''; })()",
    "repeat": "'x'.repeat(1e9)",
    "repeats": "'x'.repeat(1e6).repeat(1e6)",
    "padding": "'x'.padStart(1e10)",
    "joining": "new Array(1e5).join('x'.repeat(1e5))",
    "holes": "(() => { const a = []; a[1e9] = 1; return a.length; })()",
    "size": "new Array(4294967295).length",
    "bytes": "Buffer.alloc(1e12).length",
    "replacing": "'x'.repeat(1e5).replaceAll('x', 'y'.repeat(1e5))",
    "replacing nothing": "'x'.repeat(1e6).split('').join('yy'.repeat(1000))",
    "powers": "10 ** 10 ** 10 ** 10 + 'x'.repeat(10 ** 9)",
    "catching": "(function f() { try { return f(); } catch (e) { return f(); } })()",
    "sorting": "new Array(1e5).fill(0).sort(() => { for (;;) ; })",
    "mapping": "(() => { let a = [1, 2]; while (1) a = a.map(x => [a, a]); })()",
    "pattern": "/(a+)+(b+)+(c+)+$/.test('a'.repeat(1e5)) + '' + /^(((a|a)*)*)*$/.test('a'.repeat(50) + 'b').x.y",
}


@pytest.mark.parametrize("expression", ENDLESS.values(), ids=ENDLESS.keys())
def test_what_never_ends_or_fits_is_unknown(expression: str) -> None:
    assert told(expression) is None


NOTHING_OF_A_HOST = (
    *("require('fs')", "process.env", "globalThis", "Function('return 1')()", "eval('1')", "import('os')", "fetch"),
    *("[].constructor", "''.constructor.constructor('return this')()", "(() => 1).constructor", "this", "new.target"),
    *("Object.assign", "Math.random()", "new Date()", "Date.now()", "({}).__proto__", "[]['__proto__']", "arguments"),
    *("class A {}", "async () => 1", "(function* () { yield 1; })().next()", "new Proxy({}, {})", "Symbol.iterator"),
)


@pytest.mark.parametrize("expression", NOTHING_OF_A_HOST)
def test_nothing_of_a_host_is_known(expression: str) -> None:
    known = told(expression)
    assert known is None or known[0] == "function"  # a function itself, never called


def test_names_outside_stand_for_their_only_value() -> None:
    assert told("d('b')", "const k = 1; function d(s) { return String.fromCharCode(s.charCodeAt(0) ^ k); }") == (
        "string",
        "c",
    )
    assert told("d()", "let k = 1; if (unknown) k = 2; const d = () => k;") is None


def test_nothing_outside_is_changed() -> None:
    assert told("d() + d()", "let k = 1; const d = () => k++;") is None


def test_statements_leave_their_names_in_the_frame() -> None:
    asked = Asked("0", "var a = 1; let b = a + 1; for (var i = 0; i < 3; i++) b += i;")
    frame = Frame({})
    machine_of(asked).run(named_parts(asked.syntax.root)[:3], frame)
    assert frame.names == {"a": 1, "b": 5, "i": 3}


def test_what_is_thrown_and_not_caught_is_unknown() -> None:
    asked = Asked("0", "throw 1;")
    with pytest.raises(Unknown):
        machine_of(asked).run(named_parts(asked.syntax.root)[:1], Frame({}))


def test_a_hundred_thousand_terms_are_added() -> None:
    asked = Asked("'a'" + "+'b'" * 100_000)
    assert machine_of(asked, nodes=500_000).evaluate(asked.node) == "a" + "b" * 100_000


@pytest.mark.parametrize("opening", ["(", "[", "-", "!", "a(", "a[", "()=>", "{a:", "`${", "x?"])
def test_deep_nesting_is_unknown(opening: str) -> None:
    assert told_of_broken(opening * 5_000) is None


def told_of_broken(code: str) -> str | None:
    """The text of the first thing in a file that need not be valid."""
    syntax = parse("a.js", code.encode())
    budget = Budget(2_000, 20_000)
    first = child(syntax.root)
    try:
        value = Machine(syntax, World(Scopes(syntax), budget), budget).evaluate(
            child(first) if first is not None and first.type == "expression_statement" else first
        )
        return joined(text(value))
    except Unknown:
        return None


_PIECES = st.sampled_from(
    [
        *(
            "'a'",
            "1",
            "[",
            "]",
            "(",
            ")",
            "{",
            "}",
            "+",
            "-",
            "=>",
            "x",
            ".",
            ",",
            "?",
            ":",
            "!",
            "...",
            "`",
            "${",
            ";",
        ),
        *(".map(", ".join('')", "String.fromCharCode(", "Buffer.from(", ".reduce(", ".replace(/a/g,", ".split('')"),
        *(
            "function f(a){return ",
            "while(1)",
            "for(let i=0;i<9;i++)",
            "if(x)",
            "try{",
            "}catch(e){",
            "new ",
            "x=",
            "x++",
        ),
        *(".repeat(1e9)", ".slice(", "[0]", "^", "%", "/", "&&", "=", "let x=", "return x", "atob(", ".toString()"),
    ]
)


@given(st.lists(_PIECES, max_size=25).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_pieces_have_a_value_or_none(pieces: str) -> None:
    code = f"(() => {{ {pieces} }})()"
    assert told_of_broken(code) == told_of_broken(code)


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=40), st.integers(1, 31))
@settings(deadline=None)
def test_a_loop_with_a_key_is_undone(text: str, key: int) -> None:
    hidden = [ord(letter) ^ key for letter in text]
    loop = (
        f"(a => {{ let o = ''; for (let i = 0; i < a.length; i++) o += String.fromCharCode(a[i] ^ {key}); return o; }})"
    )
    assert told(f"{loop}({hidden})") == ("string", text)
