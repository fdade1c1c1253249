from __future__ import annotations

import pytest

from tests.javascript.pure.told import told

#: An expression, the type and the text that Node tells of its value.
PATTERNS = (
    ("/a/.test('cat')", "boolean", "true"),
    ("/^\\d+$/.test('123')", "boolean", "true"),
    ("/(a|b)+c/.test('abc')", "boolean", "true"),
    ("'  a '.replace(/^\\s+|\\s+$/g,'')", "string", "a"),
    ("'a-b_c'.replace(/[-_]/g,'')", "string", "abc"),
    ("'a]b'.replace(/\\]/,'')", "string", "ab"),
    ("'a.b'.split(/\\./)", "object", "a,b"),
    ("'foo bar'.replace(/foo|bar/g,'x')", "string", "x x"),
    ("'a[b'.replace(/[[]/g,'x')", "string", "axb"),
    ("'aAbB'.replace(/[a-z]/gi,'')", "string", ""),
    ("'a/b'.replace(/\\//g,'-')", "string", "a-b"),
    ("'abcabc'.replace(/bc$/,'')", "string", "abca"),
)


@pytest.mark.parametrize(("expression", "kind", "text"), PATTERNS, ids=[each[0] for each in PATTERNS])
def test_it_is_what_node_tells(expression: str, kind: str, text: str) -> None:
    assert told(expression) == (None if kind == "threw" else (kind, text))
