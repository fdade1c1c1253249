"""Folding, the pure interpreter and the decoders of obfuscators: any code, within counted steps, or Unknown."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assay.javascript.flows import slicer_of
from assay.javascript.follow import MAX_DEPTH, MAX_PAYLOADS, follow
from assay.javascript.payloads import payloads_of
from assay.javascript.pure.limits import MAX_TEXT, Budget, Unknown
from assay.javascript.pure.machine import Machine
from assay.javascript.pure.values import Frame
from assay.javascript.scope import Scopes
from assay.javascript.syntax import parse
from assay.javascript.template import is_template
from assay.javascript.triage import triage
from assay.javascript.unveil.unveil import MAX_NODES, MAX_STEPS, unveil
from assay.javascript.world import World
from tests.javascript.expressions import Asked, folded

STEPS, NODES = 3_000, 3_000
#: Expressions, with places for others in them.
_LEAVES = (
    *("'ab'", "'YWI='", "1", "-7", "1e999", "0x41", "a", "undefined", "null", "this", "[]", "{}", "/a+/g", "/(a+)+$/"),
    *("`x${1}y`", "'\\ud83d'", "''", "NaN", "[,1]", "a=>a", "function(b){return b+arguments[0]}", "arguments", "1n"),
)
_FORMS = (
    *("({0}+{1})", "({0}-{1})", "({0}^{1})", "({0}<<{1})", "({0}**{1})", "({0}%{1})", "[{0},{1}]", "{0}[{1}]", "!{0}"),
    *("({0}?{1}:{0})", "`${{{0}}}a${{{1}}}`", "typeof {0}", "({0},{1})", "({0}||{1})", "[...{0},{1}]", "-{0}", "~~{0}"),
    *("{0}.split({1})", "{0}.join({1})", "[{0}].reverse()", "{0}.replace(/a/g,{1})", "{0}.replace({0},{1})"),
    *("{0}.map(x=>x+{1})", "{0}.reduce((x,y)=>x+y,{1})", "{0}.slice({1})", "{0}.concat({1})", "{0}.repeat({1})"),
    *("{0}.padEnd({1},{0})", "{0}.charCodeAt({1})", "{0}.filter(x=>{1})", "{0}.sort((x,y)=>{1})", "{0}.fill({1})"),
    *("String.fromCharCode({0},{1})", "atob({0})", "btoa({0})", "unescape({0})", "parseInt({0},{1})", "Number({0})"),
    *("Buffer.from({0},{1})", "Buffer.from({0},'base64').toString({1})", "decodeURIComponent({0})", "Array({0})"),
    *("Array.from({0},{1})", "{0}.toString({1})", "new Array({0}).join({1})", "Object.keys({0})", "{0}.at({1})"),
    *("(function(){{return {0}}})({1})", "(()=>{{let s={0};for(let i=0;i<{1};i++)s+=s;return s}})()", "{0}({1})"),
    *("(function f(n){{return f(n+{0})+{1}}})(0)", "(()=>{{while({0}){{{1}}}}})()", "{0}.flat({1})", "{0}.test({1})"),
    *("(()=>{{try{{throw {0}}}catch(e){{return e+{1}}}}})()", "({{a:{0},b:{1}}}).a", "(a={0})", "{0}.push({1})"),
    *("{0}.constructor({1})", "[].constructor.constructor({0})({1})", "JSON.parse({0})", "{0}.call({1})"),
)


def _form(parts: tuple[str, str, str]) -> str:
    form, first, second = parts
    return form.format(first, second)


expressions = st.recursive(
    st.sampled_from(_LEAVES),
    lambda inner: st.tuples(st.sampled_from(_FORMS), inner, inner).map(_form),
    max_leaves=12,
)


@dataclass
class Asks:
    """Counts how often it is asked whether to stop, and says so after the last time."""

    last: int = 1_000_000
    count: int = 0

    def __call__(self) -> bool:
        self.count += 1
        return self.count > self.last


def sizes(value: object) -> int:
    """The largest text or list in a value."""
    data = getattr(value, "items", getattr(value, "data", value))
    return len(data) if isinstance(data, str | list | bytearray) else 0


@settings(max_examples=200, deadline=None)
@given(
    expressions,
    st.sampled_from(["", "var a='ab';", "var a=a+a;", "let a=[1,2];a.push(3);", "function a(b){return a(b)}"]),
)
@example("(()=>{let s='ab';for(;;)s+=s})()", "")
@example("'ab'.repeat(1e9)", "")
@example("new Array(1e9).join('a')", "")
@example("(function f(n){return f(n+1)+f(n+2)})(0)", "")
def test_any_expression_has_a_bounded_value_or_none(expression: str, before: str) -> None:
    asked = Asked(expression, before)
    asks = Asks()
    budget = Budget(STEPS, NODES, asks)
    try:
        value = Machine(asked.syntax, World(asked.scopes, budget), budget).evaluate(asked.node)
        assert sizes(value) <= MAX_TEXT
    except Unknown:
        pass
    # one step may be larger than what is left, never by more than one text; and it is asked as often as it should
    assert budget.steps >= -(MAX_TEXT >> 8) - 1
    assert asks.count <= STEPS
    text = folded(expression, before)
    assert text is None or len(text) <= MAX_TEXT
    assert text == folded(expression, before)


#: How a text is hidden: what undoes it, as code around a literal.
_HIDINGS: dict[str, Callable[[str], str]] = {
    "plus": lambda text: "+".join(json.dumps(each) for each in text),
    "template": lambda text: "`" + "".join("${" + json.dumps(each) + "}" for each in text) + "`",
    "join": lambda text: json.dumps(list(text)) + ".join('')",
    "reverse": lambda text: json.dumps(text[::-1]) + ".split('').reverse().join('')",
    "codes": lambda text: "String.fromCharCode(" + ",".join(str(ord(each)) for each in text) + ")",
    "map": lambda text: json.dumps([ord(each) + 3 for each in text]) + ".map(x=>String.fromCharCode(x-3)).join('')",
    "xor": lambda text: (
        json.dumps([ord(each) ^ 42 for each in text]) + ".map(function(x){return String.fromCharCode(x^42)}).join('')"
    ),
    "base64": lambda text: "atob('" + base64.b64encode(text.encode("latin-1")).decode() + "')",
    "buffer": lambda text: "Buffer.from('" + text.encode().hex() + "','hex').toString()",
    "percents": lambda text: "unescape('" + "".join(f"%{ord(each):02x}" for each in text) + "')",
    "escapes": lambda text: "'" + "".join(f"\\x{ord(each):02x}" for each in text) + "'",
    "replace": lambda text: json.dumps("~".join(text)) + ".replace(/~/g,'')",
}
plain = st.text(st.sampled_from("abcXYZ019 ./:_-'\"<&"), min_size=1, max_size=30)


@settings(max_examples=200, deadline=None)
@given(plain, st.sampled_from(sorted(_HIDINGS)))
def test_what_is_hidden_in_a_known_way_is_read(text: str, name: str) -> None:
    assert folded(_HIDINGS[name](text)) == text


@pytest.mark.parametrize("name", ["base64", "reverse", "escapes", "percents"])
def test_ways_of_hiding_add_up(name: str) -> None:
    inner = "console.log(1)"
    assert folded(f"(()=>{{const a={_HIDINGS[name](inner)};return a+{_HIDINGS['xor']('!')}}})()") == f"{inner}!"


_DECODER = (
    "function _0xa1b2(){const t=[%s];_0xa1b2=function(){return t;};return _0xa1b2();}\n"
    "(function(f,n){const t=f();%s}(_0xa1b2,%s));\n"
    "function _0xc3d4(n,k){n=n-%s;let r=_0xa1b2()[n];return %s;}\n"
    "console.log(_0xc3d4(%s));x[_0xc3d4(0x1)]=_0xc3d4(2,'k')+_0xc3d4(3);\n"
)
_BODIES = (
    *(
        "while(true){t.push(t.shift());}",
        "while(!![]){try{if(parseInt(_0xc3d4(0x0))===n)break;else t.push(t.shift());}",
    ),
    *("for(;;){t.push(t.shift()+t.join());}", "t.push(t.shift());", "while(--n){t.push(t.shift());}", ""),
    "while(!![]){try{if(n)break;t.push(t.shift());}catch(e){t.push(t.shift());}}",
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(plain.map(json.dumps), max_size=6).map(",".join),
    st.sampled_from(_BODIES),
    st.integers(0, 300).map(hex),
    st.integers(0, 3).map(str),
    st.sampled_from(["r", "r+k", "atob(r)", "_0xc3d4(n)", "r.repeat(1e6)", "r.split('').reverse().join('')"]),
    st.sampled_from(["0x0", "0x1,'k'", "-1", "'a'", "_0xc3d4(0)", ""]),
)
def test_decoders_of_obfuscators_take_counted_steps(
    texts: str, body: str, number: str, shift: str, result: str, asked: str
) -> None:
    syntax = parse("a.js", (_DECODER % (texts, body, number, shift, result, asked)).encode())
    asks = Asks(20)
    found = unveil(syntax, asks)
    assert asks.count <= 25
    if found is not None:
        assert len(found.source) <= len(syntax.source) + (found.decoded + 10) * MAX_TEXT
        assert all(0 <= found.places.old(at) <= len(syntax.source) for at in range(0, len(found.source), 97))


@pytest.mark.parametrize("body", _BODIES)
def test_a_rotation_without_end_is_given_up_by_itself(body: str) -> None:
    asks = Asks()
    unveil(parse("a.js", (_DECODER % ("'YQ==','Yg=='", body, "0x12345", "0", "r", "0x0")).encode()), asks)
    # asked each 1,024 steps and each 500 nodes
    assert asks.count <= MAX_STEPS // 1_024 + MAX_NODES // 500 + 2


@given(
    st.binary(max_size=300)
    | st.lists(st.sampled_from([b"<%", b"%>", b"'", b"`${", b"}`", b"//", b"a", b"\n"])).map(b"".join)
)
def test_templates_are_told_without_failing(source: bytes) -> None:
    assert not is_template("a.js", parse("a.js", source))
    is_template("bin/a", parse("a.js", source))


_RUNS = ("eval(%s)", "new Function(%s)()", "(0,eval)(%s)", "setTimeout(%s)", "[].constructor.constructor(%s)()")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(_RUNS), st.sampled_from(sorted(_HIDINGS))), max_size=9))
def test_layers_come_to_an_end(layers: list[tuple[str, str]]) -> None:
    code = "console.log(process.pid)"
    for run, hiding in layers:
        if len(code) < 3_000:
            code = run % _HIDINGS[hiding](code)
    found = follow("a.js", code.encode(), on_install=True)
    assert len(found.layers) <= MAX_PAYLOADS
    assert all(layer.depth <= MAX_DEPTH for layer in found.layers)
    assert found.unread == ""


@given(
    st.lists(
        st.sampled_from(["eval(", "atob(", "'YWxlcnQoMSk7YWxlcnQoMik7'", ")", "a", "+", "'" + "41" * 50 + "'", ";"])
    )
)
def test_payloads_of_any_code_are_bounded(pieces: list[str]) -> None:
    source = "".join(pieces).encode()
    syntax = parse("a.js", source)
    found = payloads_of(slicer_of(syntax), triage(source))
    assert all(len(each.code) <= 3 * max(len(source), MAX_TEXT) for each in found)


def test_statements_of_any_kind_are_run_within_steps() -> None:
    pick = random.Random(4)
    statements = (
        *(
            "var a=1;",
            "for(;;){}",
            "while(1)a++;",
            "do{a+=a}while(1);",
            "for(const x of [1,2])a+=x;",
            "switch(a){case 1:a=2}",
        ),
        *(
            "if(a)a='';else a=[];",
            "try{a()}catch{a={}}",
            "for(k in a)a[k]=a;",
            "b:{break b}",
            "a.push(a);",
            "function f(){f()}",
        ),
        *(
            "f();",
            "a=[...'ab'];",
            "({a}={a:1});",
            "[a,,...a]=[1,2,3];",
            "throw a;",
            "return a;",
            "class A{}",
            "delete a.b;",
        ),
    )
    for _ in range(200):
        code = "".join(pick.choices(statements, k=pick.randint(1, 8)))
        syntax = parse("a.js", code.encode())
        budget = Budget(STEPS, NODES)
        machine = Machine(syntax, World(Scopes(syntax), budget), budget)
        with suppress(Unknown):
            machine.run(list(syntax.root.named_children), Frame({}))
        assert budget.steps >= -(MAX_TEXT >> 8) - 1, code
