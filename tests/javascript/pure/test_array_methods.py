from __future__ import annotations

import pytest

from tests.javascript.pure.told import told

#: An expression, the type and the text that Node tells of its value.
ARRAYS = (
    ("[3,1,2].sort()", "object", "1,2,3"),
    ("[10,9,1].sort()", "object", "1,10,9"),
    ("[10,9,1].sort((a,b)=>a-b)", "object", "1,9,10"),
    ("[1,2,3].map(x=>x*2)", "object", "2,4,6"),
    ("[1,2,3].filter(x=>x>1)", "object", "2,3"),
    ("[1,2,3].reduce((a,b)=>a+b)", "number", "6"),
    ("[1,2,3].reduce((a,b)=>a+b,'')", "string", "123"),
    ("['a','b'].reduceRight((a,b)=>a+b)", "string", "ba"),
    ("[1,2,3].some(x=>x>2)", "boolean", "true"),
    ("[1,2,3].every(x=>x>2)", "boolean", "false"),
    ("[1,2,3].indexOf(2)", "number", "1"),
    ("[1,2,3].includes(5)", "boolean", "false"),
    ("[1,2].concat([3],4)", "object", "1,2,3,4"),
    ("[1,[2,[3]]].flat().length", "number", "3"),
    ("[1,2,3].slice(1)", "object", "2,3"),
    ("[1,2,3].at(-1)", "number", "3"),
    ("[1,2,3].join('-')", "string", "1-2-3"),
    ("[null,undefined,1].join('-')", "string", "--1"),
    ("Array(3).fill(0).join('')", "string", "000"),
    ("new Array(3).join('x')", "string", "xx"),
    ("Array.from('abc').join('-')", "string", "a-b-c"),
    ("Array.from({length:3},(_,i)=>i*i).join()", "string", "0,1,4"),
)


@pytest.mark.parametrize(("expression", "kind", "text"), ARRAYS, ids=[each[0] for each in ARRAYS])
def test_it_is_what_node_tells(expression: str, kind: str, text: str) -> None:
    assert told(expression) == (None if kind == "threw" else (kind, text))
