"""What a command line does that an honest install script seldom does."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assay.model.rule import Confidence, Severity

#: A longer line of a script hides what it does; it is read to here.
MAX_COMMAND = 8_000


@dataclass(frozen=True, slots=True)
class Shape:
    """What a line does, in words that follow "the script", and how much that says."""

    what: str
    severity: Severity
    confidence: Confidence


_INTERPRETER = r"(?:(?:ba|z|da|k)?sh|node|python3?|perl|ruby|bun|deno|pwsh|powershell|eval|source)"
_POWERSHELL = r"(?i:\b(?:powershell|pwsh)(?:\.exe)?\b)"
_INLINE_NODE = r"\b(?:node|bun|deno)\s+(?:-\w+\s+)*?(?:-e|-p|-pe|--eval|--print|eval)\b[^\n]*"
_HIGH = (
    ("downloads something and pipes it into an interpreter",
     rf"\b(?:curl|wget)\b[^\n]*\|\s*(?:sudo\s+)?{_INTERPRETER}\b"),
    ("runs what it downloads", rf"\b{_INTERPRETER}\b[^\n]*(?:\$\(|`|<\()\s*(?:curl|wget)\b"),
    ("downloads a file and runs it",
     r"\b(?:curl|wget)\b[^\n]*(?:&&|;|\|\|)\s*(?:sudo\s+)?(?:chmod\s+\S*[+7]\S*\s|(?:ba|z|da)?sh\s|node\s+/tmp/|\./|/tmp/)"),
    ("sends facts about the machine out",
     r"\b(?:curl|wget|nslookup|dig|ping|nc|ncat)\b[^\n]*(?:\$\(|`|\$\{?(?:USER|HOME|HOSTNAME|PWD)\b|\$\{?\w*(?:TOKEN|SECRET|KEY)\b"
     r"|%(?:USERNAME|COMPUTERNAME|USERPROFILE)%|/etc/(?:passwd|shadow)|\.npmrc|\.ssh/|\s(?:-d|--data\S*|-F|-T)\s*\S*@)"),
    ("decodes something and runs it", rf"\bbase64\s+(?:-\w*[dD]\w*|--decode)\b[^\n]*\|\s*{_INTERPRETER}\b"),
    ("runs PowerShell with a hidden or encoded command", rf"{_POWERSHELL}[^\n]*\s-(?i:e(?:nc\w*)?|w\w*\s+hidden)\b"),
    ("downloads with PowerShell",
     rf"{_POWERSHELL}[^\n]*(?i:Invoke-WebRequest|Invoke-RestMethod|\biwr\b|\birm\b|DownloadString|DownloadFile|BitsTransfer)"),
    ("downloads with a system tool", r"(?i:\bcertutil\b[^\n]*-urlcache|\bbitsadmin\b[^\n]*/transfer|\bmshta\s+http)"),
    ("opens a shell over the network", r"/dev/(?:tcp|udp)/|\b(?:nc|ncat)\s[^\n]*-\w*[ec]\b"),
    ("carries code on the command line that uses the network",
     _INLINE_NODE
     + r"(?:require\(\s*\\?['\"`](?:node:)?(?:https?|net|dns|dgram|tls)\\?['\"`]"
     r"|\bfetch\(|import\(\s*\\?['\"`]https?:)"),
    ("carries code on the command line that decodes and runs more",
     _INLINE_NODE
     + r"(?:\beval\(|\bFunction\(|\batob\(|fromCharCode|\\x[0-9a-f]{2}\\x|Buffer\.from\([^\n]*(?:base64|hex))"),
)  # fmt: skip
_MEDIUM = (
    ("downloads a file", r"\b(?:curl|wget)\s[^\n]*(?:(?:https?|ftp)://|\s-[oO]\b|\s--output\b)"),
    ("carries code on the command line that starts processes", _INLINE_NODE + r"child_process"),
    ("carries code on the command line", r"\b(?:python3?|perl|ruby|php)\s+-(?:c|e|r)\s"),
    ("runs a file that is not named like code",
     r"\b(?:node|bun)\s+(?:run\s+)?[\w./-]+\.(?:png|jpe?g|gif|ico|svg|txt|md|log|dat|bin|woff2?|ttf|css|pdf|lock)\b"),
    ("goes on in the background", r"\bnohup\s|\bsetsid\s|\bstart\s+/b\b|[^&]&\s*(?:disown\b|exit\b|$)"),
)  # fmt: skip
_SHAPES = (
    *((Shape(what, Severity.HIGH, Confidence.HIGH), re.compile(shape)) for what, shape in _HIGH),
    *((Shape(what, Severity.MEDIUM, Confidence.MEDIUM), re.compile(shape)) for what, shape in _MEDIUM),
)
_TOO_LONG = Shape("is too long to be meant for people", Severity.MEDIUM, Confidence.MEDIUM)
_BLANKS = re.compile(r"[ \t]+")


def shape_of(line: str) -> Shape | None:
    """The most telling shape of a command line, None if it has none."""
    plain = _BLANKS.sub(" ", line)
    cut = plain[:MAX_COMMAND]
    for shape, pattern in _SHAPES:
        if pattern.search(cut):
            return shape
    return _TOO_LONG if len(plain) > MAX_COMMAND else None
