from __future__ import annotations

import pytest

from tests.javascript.pure.told import told

#: An expression, the type and the text that Node tells of its value.
STATEMENTS = (
    (
        "(s=>{let o='';for(let i=0;i<s.length;i++)o+=String.fromCharCode(s.charCodeAt(i)^7);return o})('obkkh')",
        "string",
        "hello",
    ),
    ("(s=>{let o='';for(const c of s)o=c+o;return o})('abc')", "string", "cba"),
    ("(()=>{let i=0;while(true){if(i++>4)break;if(i==2)continue}return i})()", "number", "6"),
    ("(()=>{let i=0;do{i++}while(i<3);return i})()", "number", "3"),
    ("(()=>{try{null.x}catch(e){return 'c'}})()", "string", "c"),
    ("(()=>{try{return 1}finally{}})()", "number", "1"),
    ("(()=>{switch(2){case 1:return 'a';case 2:return 'b';default:return 'c'}})()", "string", "b"),
    ("(()=>{let o={a:1,b:2},s='';for(const k in o)s+=k+o[k];return s})()", "string", "a1b2"),
    ("(()=>{const {a,b:c}={a:1,b:2};return a+c})()", "number", "3"),
    ("(()=>{const [a,b,...c]=[1,2,3,4];return a+b+c.length})()", "number", "5"),
    ("(()=>{var x=1;{let x=2}return x})()", "number", "1"),
    ("(()=>{function f(n){return n<2?n:f(n-1)+f(n-2)}return f(10)})()", "number", "55"),
    ("(()=>{let a=[];a[3]=1;return a.length})()", "number", "4"),
    ("(()=>{let x='a';x+='b';x+=1;return x})()", "string", "ab1"),
    ("(()=>{let x=5;x^=3;x<<=2;return x})()", "number", "24"),
    ("(()=>{function F(a){this.a=a}F.prototype.g=function(){return this.a};return new F(4).g()})()", "number", "4"),
    ("(()=>{const f=function(){return f.k};f.k=3;return f()})()", "number", "3"),
    ("(function(){return arguments.length})(1,2)", "number", "2"),
    ("(()=>{let s=0;for(var i=0;i<3;i++)s+=i;return s+i})()", "number", "6"),
    ("(()=>{let a=[1,2,3];a.push(a.shift());return a})()", "object", "2,3,1"),
    ("(()=>{let a=[1,2,3,4];return a.splice(1,2)+'|'+a})()", "string", "2,3|1,4"),
)


@pytest.mark.parametrize(("expression", "kind", "text"), STATEMENTS, ids=[each[0] for each in STATEMENTS])
def test_it_is_what_node_tells(expression: str, kind: str, text: str) -> None:
    assert told(expression) == (None if kind == "threw" else (kind, text))
