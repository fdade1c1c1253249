"""What the rules about feeds share: who a record can be about, and how it is shown."""

from __future__ import annotations

from assay.model.dependency import Dependency, Origin
from assay.model.feed import FeedMatch
from assay.model.finding import Evidence, Finding, finding
from assay.model.rule import Confidence, Rule
from assay.model.subject import Subject

_NOT_THE_REGISTRY = frozenset({Origin.GIT, Origin.UNKNOWN})


def registry_usages(subject: Subject) -> tuple[Dependency, ...]:
    """The usages that a public record can be about: not those from the project itself or from git."""
    return tuple(
        usage for usage in subject.usages if not usage.origin.is_local and usage.origin not in _NOT_THE_REGISTRY
    )


def record_evidence(match: FeedMatch) -> Evidence:
    """The record in one sentence: id, feed, date and what it says."""
    record = match.record
    when = f" of {record.published:%Y-%m-%d}" if record.published else ""
    source = f" in {record.source}" if record.source else ""
    return Evidence(f"{record.id}{when}{source}: {record.summary}")


def malware_finding(rule: Rule, subject: Subject, match: FeedMatch, message: str) -> Finding:
    """Word a finding about a malware record, with the places where the project names the release."""
    places = [Evidence("named here", usage.location) for usage in registry_usages(subject)[:5]]
    advice = (
        f"{rule.advice} The next version that the record does not name is {match.fixed_in}." if match.fixed_in else ""
    )
    return finding(
        rule,
        message,
        record_evidence(match),
        *places,
        confidence=Confidence.HIGH,
        advice=advice,
        references=match.record.references,
    )
