"""Alarms: texts of commands, paths and addresses that harm is done with, and the words by which a file is told.

Each pattern is matched against the text that a call is given, whatever way that text was put together; see ``acts``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from assay.javascript.signs import Signs
from assay.model.source import BehaviourKind


def _any(*shapes: str) -> re.Pattern[str]:
    return re.compile("|".join(shapes), re.IGNORECASE)


#: Files that are run at every login, start or shell (ATT&CK T1546.004, T1547.001, T1543.001, T1543.002, T1053.003).
PERSISTENT_PATH = _any(
    r"\.(?:bash|zsh|k?sh)(?:rc|_profile|_login|_logout|env)\b",
    r"\.(?:profile|zprofile|zlogin)(?![\w-])",
    r"\.config/fish/config",
    r"Library/Launch(?:Agents|Daemons)",
    r"\.config/(?:systemd/user|autostart)",
    r"/etc/(?:cron|systemd|init|rc\.local|profile)",
    r"var/spool/cron",
    r"Start\ Menu.{0,20}Startup",
    r"\bStartup/",
    r"\.config/environment\.d",
)
PERSISTENT_COMMAND = _any(
    r"\bcrontab\b(?!\s+-l\b)",
    r"\bschtasks(?:\.exe)?\b.{0,40}/create",
    r"CurrentVersion\\{1,4}Run",
    r"\blaunchctl\s+(?:load|bootstrap)",
    r"\bsystemctl\s.{0,30}\benable\b",
    r"New-ScheduledTask",
    r"Register-ScheduledTask",
    r"\bpm2\s+startup",
)
#: Settings by which editors and coding agents run commands when a folder is opened or a conversation begins.
AGENT_PATH = _any(
    r"\.vscode/(?:tasks|settings|launch)\.json",
    r"\.claude(?:/|\.json)",
    r"\.cursor/",
    r"\.gemini/",
    r"\.codeium/",
    r"\.windsurf/",
    r"\.continue/",
    r"claude_desktop_config",
    r"\.aider",
    r"\.roo/",
    r"\.zed/(?:tasks|settings)",
)
WORKFLOW_PATH = _any(
    r"\.github/workflows",
    r"\.gitlab-ci\.yml",
    r"\.circleci/config",
    r"\.git/hooks/",
)
PUBLISH_COMMAND = _any(
    r"\b(?:npm|pnpm|yarn|bun)(?:\.cmd)?\s+(?:--?\S+\s+)*(?:npm\s+)?publish\b",
)
#: Addresses of a registry by which tokens and the packages of their owner are asked for.
TOKEN_ADDRESS = _any(
    r"/-/(?:npm/v1/(?:tokens|user)|whoami|user/)",
    r"/-/v1/search\?text=maintainer",
)
SCANNER_COMMAND = _any(
    r"\b(?:trufflehog|gitleaks|noseyparker|detect-secrets|whispers|ggshield)\b",
)
#: A shell that is started for somebody to type into.
BARE_SHELL = _any(
    r"^(?:(?:/usr)?/bin/)?(?:(?:ba|z|da|k)?sh|cmd(?:\.exe)?|powershell(?:\.exe)?|pwsh)(?:\s+(?:-i|-l|-il|/q|/k))*$",
)
NETWORK_SHELL = _any(
    r"/dev/(?:tcp|udp)/",
    r"\b(?:nc|ncat|netcat)\b.{0,80}\s-\w{0,6}[ec]\b",
    r"\bsocat\b.{0,80}\bexec:",
    r"pty\.spawn",
    r"\bmkfifo\b.{0,80}\b(?:nc|ncat|telnet)\b",
    r"Net\.Sockets\.TCPClient",
)
WIPE_COMMAND = _any(
    r"""\brm\s+(?:-\w+\s+|--\S+\s+)*-?\w*[rR]\w*\s+(?:-\S+\s+)*["']?(?:/|~|\$\{?HOME\}?|/home|/Users|/root|/\*|~/\*)["']?(?:\s|/?\*|$|;|&)""",
    r"""\b(?:rd|rmdir)\s+(?:/[sq]\s+)+["']?(?:%(?:USERPROFILE|HOMEDRIVE|SystemDrive|HOMEPATH)%|[A-Z]:\\?)["']?(?:\s|\\?$|\\?\*)""",
    r"""\bdel\s+(?:/[fsqa]\s+)+["']?(?:%(?:USERPROFILE|SystemDrive)%|[A-Z]:\\)["']?(?:\\?\*|\s|$)""",
    r"\bformat\s+[a-z]:\s+/",
    r"\bcipher\s+/w:",
    r"\bshred\s+.{0,40}(?:\$HOME|~|/home)",
    r"\bmkfs\.\w+\s+/dev/",
    r"\bdd\s+if=/dev/(?:zero|u?random)\s+of=/dev/",
)
#: Places that take anything from anybody and show it to whoever made them: chat webhooks, request bins, tunnels, and
#: hosts for out-of-band tests (their own documentation).
COLLECTOR = _any(
    r"discord(?:app)?\.com/api/(?:v\d+/)?webhooks",
    r"api\.telegram\.org",
    r"hooks\.slack\.com/services",
    r"webhook\.site",
    r"\.m\.pipedream\.net",
    r"requestbin",
    r"\.oast(?:ify)?\.\w+",
    r"burpcollaborator",
    r"interact\.sh",
    r"\.ngrok(?:-free)?\.(?:io|app|dev)",
    r"\.serveo\.net",
    r"\.loca\.lt",
    r"trycloudflare\.com",
    r"beeceptor\.com",
    r"canarytokens",
    r"\.dnslog\.",
    r"\.ceye\.io",
    r"bxss\.(?:me|in)",
    r"requestcatcher\.com",
    r"hookb\.in",
    r"\.free\.beeceptor",
    r"webhook\.cool",
    r"postb\.in",
    r"\.bore\.pub",
)
#: Places where anybody can leave a text under an address that looks harmless (ATT&CK T1102.001).
DEAD_DROP = _any(
    r"pastebin\.com/raw",
    r"paste\.(?:ee|rs|mozilla)",
    r"hastebin",
    r"rentry\.co",
    r"ghostbin",
    r"dpaste",
    r"jsonkeeper\.com",
    r"npoint\.io",
    r"jsonsilo",
    r"jsonbin\.io",
    r"mocki\.io",
    r"gist\.githubusercontent\.com",
    r"calendar\.app\.google",
    r"calendar\.google\.com",
    r"api\.trongrid\.io",
    r"fullnode\.mainnet\.aptoslabs",
    r"bsc-dataseed",
    r"eth_getTransactionBy",
    r"getSignaturesForAddress",
    r"steamcommunity\.com/profiles",
    r"t\.me/s/",
    r"docs\.google\.com/document",
    r"raw\.githack",
    r"vercel\.app/api/ipcheck",
)
MINER = _any(
    r"stratum\+(?:tcp|ssl)://",
    r"\bxmrig\b",
    r"coinhive",
    r"cryptonight",
    r"minexmr",
    r"supportxmr",
    r"nanopool\.org",
    r"2miners\.com",
    r"hashvault\.pro",
)
CLIPBOARD_COMMAND = _any(
    r"\bpbpaste\b",
    r"\bxclip\b.{0,40}-o",
    r"\bxsel\b.{0,20}-[ob]",
    r"Get-Clipboard",
    r"\bwl-paste\b",
)
#: Command lines that are worth judging as those of install scripts are.
TELLING_COMMAND = _any(
    r"\b(?:curl|wget|powershell|pwsh|certutil|bitsadmin|mshta|nslookup|dig|nohup)\b",
    r"\bbase64\s+(?:-\w*d|--decode)",
    r"\b(?:node|bun|deno)\s+(?:-e|-p|--eval)\s",
)
HOME = re.compile(r"^(?:/\*?|~|~/\*?|/(?:home|Users|root)/?|[A-Za-z]:[\\/]*)$")

