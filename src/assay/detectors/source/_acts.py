"""Acts of a subject's files, weighed by who starts them: the installation, the program, or a command of the user's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assay.detectors.source._flows import runs_on_install, when
from assay.model.finding import MAX_EXCERPT, Evidence
from assay.model.rule import Confidence, Severity
from assay.model.source import BY_MAINTAINERS, Behaviour, BehaviourKind, SourceFile
from assay.model.subject import Subject

#: Scripts around packing; a client runs them for a dependency from a repository, never for a release.
_PACKING = frozenset({"prepack", "postpack"})


@dataclass(frozen=True, slots=True)
class Act:
    """A call whose given text matched."""

    file: SourceFile
    behaviour: Behaviour
    matched: str

    def evidence(self, what: str) -> Evidence:
        """The place, worded ``what``, with the text."""
        return Evidence(what, self.behaviour.location, decoded=self.behaviour.decoded[:MAX_EXCERPT])


@dataclass(frozen=True, slots=True)
class Weight:
    """How bad something is, by what starts it."""

    on_install: Severity
    when_used: Severity
    by_command: Severity = Severity.LOW

    def of(self, file: SourceFile) -> tuple[Severity, Confidence]:
        """Severity and confidence for a file. What only a command starts, or nothing known, the user asked for."""
        if runs_on_install(file):
            return self.on_install, Confidence.HIGH
        if file.is_used and not is_command(file):
            return self.when_used, Confidence.MEDIUM
        return self.by_command, Confidence.MEDIUM if file.is_used else Confidence.LOW


def is_command(file: SourceFile) -> bool:
    """True if nothing that runs for users starts the file but their own commands."""
    not_users = _PACKING | BY_MAINTAINERS
    users = [each for each in file.reached_by if each not in not_users and not each.startswith("workflow ")]
    return bool(users) and all(entry.startswith("bin") for entry in users)


def acts(subject: Subject, kinds: frozenset[BehaviourKind], *patterns: re.Pattern[str]) -> Iterator[Act]:
    """Every call of these kinds whose given text one of the patterns matches."""
    for file in subject.sources:
        for behaviour in file.behaviours:
            if behaviour.kind not in kinds or not behaviour.decoded:
                continue
            lines = behaviour.decoded.splitlines()
            match = next(filter(None, (pattern.search(line) for line in lines for pattern in patterns)), None)
            if match is not None:
                yield Act(file, behaviour, match[0][:80])


def first_of_each_file(found: Iterator[Act]) -> Iterator[Act]:
    """One act for a file: the others say the same."""
    seen: set[str] = set()
    for act in found:
        if act.file.path not in seen:
            seen.add(act.file.path)
            yield act


__all__ = ["Act", "Weight", "acts", "first_of_each_file", "when"]
