from __future__ import annotations

import pytest

from assay.javascript.callee import MAX_HOPS, module_name
from tests.javascript.expressions import named

REQUEST = {
    "required": ("https.request", "const https = require('https');"),
    "required at once": ("require('https').request", ""),
    "with node:": ("https.request", "const https = require('node:https');"),
    "imported": ("https.request", "import https from 'https';"),
    "imported as a whole": ("https.request", "import * as https from 'https';"),
    "imported by name": ("request", "import {request} from 'node:https';"),
    "imported under another name": ("r", "import {request as r} from 'https';"),
    "taken apart": ("request", "const {request} = require('https');"),
    "taken apart under another name": ("r", "const {request: r} = require('https');"),
    "by index": ("require('https')['request']", ""),
    "in pieces": ("require('ht' + 'tps')['req' + 'uest']", ""),
    "another name": ("b", "const a = require('https').request; const b = a;"),
    "awaited": ("(await import('https')).request", ""),
    "in brackets": ("((require)('https')).request", ""),
    "of the module": ("module.require('https').request", ""),
    "bound": ("send", "const https = require('https'); const send = https.request.bind(https);"),
}


@pytest.mark.parametrize(("expression", "before"), REQUEST.values(), ids=REQUEST.keys())
def test_a_module_has_one_name_however_it_came(expression: str, before: str) -> None:
    assert named(expression, before) == ":https.request"


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        ("fetch", "fetch"),
        ("globalThis.fetch", "fetch"),
        ("global['process']['e' + 'nv']", "process.env"),
        ("window.self.fetch", "fetch"),
        ("process?.env", "process.env"),
        ("f()", "f()"),
        ("f().g", "f().g"),
        ("new A()", "A()"),
        ("new A().b", "A().b"),
        ("[].constructor", "<array>.constructor"),
        ("(() => 1).constructor", "<arrow_function>.constructor"),
        ("a[unknown]", ""),
        ("a + b", ""),
        ("7", ""),
    ],
)
def test_globals_and_what_is_made_of_them(expression: str, name: str) -> None:
    assert named(expression) == name


def test_the_nearest_meaning_of_a_name_counts() -> None:
    before = "const https = require('https'); function f() { const https = require('fs'); "
    assert named("https", before) == ":fs"
    assert named("https", f"{before}}}") == ":https"


def test_a_chain_of_names_is_followed_and_has_an_end() -> None:
    def chain(length: int) -> str:
        return "".join(f"const a{n} = a{n + 1};" for n in range(length)) + f"const a{length} = require('fs');"

    assert named("a0", chain(MAX_HOPS // 2)) == ":fs"
    assert named("a0", chain(3 * MAX_HOPS)) != ":fs"


@pytest.mark.parametrize("before", ["var a = a;", "var a = b, b = a;", "a = a.b;", "var a = a();"])
def test_names_that_name_themselves_end(before: str) -> None:
    assert not named("a", before).startswith(":")


def test_modules_are_told_from_globals() -> None:
    assert module_name("https") == module_name("node:https") == ":https"
    assert module_name("@scope/a") == ":@scope/a"
