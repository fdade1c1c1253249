from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.javascript.readable import readable
from assay.javascript.scope import MAX_HOPS
from assay.javascript.slicing import MAX_NODES
from assay.model.finding import MAX_EXCERPT
from assay.model.source import BehaviourKind
from tests.javascript.expressions import Asked


def sources(expression: str, before: str = "", after: str = "") -> list[tuple[BehaviourKind, str]]:
    asked = Asked(expression, before, after)
    return [(each.kind, each.detail) for each in asked.slicer.sources([asked.node])]


DUMP = (BehaviourKind.ENVIRONMENT_DUMP, "the whole environment")


@pytest.mark.parametrize(
    ("expression", "before"),
    [
        ("process.env", ""),
        ("{...process.env}", ""),
        ("JSON.stringify(process['env'])", ""),
        ("`?${escape(env)}`", "const {env} = process;"),
        ("a", "let a; a = process.env;"),
        ("a", "const a = {}; for (const k in process.env) a[k] = process.env[k];"),
        ("a", "const a = []; for (const k of Object.keys(process.env)) a.push(process.env[k]);"),
        ("all()", "function all() { return {host: 1, e: process.env}; }"),
        ("x || process.env", ""),
        ("x ? 1 : process.env", ""),
    ],
)
def test_the_whole_environment_is_found(expression: str, before: str) -> None:
    assert DUMP in sources(expression, before)


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("process.env.NPM_TOKEN", [(BehaviourKind.ENVIRONMENT_READ, "NPM_TOKEN")]),
        ("process.env['AWS_' + 'SECRET']", [(BehaviourKind.ENVIRONMENT_READ, "AWS_SECRET")]),
        ("process.env.NODE_ENV", []),
        ("process.env.HTTP_PROXY || 'none'", []),
        ("process.env[name]", []),
    ],
)
def test_one_variable_matters_if_it_holds_a_secret(expression: str, found: list[tuple[BehaviourKind, str]]) -> None:
    assert sources(expression) == found


@pytest.mark.parametrize(
    ("expression", "before", "kind"),
    [
        ("fs.readFileSync(home + '/.npmrc')", "const fs = require('fs');", BehaviourKind.CREDENTIAL_READ),
        (
            "fs.readFileSync(path.join(home, dir, 'id_rsa'))",
            "const fs = require('fs'), dir = '.ssh';",
            BehaviourKind.CREDENTIAL_READ,
        ),
        ("os.hostname()", "const os = require('os');", BehaviourKind.HOST_FACTS),
        ("userInfo().username", "const {userInfo} = require('os');", BehaviourKind.HOST_FACTS),
        ("atob(x)", "", BehaviourKind.DECODE),
        ("Buffer.from(x, 'hex').toString()", "", BehaviourKind.DECODE),
        ("await (await fetch('https://a.invalid')).text()", "", BehaviourKind.NETWORK),
    ],
)
def test_every_kind_of_source_is_found(expression: str, before: str, kind: BehaviourKind) -> None:
    assert [found for found, _ in sources(expression, before)] == [kind]


@pytest.mark.parametrize(
    ("expression", "before"),
    [
        ("'text'", ""),
        ("Object.keys(process.env)", ""),
        ("process.env === x", ""),
        ("typeof process.env", ""),
        ("process.env ? 1 : 2", ""),
        ("process.env && 'x'", ""),
        ("fs.readFileSync('./template.html')", "const fs = require('fs');"),
        ("Buffer.from(x)", ""),
        ("Buffer.from(x, 'utf8')", ""),
        ("a", "const a = 1; { const b = process.env; }"),
        ("a", "function f() { const a = process.env; } const a = 1;"),
    ],
)
def test_what_does_not_flow_in_is_no_source(expression: str, before: str) -> None:
    assert sources(expression, before) == []


def test_what_a_callback_is_given_comes_from_the_call() -> None:
    before = "https.get('https://a.invalid', r => r.on('data', c => {"
    found = sources("c", f"const https = require('https'); {before}", "}));")
    assert [kind for kind, _ in found] == [BehaviourKind.NETWORK]


def test_a_hidden_text_is_shown_if_people_can_read_it() -> None:
    asked = Asked("atob('ZXZhbA==')")
    (found,) = asked.slicer.sources([asked.node])
    assert (found.decoded, str(found.location)) == ("eval", "a.js:2:5")
    asked = Asked("atob('AAECAwQF')")
    assert [each.decoded for each in asked.slicer.sources([asked.node])] == [""]


def test_texts_are_cut_to_what_a_report_shows() -> None:
    asked = Asked("x")
    found = asked.slicer.behaviour(BehaviourKind.DECODE, asked.node, "d" * 999, "t" * 999)
    assert (len(found.detail), len(found.decoded)) == (MAX_EXCERPT, MAX_EXCERPT)


def test_names_are_followed_so_far_and_no_further() -> None:
    def chain(length: int) -> str:
        return "".join(f"const a{n} = f(a{n + 1});" for n in range(length)) + f"const a{length} = f(process.env);"

    assert DUMP in sources("a0", chain(MAX_HOPS - 2))
    assert DUMP not in sources("a0", chain(MAX_HOPS + 2))


@pytest.mark.parametrize("before", ["var a = f(a);", "var a = f(b), b = f(a);", "function a() { return a(); }"])
def test_names_that_name_each_other_end(before: str) -> None:
    assert sources("a", before) == []


def test_one_slice_looks_at_so_many_nodes_and_no_more() -> None:
    asked = Asked(f"[{'[x],' * 2 * MAX_NODES}]")
    asked.slicer.sources([asked.node])
    assert asked.slicer.nodes <= MAX_NODES + 1
    asked = Asked("+".join(["f(x)"] * MAX_NODES))
    asked.slicer.sources([asked.node])
    assert MAX_NODES // 2 < asked.slicer.nodes <= 2 * MAX_NODES


@given(st.text())
def test_a_text_is_readable_as_a_whole_or_not_at_all(text: str) -> None:
    assert readable(text) in (text, "")


@given(st.text(alphabet=st.characters(min_codepoint=32, exclude_characters="\ufffd")))
def test_a_text_of_letters_is_readable(text: str) -> None:
    assert readable(text) == text


def test_bytes_that_happened_to_be_decoded_are_not_readable() -> None:
    assert readable("\0\1\2abc") == ""
    assert readable("\ufffd" * 3 + "a" * 10) == ""
    assert readable("\ufffd" + "a" * 10) != ""
    assert readable("line\n\ttab\r\n") != ""
