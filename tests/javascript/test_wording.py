from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.javascript.callee import Callees
from assay.javascript.fold import Folder
from assay.javascript.scope import Scopes
from assay.javascript.syntax import argument, parse
from assay.javascript.wording import MAX_TEXTS, Wording

HEAD = "const os = require('os'), path = require('path'), fs = require('fs');\n"


def worded(code: str) -> tuple[str, ...]:
    """What the first argument of the call of ``mark`` says."""
    source = (HEAD + code).encode()
    syntax = parse("a.js", source)
    scopes = Scopes(syntax)
    folder = Folder(scopes)
    place = source.rindex(b"mark(") + 4
    path = reversed(syntax.path_to(place, place + 1))
    call = next((node for node in path if node.type == "call_expression"), syntax.root)
    return Wording(scopes, folder, Callees(scopes, folder)).texts(argument(call))


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("mark('a' + x + 'b')", ("a?b",)),
        ("mark(path.join(os.homedir(), '.config', name))", ("~/.config/?",)),
        ("mark(`${process.env.HOME || process.env.USERPROFILE}/.bashrc`)", ("~/.bashrc",)),
        ("mark(process.platform === 'win32' ? 'cmd.exe' : 'sh')", ("cmd.exe", "sh")),
        ("for (const rc of ['.a', '.b']) mark(path.join(os.homedir(), rc))", ("~/.a", "~/.b")),
        ("['.a', '.b'].forEach((rc) => mark(rc))", (".a", ".b")),
        ("function f(d) { for (const n of fs.readdirSync(d)) mark(path.join(d, n)) } f(os.tmpdir())", ("<tmp>/*",)),
        ("mark(`ping ${os.hostname()}.x`)", ("ping $(hostname).x",)),
        ("mark(['cu', 'rl'].join('') + ' ' + address)", ("curl ?",)),
        ("mark(process.env.NPM_TOKEN)", ("$NPM_TOKEN",)),
        ("mark(process.env.PORT)", ("?",)),
        ("mark(x)", ("?",)),
        ("mark()", ("?",)),
    ],
)
def test_what_is_known_is_said_and_signs_stand_for_the_rest(code: str, texts: tuple[str, ...]) -> None:
    assert worded(code) == texts


def test_possibilities_are_bounded() -> None:
    code = "const a = x ? '1' : '2';\n" + "mark(" + " + ".join(["a"] * 40) + ")"
    assert len(worded(code)) == MAX_TEXTS


def test_a_name_that_stands_for_itself_says_nothing() -> None:
    assert worded("let a = a + 'x'; mark(a)") == ("?x",)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_expression_is_survived(code: str) -> None:
    assert worded(f"mark({code.replace('mark', '')}\n)") is not None
