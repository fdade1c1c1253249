"""Vocabulary: what matters, by the names that ``callee`` gives, and by the words that a file must hold for it."""

from __future__ import annotations

import re

from assay.model.source import BehaviourKind

_NETWORK = re.compile(
    r""":(?:https?|http2)\.(?:request|get)(?:\(\)\.(?:write|end))?$
      | :(?:follow-redirects)\.https?\.(?:request|get)$
      | :(?:net|tls)\.(?:connect|createConnection|Socket)(?:\(\)(?:\.(?:connect|write|end))?)?$
      | :dgram\.createSocket\(\)\.send$
      | :http2\.connect\(\)\.request(?:\(\)\.(?:write|end))?$
      | :dns(?:\.promises|/promises)?(?:\.Resolver\(\))?\.(?:lookup|resolve\w*)$
      | (?::(?:node-fetch|cross-fetch|isomorphic-fetch|undici)(?:\.(?:fetch|request|default))?|fetch)$
      | :undici\.(?:Client|Pool|Agent)\(\)\.request$ | :nodemailer\.createTransport\(\)\.sendMail$
      | :(?:axios|got|request|request-promise|superagent|needle|phin|bent|ky|request-promise-native)
            (?:\.(?:get|post|put|patch|head|request|create\(\)\.\w+))?$
      | :superagent(?:\.(?:get|post|put|patch)|\(\))?(?:\(\)\.\w+){1,6}$
      | XMLHttpRequest\(\)\.send$ | navigator\.sendBeacon$
      | (?::ws|WebSocket|:ws\.WebSocket)\(\)(?:\.send)?$
      | :socket\.io-client(?:\.io|\.connect)?(?:\(\)\.emit)?$""",
    re.VERBOSE,
)
_DYNAMIC = re.compile(
    r"""(?:eval|Function|new\ Function|execScript)$
      | .*\.constructor(?:\.constructor)?$ | <(?:array|string|function_expression|arrow_function)>\.\S*constructor$
      | :vm\.(?:runIn\w+|Script|compileFunction|SourceTextModule)$
      | (?:module|:module)(?:\(\)|\.\w+)*\._compile$ | :worker_threads\.Worker\(\)$ | import$""",
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
_INPUT = re.compile(
    r"""navigator\.clipboard\.read(?:Text)?$ | :electron\.clipboard\.read\w*$ | :clipboardy\.read(?:Sync)?$
      | :copy-paste\.paste$ | :screenshot-desktop$ | :(?:iohook|uiohook-napi(?:\.uIOhook)?)\.on$
      | :node-global-key-listener\.GlobalKeyboardListener\(\)\.addListener$""",
    re.VERBOSE,
)
_HOST_FACTS = re.compile(r":os\.(?:hostname|userInfo|networkInterfaces)$")
_FILE_READ = re.compile(
    r":(?:fs|fs/promises|fs-extra|graceful-fs)(?:\.promises)?\.(?:readFile|readFileSync|createReadStream|readdir|readdirSync|copyFile\w*|cp\w*)$"
)
_FS = r":(?:fs|fs/promises|fs-extra|graceful-fs)(?:\.promises)?"
_FILE_WRITE = re.compile(
    _FS
    + r"\.(?:writeFile|writeFileSync|appendFile|appendFileSync|createWriteStream|outputFile\w*|symlink\w*|copyFile\w*)$"
)
_FILE_DELETE = re.compile(
    rf"(?:{_FS}\.(?:rm|rmSync|rmdir|rmdirSync|remove|removeSync|emptyDir|emptyDirSync)|:rimraf(?:\.\w+)?|:del)$"
)
#: Programs that send what they are given and print what they fetch, and shells that start them.
SENDER = re.compile(
    r"(?:^|[\s;&|(/'\"`])(?:curl|wget|nslookup|dig|Invoke-(?:WebRequest|RestMethod)|iwr|irm|nc|ncat)(?:\.exe)?(?:$|[\s/])",
    re.IGNORECASE,
)
SHELL = re.compile(r"(?:^|/)(?:(?:ba|z|da)?sh|cmd(?:\.exe)?|powershell(?:\.exe)?|pwsh)$", re.IGNORECASE)
_KINDS = (
    (BehaviourKind.NETWORK, _NETWORK),
    (BehaviourKind.DYNAMIC_CODE, _DYNAMIC),
    (BehaviourKind.PROCESS, _PROCESS),
    (BehaviourKind.DECODE, _DECODE),
    (BehaviourKind.HOST_FACTS, _HOST_FACTS),
    (BehaviourKind.INPUT_READ, _INPUT),
    (BehaviourKind.FILE_READ, _FILE_READ),
    (BehaviourKind.FILE_WRITE, _FILE_WRITE),
    (BehaviourKind.FILE_DELETE, _FILE_DELETE),
)
#: Files that hold what thieves look for (docs of the tools themselves; ATT&CK T1552.001, T1555, T1539).
CREDENTIALS = re.compile(
    r"""\.npmrc|\.ssh(?:/|$)|id_(?:rsa|ed25519|ecdsa|dsa)|\.aws(?:/|$)|\.netrc|\.git-credentials|\.pypirc
      | \.docker/config|\.kube/config|\.config/(?:gcloud|gh|solana)|Login\ Data|Local\ Extension\ Settings|logins\.json
      | key4\.db|Web\ Data|wallet\.dat|\.electrum|Exodus|\.(?:bash|zsh)_history|keychain-db|\.vault-token
      | application_default_credentials""",
    re.VERBOSE | re.IGNORECASE,
)
#: Names of files that are no code and no data for code: pictures, sound, fonts, licences.
NO_CODE = re.compile(
    r"\.(?:png|jpe?g|gif|ico|bmp|webp|svg|mp[34]|wav|ogg|woff2?|ttf|otf|eot|pdf|docx?)$|(?:^|/)(?:LICEN[CS]E|NOTICE|COPYING)"
    r"(?:\.(?!(?:[cm]?[jt]sx?|json|node)$)\w{2,4})?$",
    re.IGNORECASE,
)
#: Variables that hold secrets. ``KEY`` alone is too common a word.
SECRET_VARIABLE = re.compile(
    r"TOKEN|SECRET|PASSW|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY|CREDENTIAL|_AUTH$|MNEMONIC|SEED_?PHRASE", re.IGNORECASE
)


def kind_of(name: str) -> BehaviourKind | None:
    """What a callee's plain name does, None if it does nothing that matters here."""
    for suffix in (".call", ".apply"):
        name = name.removesuffix(suffix)
    return next((kind for kind, pattern in _KINDS if pattern.match(name)), None)
