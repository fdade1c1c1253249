"""Flows of a subject's files, weighed by what reaches them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assay.model.finding import MAX_EXCERPT, Evidence
from assay.model.rule import Confidence, Severity
from assay.model.source import ON_INSTALL, Behaviour, BehaviourKind, Flow, SourceFile
from assay.model.subject import Subject


@dataclass(frozen=True, slots=True)
class Sink:
    """One place where something ends up, and everything that flows there, the nearest first."""

    file: SourceFile
    behaviour: Behaviour
    flows: tuple[Flow, ...]

    @property
    def sources(self) -> tuple[Behaviour, ...]:
        """What flows there."""
        return tuple(flow.source for flow in self.flows)

    def evidence(self, what: str, *, most: int = 3) -> tuple[Evidence, ...]:
        """The sink, worded ``what``, then its first sources."""
        sources = (
            Evidence(f"from {each.detail}", each.location, decoded=each.decoded[:MAX_EXCERPT])
            for each in self.sources[:most]
        )
        return Evidence(what, self.behaviour.location), *sources


def sinks(subject: Subject, sources: frozenset[BehaviourKind], targets: frozenset[BehaviourKind]) -> Iterator[Sink]:
    """Every place of a target kind that something of a source kind flows to, not by way of a file."""
    for file in subject.sources:
        by_sink: dict[Behaviour, list[Flow]] = {}
        for flow in file.flows:
            if flow.source.kind in sources and flow.sink.kind in targets and not flow.steps:
                by_sink.setdefault(flow.sink, []).append(flow)
        for behaviour, flows in by_sink.items():
            yield Sink(file, behaviour, tuple(flows))


def runs_on_install(file: SourceFile) -> bool:
    """True if a lifecycle script reaches the file."""
    return not ON_INSTALL.isdisjoint(file.reached_by)


def confidence(file: SourceFile, most: Confidence = Confidence.HIGH) -> Confidence:
    """One step less for a file that nothing is known to reach."""
    return most if file.is_used else Confidence(max(most - 1, Confidence.LOW))


def softened(file: SourceFile, severity: Severity) -> Severity:
    """One step less for a file that nothing is known to reach: examples and tests are not run by users."""
    return severity if file.is_used else Severity(max(severity - 1, Severity.LOW))


def when(file: SourceFile) -> str:
    """``on installation``, ``when it is used (main)`` or ``in code that no entry point is known to reach``."""
    if runs_on_install(file):
        return "on installation"
    if file.is_used:
        return f"when it is used ({', '.join(file.reached_by[:2])})"
    if file.reached_by:
        return f"when its maintainers run it ({', '.join(file.reached_by[:2])})"
    return "in code that no entry point is known to reach"
