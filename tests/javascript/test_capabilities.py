from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.javascript.capabilities import capabilities_of
from assay.javascript.flows import slicer_of
from assay.javascript.syntax import parse
from assay.model.source import BehaviourKind

K = BehaviourKind


def told(source: str) -> list[tuple[BehaviourKind, str]]:
    return [(each.kind, each.detail) for each in capabilities_of(slicer_of(parse("a.js", source.encode())))]


@pytest.mark.parametrize(
    ("source", "kind", "detail"),
    [
        ('require("fs").readFileSync("a.txt")', K.FILE_READ, "fs.readFileSync of a.txt"),
        ('const { rm } = require("node:fs/promises");\nrm("dist")', K.FILE_DELETE, "fs/promises.rm of dist"),
        ('require("child_process").exec("git status")', K.PROCESS, "child_process.exec of git status"),
        ('fetch("https://a.invalid/")', K.NETWORK, "fetch of https://a.invalid/"),
        ("new Function(text)()", K.DYNAMIC_CODE, "Function"),
        ("new WebAssembly.Module(bytes)", K.WEB_ASSEMBLY, "WebAssembly.Module"),
        ('require("./build/a.node")', K.NATIVE_CODE, "require"),
        ('require("bindings")("a")', K.NATIVE_CODE, "bindings"),
        ("use(process.env.NPM_TOKEN)", K.ENVIRONMENT_READ, "NPM_TOKEN (a secret by its name)"),
        ("use(process.env)", K.ENVIRONMENT_DUMP, "the whole environment"),
        ('process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0"', K.TLS_OFF, "certificates are not checked"),
        ("const options = { strictSSL: false }", K.TLS_OFF, "certificates are not checked"),
        ("if (new Date().getTimezoneOffset() === 0) run()", K.CONDITION, "asks for the time zone"),
        ('if (process.platform === "win32") run()', K.CONDITION, "asks for the platform"),
        ("try { run() } catch (error) { /* fine */ }", K.SILENT_CATCH, "errors are thrown away"),
        ("run().catch(() => {})", K.SILENT_CATCH, "errors are thrown away"),
        ('process.on("uncaughtException", function () {})', K.SILENT_CATCH, "errors are thrown away"),
    ],
)
def test_what_code_can_do(source: str, kind: BehaviourKind, detail: str) -> None:
    assert (kind, detail) in told(source)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "const a = 1;",
        "try { run() } catch (error) { log(error) }",
        "const { rejectUnauthorized } = options;",
        "const options = { rejectUnauthorized: true };",
        "thing.platform = 1;",
    ],
)
def test_what_is_nothing_to_tell(source: str) -> None:
    assert told(source) == []


def test_each_is_told_once() -> None:
    assert len(told('fetch("https://a.invalid/");\n' * 20)) == 1


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_survived(text: str) -> None:
    assert all(detail for _, detail in told(text + "\nfetch(a)"))
