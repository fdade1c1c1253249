"""A hidden text is decoded and run.

*What it does*

Follows values backwards from every call that runs a text as code (`eval`, `Function`, `vm`, `_compile`) or starts
a process, and speaks where the text comes out of a decoder: `atob`, `Buffer.from(x, "hex")`, `String.fromCharCode`, a
decryption, an unpacker. Where the text can be decoded without running anything, it is shown.

*Why it matters*

Code that has to be decoded first is there to pass by readers and scanners. Honest packages have next to no use for it.

*Example*

    const text = Buffer.from("636f6e736f6c652e6c6f6728226869222900", "hex").toString();
    eval(text);
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assay.detectors.source._flows import Sink, confidence, sinks, softened, when
from assay.javascript.slicing import OF_A_DATA_URL
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.source import Behaviour, BehaviourKind
from assay.model.subject import Subject

RULE = Rule(
    id="decoded-code-run",
    title="Decodes a hidden text and runs it",
    severity=Severity.HIGH,
    concern=Concern.MALICE,
    advice="Do not install or run it. Read the decoded text to learn what it is after.",
    techniques=("T1027.013", "T1140", "T1059.007"),
)
_WORD = re.compile(r"\w")
_SOURCES = frozenset({BehaviourKind.DECODE})
_TARGETS = frozenset({BehaviourKind.DYNAMIC_CODE, BehaviourKind.PROCESS})


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each call that runs a decoded text."""
    for sink in sinks(subject, _SOURCES, _TARGETS):
        if not any(map(_hides, sink.sources)):
            continue
        most, severity = _weight(sink)
        yield finding(
            RULE,
            f"{subject.ref} decodes a text and runs it {when(sink.file)}",
            *sink.evidence(f"{sink.behaviour.detail} runs a decoded text"),
            severity=softened(sink.file, severity),
            confidence=confidence(sink.file, most),
        )


def _hides(source: Behaviour) -> bool:
    """Single characters are also put together by parsers and readers of binary formats; a known text is not.

    A quote or the end of a line, written by its number, hides nothing.
    """
    if source.detail.startswith(("String.from", "unescape")):
        return bool(_WORD.search(source.decoded))
    return True


def _weight(sink: Sink) -> tuple[Confidence, Severity]:
    """Sure if the hidden text could be decoded; a process that is given something decoded is less of a sign."""
    is_decoded = any(_WORD.search(source.decoded) for source in sink.sources)
    if not is_decoded and all(source.detail.endswith(OF_A_DATA_URL) for source in filter(_hides, sink.sources)):
        return Confidence.LOW, Severity.MEDIUM  # such as a worker that is started from an address it is given
    if sink.behaviour.kind is BehaviourKind.PROCESS:
        return (Confidence.HIGH, Severity.HIGH) if is_decoded else (Confidence.LOW, Severity.MEDIUM)
    return (Confidence.HIGH if is_decoded else Confidence.MEDIUM), RULE.severity
