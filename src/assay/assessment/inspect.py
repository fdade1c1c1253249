"""Run detectors over a Subject. The one place where a detector's exception is caught: it becomes a Gap."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Protocol

from assay.model.finding import Finding
from assay.model.gap import Gap, GapKind
from assay.model.rule import Reach, Rule
from assay.model.subject import Subject

#: A hostile package could make one rule speak a million times; nobody reads more than these.
MAX_FINDINGS_PER_RULE = 50


class Detector(Protocol):
    """A rule and the function that looks for it."""

    @property
    def rule(self) -> Rule:
        """What it looks for."""

    @property
    def detect(self) -> Callable[[Subject], Iterator[Finding]]:
        """The function that looks."""


def inspect(
    subject: Subject, detectors: Sequence[Detector], reach: Reach
) -> tuple[tuple[Finding, ...], tuple[Gap, ...]]:
    """Every finding of the detectors of this reach, and a Gap for each detector that failed or had to be cut short."""
    findings: list[Finding] = []
    gaps: list[Gap] = []
    for detector in detectors:
        if detector.rule.reach is not reach:
            continue
        found: list[Finding] = []
        try:
            for each in islice(detector.detect(subject), MAX_FINDINGS_PER_RULE + 1):
                found.append(each)  # noqa: PERF402 - what was found before a failure is kept
        except Exception as error:  # noqa: BLE001 - a bug in one rule must not hide what the others found
            gaps.append(_failed(detector.rule, subject, error))
        if len(found) > MAX_FINDINGS_PER_RULE:
            gaps.append(_cut_short(detector.rule, subject))
        findings.extend(found[:MAX_FINDINGS_PER_RULE])
    return tuple(findings), tuple(gaps)


def _failed(rule: Rule, subject: Subject, error: Exception) -> Gap:
    return Gap(
        GapKind.DETECTOR,
        what=f"rule {rule.id} on {subject.ref}",
        why=f"the rule failed with {type(error).__name__}: {error}"[:300],
        hint="this is a bug in Assay: please report it",
    )


def _cut_short(rule: Rule, subject: Subject) -> Gap:
    return Gap(
        GapKind.DETECTOR,
        what=f"rule {rule.id} on {subject.ref}",
        why=f"it has more than {MAX_FINDINGS_PER_RULE} findings; the others are not listed",
    )
