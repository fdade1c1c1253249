from __future__ import annotations

import pytest

from tests.javascript.pure.told import told

#: An expression, the type and the text that Node tells of its value.
EXPRESSIONS = (
    ("`a${1+1}b`", "string", "a2b"),
    ("`${[1,2]}`", "string", "1,2"),
    ("'a'+`b${'c'}`", "string", "abc"),
    ("(s=>s+1)(1)", "number", "2"),
    ("[...'ab',...[1]].length", "number", "3"),
    ("({a:1,'b':2,[`c`]:3}).c", "number", "3"),
    ("({f(){return 4}}).f()", "number", "4"),
    ("((a,b=2)=>a+b)(1)", "number", "3"),
    ("((a,...b)=>b.length)(1,2,3)", "number", "2"),
    ("typeof {}", "string", "object"),
    ("[[1,2],[3]][0][1]", "number", "2"),
    ("'a'['length']", "number", "1"),
    ("'\\x41\\u0042\\u{43}'", "string", "ABC"),
)


@pytest.mark.parametrize(("expression", "kind", "text"), EXPRESSIONS, ids=[each[0] for each in EXPRESSIONS])
def test_it_is_what_node_tells(expression: str, kind: str, text: str) -> None:
    assert told(expression) == (None if kind == "threw" else (kind, text))
