"""Triage words: by which a file that could send, run or decode something is told, and the shapes that they stand in."""

from __future__ import annotations

import re

MODULES_THAT_SEND = (
    *(b"http", b"https", b"http2", b"net", b"tls", b"dgram", b"dns", b"dns/promises", b"axios", b"got", b"node-fetch"),
    b"cross-fetch",
    *(b"request", b"undici", b"needle", b"superagent", b"phin", b"bent", b"ky", b"ws", b"socket.io-client"),
    *(b"follow-redirects", b"request-promise", b"isomorphic-fetch", b"nodemailer"),
)
GLOBALS_THAT_SEND = (b"fetch", b"XMLHttpRequest", b"sendBeacon", b"WebSocket")
#: Programs that send and fetch, as a command line names them.
PROGRAMS_THAT_SEND = (b"curl", b"wget", b"nslookup", b"Invoke-WebRequest", b"Invoke-RestMethod", b"iwr ", b"irm ")
#: Words that stand for secrets and facts about the host, and what must follow for them to be read at all.
STEAL_WORDS: tuple[tuple[bytes, re.Pattern[bytes]], ...] = (
    (b"env", re.compile(rb"env['\"`]?\s*\]?\s*(?:[^\s.?\[\w'\"`:=]|:\s*\w+\s*\}\s*=\s*process|\}\s*=\s*process)")),
    (
        b"env",
        re.compile(
            rb"env\s*(?:\?\.|\.|\[\s*['\"`])\s*\w*(?:TOKEN|SECRET|PASSW|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY|CREDENTIAL|MNEMONIC|SEED_?PHRASE)"
        ),
    ),
    *((word, re.compile(re.escape(word))) for word in (b".npmrc", b"id_rsa", b".netrc", b".git-credentials")),
    *((word, re.compile(re.escape(word) + rb"\b")) for word in (b".ssh", b".aws", b".kube", b"_history")),
    *((word, re.compile(re.escape(word))) for word in (b"Login Data", b"wallet.dat", b"Local Extension Settings")),
    *((word, re.compile(word + rb"['\"`]|" + word + rb"\s*=")) for word in (b"keydown", b"keypress", b"keyup")),
    *((word, re.compile(word)) for word in (b"clipboard", b"copy-paste", b"screenshot-desktop")),
    *((word, re.compile(word)) for word in (b"iohook", b"uiohook", b"key-listener", b"keylogger")),
    *((word, re.compile(word + rb"\s*(?:\(|as\b|[,}:])")) for word in (b"userInfo", b"networkInterfaces", b"hostname")),
)
#: Calls that run a text; one whose only text stands there in full, and calls nothing, can be read by anyone.
#: What a block follows is no call, but the method of a class or an object that has such a name.
_METHOD = rb"[ \t]{0,4}[\w$, ]{0,80}\)[ \t]{0,4}\{"
_PLAIN_TEXT = rb"(?!\s*(?:\)|(?:'[^'\\\n(]{0,400}'|\"[^\"\\\n(]{0,400}\")\s*\))|" + _METHOD + rb")"
#: A name that does not end a longer one: ``o`` may stand for eval, ``Error`` and ``for`` do not.
WHOLE = rb"(?<![\w$])"
#: The constructors of async functions and generators have no global name, and are commonly called so.
_WHOLE_OR_KIND = rb"(?:(?<![\w$])|(?<=[^\w$]Async)|(?<=[^\w$]Generator)|(?<=[^\w$]AsyncGenerator))"
RUN_WORDS: tuple[tuple[bytes, re.Pattern[bytes]], ...] = (
    *(
        (word, re.compile(_WHOLE_OR_KIND + word + rb"\s*\)?\s*(?:\.\s*(?:call|apply)\s*|\?\.\s*)?\(" + _PLAIN_TEXT))
        for word in (b"eval", b"Function", b"runInThisContext", b"runInNewContext", b"runInContext", b"_compile")
    ),
    (b".constructor", re.compile(rb"\.constructor\s*\(" + _PLAIN_TEXT)),
    *(
        (word, re.compile(re.escape(word) + rb"[^\]\n]{0,120}\]\s*\("))
        for word in (b"['ev", b'["ev', b"['Fun", b'["Fun')
    ),
    *(
        (word, re.compile(re.escape(word) + rb"[^\]\n]{0,120}\]\s*\("))
        for word in (b"['con", b'["con', b"['\\x", b'["\\x')
    ),
    (b"vm", re.compile(rb"vm\.Script\s*\(")),
    (b"Worker", re.compile(rb"Worker\s{0,4}\((?=[^;]{1,300}\beval['\"]?\s{0,4}:\s{0,4}(?:true|!0))")),
    (b"import", re.compile(rb"import\s{0,4}\((?=\s{0,8}['\"`](?:data:|['\"]\s{0,4}\+))")),
    (
        b"Reflect",
        re.compile(
            rb"Reflect\s{0,4}\.\s{0,4}(?:apply|construct)\s{0,4}\((?=\s{0,8}(?:eval\b|\w{0,20}Function\b|[\w$.]{1,40}constructor\b))"
        ),
    ),
    (b"global", re.compile(rb"global(?:This)?\s*\[[^\]\n]{1,120}\]\s*\(")),
)
#: A text that is put together where it is run needs no decoder to hide what it says.
GLUED = tuple(
    (
        word,
        re.compile(
            word + rb"\s{0,8}\(\s{0,8}(?:\[\s{0,8}['\"`]|'[^'\\\n]{0,200}'\s{0,8}[+.]"
            rb"|\"[^\"\\\n]{0,200}\"\s{0,8}[+.]|`[^`\\]{0,200}\$\{)"
        ),
    )
    for word in (b"eval", b"Function")
)
CONSTRUCTED = re.compile(
    rb"(?:\.constructor|[\])'\"`}]|Function|\.(?:filter|map|forEach|find|sort|push|slice|join|call|apply|bind|at|concat))\Z"
)
#: ``Made = (async () => {}).constructor``, read backwards from the dot.
TAKES_CONSTRUCTOR = re.compile(
    rb"([\w$]{1,40})\s{0,4}=\s{0,4}(?:Object\s{0,4}\.\s{0,4}getPrototypeOf\s{0,4}\()?[^=;\n]{0,20}(?:function|=>)[^;\n]{0,40}\Z"
)
PROCESS_MODULES = (b"child_process", b"cross-spawn", b"execa", b"shelljs")
VM = (b"vm",)
PROCESS_CALLS = (b"exec", b"spawn")
PROCESS_CALL = re.compile(rb"(?:execSync|exec|execFileSync|execFile|spawnSync|spawn)\s*\)?\s*\(" + _PLAIN_TEXT)
DECODE_WORDS = (
    *(b"atob", b"fromCharCode", b"fromCodePoint", b"'base64'", b'"base64"', b"`base64`", b"'hex'", b'"hex"'),
    *(b"reverse()", b"unescape", b"createDecipher", b".decrypt", b"\\x6", b"\\x7", b"inflate", b"gunzip"),
)
#: Ends of names of files that no code is kept in: what one of those holds is not there to be run.
NO_CODE_WORDS = (b".png", b".jpg", b".jpeg", b".gif", b".ico", b".svg", b".webp", b".woff", b".ttf", b".mp3", b"LICEN")
SEND_CALL_WORDS = (
    *(b"fetch", b"request", b"get", b"post", b"put", b"patch", b"send", b"sendBeacon", b"write", b"end", b"emit"),
    *(b"connect", b"createConnection", b"lookup", b"resolve", b"axios", b"got", b"needle", b"superagent", b"phin"),
    *(b"resolve4", b"resolve6", b"resolveTxt", b"resolveAny", b"resolveCname", b"resolveMx", b"sendMail"),
)
#: A global by a name that is put together: ``globalThis["ev" + "al"]``.
COMPUTED_GLOBALS = tuple(
    (word, re.compile(word + rb"(?:This)?\s{0,8}\[[^\]\n]{1,120}\]")) for word in (b"global", b"window", b"self")
)
