from __future__ import annotations

import pytest

from tests.javascript.pure.told import told

#: An expression, the type and the text that Node tells of its value.
BYTES = (
    ("Buffer.from('6576616c','hex').toString()", "string", "eval"),
    ("Buffer.from('65766','hex').toString()", "string", "ev"),
    ("Buffer.from('zz','hex').toString()", "string", ""),
    ("Buffer.from('ZXZhbA==','base64').toString('utf8')", "string", "eval"),
    ("Buffer.from('ZXZhbA','base64').toString('latin1')", "string", "eval"),
    ("Buffer.from([104,105]).toString()", "string", "hi"),
    ("Buffer.from('hé').toString('hex')", "string", "68c3a9"),
    ("Buffer.from('hé','latin1').toString('hex')", "string", "68e9"),
    ("Buffer.from('hi').toString('base64')", "string", "aGk="),
    ("Buffer.from('hi').map(b=>b^1).toString()", "string", "ih"),
    ("Buffer.concat([Buffer.from('a'),Buffer.from('b')]).toString()", "string", "ab"),
    ("Buffer.from('abc').reverse().toString()", "string", "cba"),
    ("Buffer.from('abc').slice(1).toString()", "string", "bc"),
    ("Buffer.from('abc')[1]", "number", "98"),
    ("Buffer.from('abc').length", "number", "3"),
    ("new Uint8Array([1,2]).join()", "string", "1,2"),
)


@pytest.mark.parametrize(("expression", "kind", "text"), BYTES, ids=[each[0] for each in BYTES])
def test_it_is_what_node_tells(expression: str, kind: str, text: str) -> None:
    assert told(expression) == (None if kind == "threw" else (kind, text))
