"""The package's binding.gyp runs commands.

*What it does*

Reads `binding.gyp` and the gyp files beside it for command expansions (`<!(...)`, `<!@(...)`) and for actions, which
run while the package is built. Questions about where headers and libraries are (`pkg-config`,
`node -p "require('node-addon-api')..."`) are let pass. Commands that fetch, decode or send something weigh most;
scripts of the package's own weigh little beside native sources, and much where there is nothing to build.

*Why it matters*

npm runs node-gyp for every package with a `binding.gyp`, also without any install script, and gyp runs what stands in
a command expansion while it reads the file. It is an install script that nobody looks for.

*Example*

    name = "quiet-build"

    [tarball.files]
    "binding.gyp" = '{"targets": [{"target_name": "a", "sources": ["<!(node setup.js && echo a.c)"]}]}'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assay.detectors._command_line import Shape, shape_of
from assay.model.finding import MAX_EXCERPT, Evidence, Finding, finding
from assay.model.location import Location
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject
from assay.model.tarball import Member, Tarball

RULE = Rule(
    id="gyp-command",
    title="binding.gyp that runs commands",
    severity=Severity.HIGH,
    concern=Concern.RISK,
    advice="Read the command. Install with --ignore-scripts until you know what it is for.",
    techniques=("T1195.002", "T1059"),
)

#: Gyp files are read to this length.
MAX_GYP_BYTES = 256 * 1024
_EXPANSION = re.compile(r"[<>^]!@?\(((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*)\)")
_ACTION = re.compile(r"""['"]action['"]\s*:\s*\[([^\]]{0,4000})\]""")
_COMMENT = re.compile(r"^\s*#.*$", re.MULTILINE)
#: Code on the command line that does more than look something up.
_ACTIVE = re.compile(
    r"child_process|\b(?:https?|net|fetch|exec\w*|spawn\w*|write\w*|eval|Function|Buffer|atob|fromCharCode)\b|\\x[0-9a-f]{2}"
)
_INLINE_NODE = re.compile(r"""node(?:\.exe)?\s+(?:-p|-e|-pe|--eval|--print)\s+\\?["'].*""", re.DOTALL)
#: Commands that tell where something is, or work on such an answer.
_ASKING_COMMANDS = """
    pkg-config pg_config mysql_config xml2-config sdl-config sdl2-config gdal-config curl-config nc-config sw_vers xcrun
    xcode-select uname which brew python-config python3-config ls find echo printf cat dir test [ if then else fi sed
    cut awk tr grep head tail sort readelf dirname basename realpath pwd true false exit expr llvm-config VAR
"""
_ASKING = frozenset(_ASKING_COMMANDS.split())
_VARIABLE = re.compile(r"[<>^]@?\(\w+\)|\$\{?\w+\}?")
_SEPARATOR = re.compile(r"&&|\|\||;|\||\$\(|`|\n")
_SETTING = re.compile(r"""^(?:\w+=(?:"[^"]*"|\S*)\s+)+""")
_NATIVE = (".c", ".cc", ".cpp", ".cxx", ".m", ".mm", ".s", ".asm", ".rs", ".swift", ".go", ".h", ".hpp")


@dataclass(frozen=True, slots=True)
class _Command:
    member: Member
    line: int
    text: str
    shape: Shape | None


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each command with a telling shape, and one for all other commands of a file."""
    if subject.tarball is None:
        return
    for member in subject.tarball.members:
        if member.data is not None and _is_read_by_gyp(member.path):
            commands = list(_commands(member))
            yield from (_telling(subject, each, each.shape) for each in commands if each.shape is not None)
            others = [each for each in commands if each.shape is None]
            if others:
                yield _other(subject, subject.tarball, others)


def _is_read_by_gyp(path: str) -> bool:
    return "/" not in path and path.endswith((".gyp", ".gypi"))


def _commands(member: Member) -> Iterator[_Command]:
    text = (member.data or b"")[:MAX_GYP_BYTES].decode("utf-8", "replace")
    text = _COMMENT.sub(lambda comment: " " * len(comment[0]), text)
    for match in _EXPANSION.finditer(text):
        command = match[1].strip()
        shape = shape_of(command)
        if shape is not None or not _only_asks(command):
            yield _Command(member, text.count("\n", 0, match.start()) + 1, match[0], shape)
    for match in _ACTION.finditer(text):
        shape = shape_of(re.sub(r"""['",\s]+""", " ", match[1]))
        if shape is not None:
            yield _Command(member, text.count("\n", 0, match.start()) + 1, match[0], shape)


def _only_asks(command: str) -> bool:
    """True if a command is one of the usual questions about headers, libraries and versions."""
    if _INLINE_NODE.fullmatch(command):
        return not _ACTIVE.search(command)
    plain = _VARIABLE.sub("VAR", command)
    steps = [_SETTING.sub("", step.strip(" \"'()")) for step in _SEPARATOR.split(plain)]
    return all(step.split()[0].rpartition("/")[2] in _ASKING for step in steps if step.split()) and ">" not in plain


def _telling(subject: Subject, command: _Command, shape: Shape) -> Finding:
    return finding(
        RULE,
        f"{command.member.path} of {subject.ref} {shape.what}",
        _evidence(command, f"it {shape.what}"),
        severity=shape.severity,
        confidence=shape.confidence,
    )


def _other(subject: Subject, tarball: Tarball, commands: list[_Command]) -> Finding:
    """Commands of the package's own: usual where there is something to build."""
    builds = any(member.path.lower().endswith(_NATIVE) for member in tarball.members)
    severity = Severity.LOW if builds else Severity.HIGH
    if builds and subject.monthly_downloads is not None:
        severity = Severity.INFO
    why = "" if builds else ", and has nothing to build"
    return finding(
        RULE,
        f"{commands[0].member.path} of {subject.ref} runs commands while it is read{why}",
        *(_evidence(command, "a command that gyp runs") for command in commands[:5]),
        severity=severity,
        confidence=Confidence.MEDIUM,
    )


def _evidence(command: _Command, fact: str) -> Evidence:
    return Evidence(fact, Location(command.member.path, command.line), excerpt=command.text[:MAX_EXCERPT])
