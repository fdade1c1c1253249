from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.javascript.read import read
from assay.javascript.syntax import parse
from assay.javascript.unveil.unveil import Unveiled, is_veiled, unveil
from assay.model.source import BehaviourKind

#: ``tests/detectors/fixtures/remote-code-run/command.js`` as javascript-obfuscator 5.8 writes it; ``old.js`` by hand,
#: as its first versions did.
OBFUSCATED = sorted((Path(__file__).parent / "obfuscated").iterdir())


def unveiled(source: bytes) -> Unveiled:
    found = unveil(parse("a.js", source))
    assert found is not None
    return found


@pytest.mark.parametrize("file", OBFUSCATED, ids=lambda file: file.stem)
def test_what_an_obfuscator_hides_is_written_back(file: Path) -> None:
    source = file.read_bytes()
    assert is_veiled(source)
    found = unveiled(source)
    for word in (b'require("child_process")', b'"https://assets.acme.invalid/x"', b'require("axios")', b".command"):
        assert word in found.source.replace(b"'", b'"')
    if file.stem != "escapes":
        assert found.decoded > 5
        assert "https://assets.acme.invalid/x" in found.sample


@pytest.mark.parametrize("file", OBFUSCATED, ids=lambda file: file.stem)
def test_what_it_does_is_found_at_its_place(file: Path) -> None:
    source = file.read_bytes()
    told = read("a.js", source, ("main",))
    assert not told.unread
    pairs = {(flow.source.kind, flow.sink.kind) for flow in told.flows}
    assert (BehaviourKind.NETWORK, BehaviourKind.PROCESS) in pairs
    if file.stem == "old":
        assert {flow.sink.location.line for flow in told.flows} == {4}
    assert bool(told.layers) is (file.stem != "escapes")


def test_plain_code_is_left_alone() -> None:
    source = b"const a = require('fs'); a.readFileSync('x', 1 + 2);"
    assert not is_veiled(source)
    assert unveil(parse("a.js", source)) is None


@pytest.mark.parametrize(
    ("code", "plain"),
    [
        ("x['log']('a' + 'b')", b'x.log("ab")'),
        (r"x['\x6c\x6f\x67']", b"x.log"),
        ("f('a' + 'b' + y + 'c' + 'd' + x['k'])", b"""f("ab" + y + 'c' + 'd' + x.k)"""),
        ("x?.['log']", b"x?.log"),
        ("const t = {'k': 'v'}; f(t['k'])", b'f("v")'),
        ("const t = {'k': function (a, b) { return a(b); }}; t['k'](g, 1)", b"; g(1)"),
        ("const t = {'k': function (a, b) { return a + b; }}; f(t['k'](x, y))", b"f((x + y))"),
        ("const t = {}; t['k'] = function (a) { return a(); }; f(t['k'](g))", b"f(g())"),
        ("function d(n) { return ['a', 'b'][n - 1]; } f(d(0x2))", b'f("b")'),
        ("function d(n) { return ['a', 'b'][n - 1]; } function w(a, b) { return d(b - 7); } f(w(0, 8))", b'f("a")'),
        ("function d(n) { return Math.random() + n; } f(d(1))", b"f(d(1))"),
        ("x['log'] = 1; const t = {'k': 'v'}; t['k'] = 2; f(x['if'])", b"x.log = 1;"),
    ],
)
def test_what_is_written_back(code: str, plain: bytes) -> None:
    assert plain in (unveiled(code.encode()).source if unveil(parse("a.js", code.encode())) else code.encode())


HOSTILE = {
    "endless rotation": "const _0x1=['a','b'];(function(a){while(!![]){a['push'](a['shift']());}}(_0x1));" * 20,
    "endless decoder": "function _0x1(n){while(true){}return 'a'}" + "f(_0x1(1));" * 3_000,
    "decoder in a ring": "function _0x1(n){return _0x2(n)}function _0x2(n){return _0x1(n)}" + "f(_0x1(1));" * 3_000,
    "table of itself": "const _0x1={};_0x1['a']=_0x1;" + "f(_0x1['a']['a']);" * 3_000,
    "tables of tables": "".join(f"const _0x{n:04x}={{'a':_0x{n + 1:04x}['a']}};" for n in range(2_000))
    + "f(_0x0000['a'])",
    "passing on in a ring": "const _0x1={'a':function(b){return _0x1['a'](b)}};" + "_0x1['a'](g);" * 2_000,
    "long table": "const _0x1=[" + "'abcdef'," * 20_000 + "];function _0x2(n){return _0x1[n]}" + "f(_0x2(1));" * 2_000,
    "many decoders": "".join(f"function _0x{n:04x}(n){{return 'a'+n}}f(_0x{n:04x}(1));" for n in range(1_000)),
    "doubling": "function _0x1(n){let s='xxxxxxxx';while(s.length<n)s+=s;return s}" + "f(_0x1(900000));" * 500,
    "doubling arguments": "const _0x1={'a':function(b,c){return b+c}};f("
    + "_0x1['a'](" * 40
    + "x,y"
    + "),z" * 40
    + ");",
    "brackets": "_0x1(" * 50_000,
    "sum": "f(" + "'a'+" * 50_000 + "_0x1(1));",
    "members": "_0x1" + "['a']" * 20_000,
    "blanks in a name": "x['" + "a" * 100_000 + "'];_0x1=1",
}


@pytest.mark.parametrize("code", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_decoders_come_to_an_end(code: str) -> None:
    source = code.encode()
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 3_000

    assert is_veiled(source) or b"_0x" in source
    unveil(parse("a.js", source), stop)


_PIECES = st.sampled_from(
    [
        *("_0x1a", "_0x2b", "(", ")", "[", "]", "{", "}", "'a'", "'b'", "1", "+", "-", "=", ";", ",", ":", "=>", "."),
        *(
            "function ",
            "return ",
            "const ",
            "['push']",
            "['shift']",
            "while(!![])",
            "(function(a){",
            "}(_0x1a))",
            "\\x61",
        ),
        *(
            "const _0x1a=['x','y'];",
            "function _0x2b(n){return _0x1a[n]}",
            "_0x2b(0)",
            "const _0x3c={'k':'v'};",
            "_0x3c['k']",
        ),
    ]
)


@given(st.lists(_PIECES, max_size=30).map("".join))
@settings(max_examples=200, deadline=None)
def test_any_pieces_are_rewritten_to_an_end(code: str) -> None:
    source = code.encode()
    found = unveil(parse("a.js", source))
    if found is not None:
        assert all(0 <= found.places.old(at) <= len(source) for at in range(len(found.source)))
