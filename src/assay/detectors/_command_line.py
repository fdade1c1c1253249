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


_INTERPRETER = r"(?:(?:ba|z|da|k)?sh|node|python3?|perl|ruby|bun|deno|pwsh|powershell|eval|source)\b"
_DOWNLOADER = r"\b(?:curl|wget)\b"
_POWERSHELL = r"(?i:\b(?:powershell|pwsh)(?:\.exe)?\b)"
_INLINE_NODE = r"\b(?:node|bun|deno)\s+(?:-\w+\s+){0,3}(?:-e|-p|-pe|--eval|--print|eval)\b"
#: What the line does, what begins it, and what follows somewhere behind. Two patterns, each searched for once, take
#: time in proportion to the line; one with "anything" in the middle takes its square.
_HIGH = (
    ("downloads something and pipes it into an interpreter", _DOWNLOADER, rf"\|\s*(?:sudo\s+)?{_INTERPRETER}"),
    ("runs what it downloads", rf"\b{_INTERPRETER}", r"(?:\$\(|`|<\()\s*(?:curl|wget)\b"),
    (
        "downloads a file and runs it",
        _DOWNLOADER,
        r"(?:&&|;|\|\||\n)\s*(?:sudo\s+)?(?:chmod\s+\S{0,20}[+7]|(?:ba|z|da)?sh\s|node\s+/tmp/|\./|/tmp/)",
    ),
    (
        "sends facts about the machine out",
        _DOWNLOADER,
        r"(?:\$\(|`)\s*(?:whoami|hostname|id\b|env\b|printenv|pwd\b|ls\b|ifconfig|ip\s|cat\s+[/~])"
        r"|\$\{?(?:USER|HOME|HOSTNAME|PWD)\b|\$\{?\w{0,40}(?:TOKEN|SECRET|KEY)\b|%(?:USERNAME|COMPUTERNAME|USERPROFILE)%"
        r"|/etc/(?:passwd|shadow)|\.npmrc|\.ssh/|\s(?:-d|--data\S{0,20}|-F|-T)\s{0,5}\S{0,40}@",
    ),
    ("sends facts about the machine out", r"\b(?:nslookup|dig|ping|ncat?)\b", r"\$\(|`|\$\{?[A-Z]|%[A-Z]+%"),
    ("decodes something and runs it", r"\bbase64\s+(?:-\w*[dD]|--decode\b)", rf"\|\s*{_INTERPRETER}"),
    ("runs PowerShell with a hidden or encoded command", _POWERSHELL, r"\s-(?i:e(?:nc\w*)?|w\w*\s+hidden)\b"),
    (
        "downloads with PowerShell",
        _POWERSHELL,
        r"(?i:Invoke-WebRequest|Invoke-RestMethod|\biwr\b|\birm\b|DownloadString|DownloadFile|BitsTransfer)",
    ),
    (
        "downloads with a system tool",
        r"(?i:\bcertutil\b|\bbitsadmin\b|\bmshta\b)",
        r"(?i:-urlcache|/transfer|\s[\"']?https?:)",
    ),
    (
        "runs code that it downloads or decodes",
        r"\b(?:exec|eval)\s*\(",
        r"\burlopen\b|\brequests\.get\b|\bb64decode\b|\bfromhex\b|\bdecompress\b|\bmarshal\.loads\b",
    ),
    ("opens a shell over the network", r"/dev/(?:tcp|udp)/", ""),
    ("opens a shell over the network", r"\b(?:nc|ncat)\s", r"\s-\w{0,10}[ec]\b"),
    (
        "carries code on the command line that uses the network",
        _INLINE_NODE,
        r"require\(\s*\\?['\"`](?:node:)?(?:https?|net|dns|dgram|tls)\\?['\"`]|\bfetch\(|import\(\s*\\?['\"`]https?:",
    ),
    (
        "carries code on the command line that decodes and runs more",
        _INLINE_NODE,
        r"\beval\(|\bFunction\(|\batob\(|fromCharCode|\\x[0-9a-f]{2}\\x|Buffer\.from\([^)]{0,2000}(?:base64|hex)",
    ),
)
_MEDIUM = (
    ("downloads a file", r"\b(?:curl|wget)\s", r"(?:https?|ftp)://|\s-[oO]\b|\s--output\b"),
    ("carries code on the command line that starts processes", _INLINE_NODE, "child_process"),
    ("carries code on the command line", r"\b(?:python3?|perl|ruby|php)\s+-(?:c|e|r)\s", ""),
    (
        "runs a file that is not named like code",
        r"\b(?:node|bun)\s+(?:run\s+)?[\w./-]{1,200}\.(?:png|jpe?g|gif|ico|svg|txt|md|log|dat|bin|woff2?|ttf|css|pdf|lock)\b",
        "",
    ),
    ("goes on in the background", r"\bnohup\s|\bsetsid\s|\bstart\s+/b\b|[^&]&\s*(?:disown\b|exit\b|$)", ""),
)
_SHAPES = (
    *((Shape(what, Severity.HIGH, Confidence.HIGH), re.compile(a), re.compile(b)) for what, a, b in _HIGH),
    *((Shape(what, Severity.MEDIUM, Confidence.MEDIUM), re.compile(a), re.compile(b)) for what, a, b in _MEDIUM),
)
_TOO_LONG = Shape("is too long to be meant for people", Severity.MEDIUM, Confidence.MEDIUM)
_BLANKS = re.compile(r"[ \t]+")


def shape_of(line: str) -> Shape | None:
    """The most telling shape of a command line, None if it has none."""
    plain = _BLANKS.sub(" ", line)
    cut = plain[:MAX_COMMAND]
    for shape, begin, rest in _SHAPES:
        found = begin.search(cut)
        if found is not None and rest.search(cut, found.end()):
            return shape
    return _TOO_LONG if len(plain) > MAX_COMMAND else None
