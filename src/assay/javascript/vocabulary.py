"""Vocabulary: what matters, by the names that ``callee`` gives, and by the words that a file must hold for it."""

from __future__ import annotations

import re

from assay.model.source import BehaviourKind

_NETWORK = re.compile(
    r""":(?:https?|http2)\.(?:request|get)(?:\(\)\.(?:write|end))?$
      | :(?:follow-redirects)\.https?\.(?:request|get)$
      | :(?:net|tls)\.(?:connect|createConnection|Socket)(?:\(\)(?:\.(?:connect|write|end))?)?$
      | :dgram\.createSocket\(\)\.send$
      | :dns(?:\.promises|/promises)?\.(?:lookup|resolve\w*)$
      | (?::(?:node-fetch|cross-fetch|isomorphic-fetch|undici)(?:\.(?:fetch|request|default))?|fetch)$
      | :(?:axios|got|request|request-promise|superagent|needle|phin|bent|ky|request-promise-native)
            (?:\.(?:get|post|put|patch|head|request|create\(\)\.\w+))?$
      | XMLHttpRequest\(\)\.send$ | navigator\.sendBeacon$
      | (?::ws|WebSocket|:ws\.WebSocket)\(\)(?:\.send)?$
      | :socket\.io-client(?:\.io|\.connect)?(?:\(\)\.emit)?$""",
    re.VERBOSE,
)
_DYNAMIC = re.compile(
    r"""(?:eval|Function|new\ Function|execScript)$
      | .*\.constructor(?:\.constructor)?$ | <(?:array|string|function_expression|arrow_function)>\.\S*constructor$
      | :vm\.(?:runIn\w+|Script|compileFunction|SourceTextModule)$
      | (?:module|:module\(?\)?)(?:\.\w+)*\._compile$ | :module\(\)\._compile$""",
    re.VERBOSE,
)
_PROCESS = re.compile(
    r":(?:child_process|cross-spawn|execa|shelljs)(?:\.(?:exec|execSync|spawn|spawnSync|execFile|execFileSync|fork|command\w*))?$"
)
_DECODE = re.compile(
    r"""(?:atob|unescape|String\.fromCharCode|String\.fromCodePoint)$
      | :crypto\.createDecipher(?:iv)?(?:\(\)\.(?:update|final))?$ | :crypto-js\.\w+\.decrypt$
      | :zlib\.(?:inflate|gunzip|unzip|brotliDecompress)\w*$""",
    re.VERBOSE,
)
_HOST_FACTS = re.compile(r":os\.(?:hostname|userInfo|networkInterfaces)$")
_FILE_READ = re.compile(
    r":(?:fs|fs/promises|fs-extra|graceful-fs)(?:\.promises)?\.(?:readFile|readFileSync|createReadStream|readdir|readdirSync|copyFile\w*|cp\w*)$"
)
_KINDS = (
    (BehaviourKind.NETWORK, _NETWORK),
    (BehaviourKind.DYNAMIC_CODE, _DYNAMIC),
    (BehaviourKind.PROCESS, _PROCESS),
    (BehaviourKind.DECODE, _DECODE),
    (BehaviourKind.HOST_FACTS, _HOST_FACTS),
    (BehaviourKind.FILE_READ, _FILE_READ),
)
#: Files that hold what thieves look for (docs of the tools themselves; ATT&CK T1552.001, T1555, T1539).
CREDENTIALS = re.compile(
    r"""\.npmrc|\.ssh(?:/|$)|id_(?:rsa|ed25519|ecdsa|dsa)|\.aws(?:/|$)|\.netrc|\.git-credentials|\.pypirc
      | \.docker/config|\.kube/config|\.config/(?:gcloud|gh|solana)|Login\ Data|Local\ Extension\ Settings|logins\.json
      | key4\.db|Web\ Data|wallet\.dat|\.electrum|Exodus|\.(?:bash|zsh)_history|keychain-db|\.vault-token
      | application_default_credentials""",
    re.VERBOSE | re.IGNORECASE,
)
#: Variables that hold secrets. ``KEY`` alone is too common a word.
SECRET_VARIABLE = re.compile(r"TOKEN|SECRET|PASSW|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY|CREDENTIAL|_AUTH$", re.IGNORECASE)

# What must be in a file's bytes for a rule to have a chance. Each looks for spellings, never for meaning.
MAY_SEND = re.compile(
    rb"""fetch\s*\(|XMLHttpRequest|sendBeacon|WebSocket
      | ["'`](?:node:)?(?:https?|http2|net|tls|dgram|dns(?:/promises)?|axios|got|node-fetch|cross-fetch|request|undici
        |needle|superagent|phin|bent|ky|ws|socket\.io-client|follow-redirects|request-promise(?:-native)?)["'`]
      | require\s*\(\s*(?!["'`][^"'`]*["'`]\s*\))""",
    re.VERBOSE,
)
MAY_STEAL = re.compile(
    rb"""process\s*(?:\?\.|\.|\[\s*["'`])\s*env["'`]?\s*\]?\s*[^\s.?\[\w"'`]
      | \{[^{}]{0,300}\benv\b[^{}]{0,300}\}\s*=\s*(?:global(?:This)?\.)?process\b
      | env\s*(?:\?\.|\.|\[\s*["'`])\s*\w*(?:TOKEN|SECRET|PASSW|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY|CREDENTIAL)
      | \.npmrc|\.ssh\b|id_rsa|\.aws\b|\.netrc|\.git-credentials|\.kube|Login\ Data|wallet\.dat|_history
      | \b(?:userInfo|networkInterfaces|hostname)\s*\(""",
    re.VERBOSE,
)
MAY_RUN_CODE = re.compile(
    rb"\beval\b|\bFunction\s*\(|\bFunction\b\.|\bvm\b|_compile\b|constructor\s*[\])(]|child_process"
)
MAY_DECODE = re.compile(
    rb"""\batob\b|fromCharCode|fromCodePoint|["'`](?:base64|hex)["'`]|\bunescape\b|createDecipher|\.decrypt\b
      | \\x[0-9a-fA-F]{2}\\x[0-9a-fA-F]{2}|inflate|gunzip""",
    re.VERBOSE,
)
#: Where a sink may be called.
SEND_CALL = re.compile(
    rb"""\b(?:fetch|axios|got|needle|superagent|request|get|post|put|patch|send|sendBeacon|write|end|emit|connect
       |createConnection|lookup|resolve\w*|phin|bent|ky|[a-zA-Z_$][\w$]{0,2})\s*\(|\]\s*\(""",
    re.VERBOSE,
)
RUN_CALL = re.compile(
    rb"""\b(?:eval|Function|runIn\w+|Script|compileFunction|_compile|constructor|exec|execSync|spawn|spawnSync|execFile\w*)
        \s*(?:\.\s*(?:call|apply)\s*)?\(|\]\s*\(|\b[a-zA-Z_$][\w$]{0,2}\s*\(""",
    re.VERBOSE,
)


def kind_of(name: str) -> BehaviourKind | None:
    """What a callee's plain name does, None if it does nothing that matters here."""
    for suffix in (".call", ".apply"):
        name = name.removesuffix(suffix)
    return next((kind for kind, pattern in _KINDS if pattern.match(name)), None)
