"""Whatever the bytes are, reading them ends with an answer that holds together."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from assay.javascript.read import read
from assay.model.source import SourceFile

#: Pieces that make the reader look closer, put together in every wrong way.
PIECES = (
    *(
        b"eval(",
        b"atob(",
        b"Function(",
        b"require('https')",
        b".get(",
        b".write(",
        b"process.env",
        b"fetch(",
        b"const a=",
    ),
    *(b"a", b"b", b"{a,b}", b"[a]", b"...a", b"=>", b"function a(b){", b"return ", b"`${", b"}`", b"'", b'"', b"\\x41"),
    *(b"(", b")", b"{", b"}", b"[", b"]", b"+", b"=", b";", b"\n", b",", b".", b"?.", b"//", b"/*", b"*/", b"/", b"\0"),
    *(
        b"Buffer.from('6162','hex')",
        b"['con'+'structor']",
        b".join('')",
        b".split('')",
        b".reverse()",
        b"await ",
        b"\xff",
    ),
    *(
        b"import a from 'axios'\n",
        b"String.fromCharCode(97,",
        b".replace(/x/g,",
        b"while(a)",
        b"_0x1a2b",
        b"\xef\xb8\x8f",
    ),
)


def check(data: bytes, path: str) -> SourceFile:
    file = read(path, data, ("main",))
    assert (file.path, file.size_bytes, file.unread) == (path, len(data), "")
    lines = data.count(b"\n") + 1
    sides = [side for flow in file.flows for side in (flow.source, flow.sink)]
    places = [each.location for each in (*file.behaviours, *sides)] + [each.location for each in file.traits]
    assert all(place.file == path and 1 <= (place.line or 0) <= lines for place in places)
    assert set(sides) == set(file.behaviours)
    return file


@given(st.binary(max_size=400), st.sampled_from(["a.js", "a.ts", "a.tsx", "bin/a"]))
def test_any_bytes_are_read(data: bytes, path: str) -> None:
    read(path, data)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map(b"".join), st.sampled_from(["a.js", "a.ts", "a.tsx"]))
@example(b"eval(atob('YQ=='))", "a.js")
def test_telling_pieces_in_any_order_are_read(data: bytes, path: str) -> None:
    assert check(data, path) == check(data, path)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join))
def test_what_follows_a_whole_statement_does_not_hide_it(noise: bytes) -> None:
    file = check(b"eval(atob('YQ=='));\n;\n" + noise.replace(b"*/", b""), "a.js")
    assert any(flow.sink.location.line == 1 for flow in file.flows)