#: What a call of each kind is worth remembering for.
OF_KIND: dict[BehaviourKind, tuple[re.Pattern[str], ...]] = {
    BehaviourKind.PROCESS: (
        *(PERSISTENT_COMMAND, PUBLISH_COMMAND, SCANNER_COMMAND, BARE_SHELL, NETWORK_SHELL, WIPE_COMMAND, MINER),
        *(CLIPBOARD_COMMAND, WORKFLOW_PATH, PERSISTENT_PATH, AGENT_PATH, COLLECTOR, TELLING_COMMAND),
    ),
    BehaviourKind.FILE_WRITE: (PERSISTENT_PATH, AGENT_PATH, WORKFLOW_PATH),
    BehaviourKind.FILE_DELETE: (HOME,),
    BehaviourKind.NETWORK: (COLLECTOR, DEAD_DROP, TOKEN_ADDRESS, WORKFLOW_PATH, MINER),
}

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
    rb"\bpublish['\"` ]",
    rb"\bdetached\b",
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
    rb"\.(?:bash|zsh|z?profile)",
    b"LaunchAgents",
    b"LaunchDaemons",
    b"autostart",
    b"systemd/",
    rb"Startup['\"`/\\]",
    rb"\.vscode",
    rb"\.claude",
    rb"\.cursor",
    rb"\.gemini",
    rb"\.windsurf",
    rb"\.github",
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
    b"npoint",
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
