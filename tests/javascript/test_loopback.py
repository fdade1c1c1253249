from __future__ import annotations

import pytest

from assay.javascript.callee import Callees
from assay.javascript.fold import Folder
from assay.javascript.loopback import is_loopback
from assay.javascript.scope import Scopes
from assay.javascript.slicing import Slicer
from assay.javascript.syntax import parse


def last_call_stays(code: str) -> bool:
    syntax = parse("index.js", code.encode())
    scopes = Scopes(syntax)
    folder = Folder(scopes)
    node = syntax.root.named_children[-1].named_children[0]
    return is_loopback(Slicer(scopes, folder, Callees(scopes, folder)), node)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('fetch("http://localhost:80/a")', True),
        ("fetch(`http://127.0.0.1:${port}/a`)", True),
        ('fetch("http://[::1]/a")', True),
        ('fetch("http://localhost.acme.invalid/")', False),
        ('fetch("http://localhost@acme.invalid/")', False),
        ('fetch("http://localhost:80@acme.invalid/")', False),
        ('fetch("http://127.0.0.1.acme.invalid/")', False),
        ("fetch(address)", False),
        ("fetch()", False),
        ('const http = require("http"); http.request({ host: "localhost", port: 1 })', True),
        ('const http = require("http"); http.request({ host: "localhost", ...more })', False),
        ('const http = require("http"); http.request({ host: "localhost", agent })', False),
        ('const http = require("http"); http.request({ port: 1 })', False),
        ('const http = require("http"); const it = http.request({ hostname: "127.0.0.1" }); it.end("x")', True),
        ('const http = require("http"); http.request({ hostname: "127.0.0.1" }).end("x")', True),
        ('const http = require("http"); const it = http.request({ hostname: "a.invalid" }); it.end("x")', False),
        ('const http = require("http"); const it = http.request(given); it.end("http://localhost/")', False),
        ('const WebSocket = require("ws"); const it = new WebSocket("ws://localhost:1/"); it.send("x")', True),
    ],
)
def test_what_stays_on_the_machine(code: str, expected: bool) -> None:
    assert last_call_stays(code) is expected
