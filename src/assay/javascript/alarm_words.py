"""Alarm words: by which a file that may hold an alarming text is told, in one pass; see ``alarms``."""

from __future__ import annotations

from functools import lru_cache

from assay.javascript.signs import Signs

#: A file without any of these is not followed for acts. Wider than the patterns, as texts may be put together.
_IN_COMMANDS = (
    b"crontab|schtasks|launchctl|systemctl|ScheduledTask|CurrentVersion",
    rb"\breg add",
    b"trufflehog",
    b"gitleaks",
    b"noseyparker",
    b"detect-secrets",
    b"ggshield",
    rb"['\"`](?:/usr)?/bin/(?:ba|z|da|k)?sh\b",
    rb"['\"`](?:cmd|powershell)(?:\.exe)?['\"`]",
    b"/dev/(?:tcp|udp)",
    rb"\bnc -",
    rb"\bncat\b",
    rb"\bsocat\b",
    rb"\brm -\w*[rR]",
    rb"['\"`]-(?:rf|fr)['\"`]",
    rb"\brd /",
    rb"\bdel /",
    b"rmdir /",
    b"shred ",
    rb"\bmkfs",
    b"cipher /w",
    rb"\bdd if=",
    rb"['\"`]\s{0,2}publish\b",
    rb"\b(?:npm|pnpm|yarn|bun)\b[^\n]{0,60}\bpublish\b",
    rb"\bdetached['\"`\]]{0,2}\s{0,8}:",
    b"xclip",
    b"xsel",
    b"Get-Clipboard",
    b"wl-paste",
    b"xmrig",
    b"stratum",
    rb"\bcurl\b",
    rb"\bwget\b",
    b"[pP]ower[sS]hell",
    b"certutil",
    b"bitsadmin",
    b"mshta",
    b"nslookup",
    b"pbpaste",
)
_IN_PATHS = (
    rb"\.(?:bash|zsh|k?sh)(?:rc|_|env|login)",
    # as a text or the end of a path: as a member these are everybody's words
    rb"['\"`/\\]\.(?:z?profile|zlogin|bash|zsh|cursor|github)\b",
    b"LaunchAgents",
    b"LaunchDaemons",
    b"autostart",
    b"systemd/",
    rb"\bStartup['\"`/\\]",
    rb"\.vscode",
    rb"\.claude",
    rb"\.gemini",
    rb"\.windsurf",
    rb"\.gitlab-ci",
    rb"\.git/hooks",
    b"homedir",
    b"USERPROFILE",
    rb"env\.HOME\b",
)
_IN_ADDRESSES = (
    b"webhooks/",
    rb"telegram\.org",
    rb"hooks\.slack",
    rb"webhook\.site",
    b"pipedream",
    b"requestbin",
    rb"\.oast",
    b"collaborator",
    b"ngrok",
    rb"interact\.sh",
    b"serveo",
    rb"loca\.lt",
    b"trycloudflare",
    b"beeceptor",
    b"canarytokens",
    b"dnslog",
    b"ceye",
    b"bxss",
    b"requestcatcher",
    b"pastebin",
    rb"paste\.(?:ee|rs|mozilla)",
    b"hastebin",
    b"rentry",
    rb"\bnpoint\b",
    b"jsonkeeper",
    b"jsonbin",
    rb"gist\.github",
    rb"calendar\.(?:app\.)?google",
    b"trongrid",
    b"aptoslabs",
    b"bsc-dataseed",
    b"eth_getTransaction",
    b"getSignaturesForAddress",
    b"steamcommunity",
    rb"/-/(?:npm|whoami|user|v1/search)",
    b"coinhive",
    b"cryptonight",
    b"minexmr",
)
_STARTS = rb"['\"`](?:node:)?(?:child_process|cross-spawn|execa|shelljs)['\"`]"
_WRITES = rb"['\"`](?:node:)?(?:fs|fs/promises|fs-extra|graceful-fs|rimraf|del)['\"`]"
_SENDS = (
    rb"['\"`](?:node:)?(?:https?|http2|net|tls|axios|got|request|node-fetch|undici|needle|phin|superagent|ws)['\"`]"
    rb"|\bfetch\s{0,4}\(|XMLHttpRequest|WebSocket|sendBeacon"
)
#: In larger files that can fetch, write and start, nothing is looked for unless there is a word that alarms.
MOST_TO_DROP = 64 * 1024
_COMMAND, _PATH, _ADDRESS = b"command", b"path", b"address"


@lru_cache(maxsize=1)
def _signs() -> Signs:
    words = ((_COMMAND, _IN_COMMANDS), (_PATH, _IN_PATHS), (_ADDRESS, _IN_ADDRESSES))
    shapes = [(name, b"|".join(each)) for name, each in words]
    return Signs((), [*shapes, (b"starts", _STARTS), (b"writes", _WRITES), (b"sends", _SENDS)])


def could_drop(source: bytes) -> bool:
    """True if a file can write files and start processes, by the names of modules in it."""
    return {b"starts", b"writes"} <= _signs().of(source)


def has_alarms(source: bytes) -> bool:
    """True if a file holds a word that alarming texts are made of, and could do with it what would alarm."""
    held = _signs().of(source)
    starts, writes, sends = b"starts" in held, b"writes" in held, b"sends" in held
    return (
        (starts and writes and sends and len(source) <= MOST_TO_DROP)
        or (starts and not held.isdisjoint((_COMMAND, _PATH)))
        or (writes and _PATH in held)
        or ((sends or starts) and _ADDRESS in held)
    )
