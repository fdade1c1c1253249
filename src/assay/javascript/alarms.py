"""Alarms: texts of commands, paths and addresses that harm is done with.

Each pattern is matched against the text that a call is given, whatever way that text was put together; see ``acts``.
``alarm_words`` tells which files could hold one.
"""

from __future__ import annotations

import re

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
