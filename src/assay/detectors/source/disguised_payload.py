"""Code is kept in a file that is named like a picture, a font or a licence, and run.

*What it does*

Follows values backwards from every call that runs a text as code, and speaks where the text may be read from a file
whose name promises a picture, sound, a font or a licence. It also speaks where an entry point loads a file with such a
name, and the file is code.

*Why it matters*

Nobody opens a logo to review it, and scanners that go by the ends of names pass it by.

*Example*

    const fs = require("fs"), path = require("path");
    const text = fs.readFileSync(path.join(__dirname, "assets", "logo.png"), "utf8");
    new Function("require", text)(require);
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assay.detectors.source._flows import confidence, sinks, softened, when
from assay.javascript.vocabulary import NO_CODE
from assay.model.finding import MAX_EXCERPT, Evidence, Finding, finding
from assay.model.location import Location
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.source import BehaviourKind, SourceFile
from assay.model.subject import Subject

RULE = Rule(
    id="disguised-payload",
    title="Runs code out of a file that is no code by its name",
    severity=Severity.HIGH,
    concern=Concern.MALICE,
    advice="Do not install or run it. Open the file as text to see what it does.",
    techniques=("T1036.008", "T1027.003", "T1059.007"),
)
_SOURCES = frozenset({BehaviourKind.FILE_READ})
_TARGETS = frozenset({BehaviourKind.DYNAMIC_CODE, BehaviourKind.PROCESS})
#: What code holds and a page of markup, a notice or a pointer to a picture does not begin with.
_CODE = re.compile(
    rb"\brequire\s*\(|\bfunction\b[^\n]{0,80}\{|=>\s*[{(]|\beval\s*\(|\b(?:const|let|var)\s+[\w${]+.{0,40}="
)
_MARKUP = re.compile(rb"\s*<|\s*version https://git-lfs")


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each call that runs the content of such a file, and each such file that is loaded as code."""
    for sink in sinks(subject, _SOURCES, _TARGETS):
        yield finding(
            RULE,
            f"{subject.ref} runs what it reads by {sink.sources[0].detail} {when(sink.file)}",
            *sink.evidence(f"{sink.behaviour.detail} runs what was read"),
            severity=softened(sink.file, RULE.severity),
            confidence=confidence(sink.file, Confidence.HIGH),
        )
    for file in subject.sources:
        code = _code_in_disguise(subject, file)
        if code is not None:
            yield finding(
                RULE,
                f"{file.path} of {subject.ref} is code, and runs {when(file)}",
                code,
                confidence=Confidence.HIGH,
            )


def _code_in_disguise(subject: Subject, file: SourceFile) -> Evidence | None:
    """The place of the first code in a file that is loaded and has such a name."""
    if not file.reached_by or not NO_CODE.search(file.path) or subject.tarball is None:
        return None
    member = subject.tarball.member(file.path)
    head = member.head if member is not None else b""
    match = _CODE.search(head)
    if match is None or _MARKUP.match(head):
        return None
    place = Location(file.path, head.count(b"\n", 0, match.start()) + 1)
    return Evidence("it is loaded as code", place, excerpt=match[0].decode("utf-8", "replace")[:MAX_EXCERPT])
