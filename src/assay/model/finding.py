"""Finding: one rule's observation, with the evidence it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from assay.model.location import Location
from assay.model.rule import Confidence, Rule, Severity


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where and what.

    fact        one sentence: what is there, or what the registry says
    location    the place in an input or in the tarball, None for a fact of the registry or a feed
    excerpt     the text at the place, at most ``MAX_EXCERPT`` characters
    decoded     what the text decodes to, if it was encoded
    """

    fact: str
    location: Location | None = None
    excerpt: str = ""
    decoded: str = ""


#: Longer excerpts drown the report.
MAX_EXCERPT = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule's observation about one release. It cannot be built without evidence.

    rule_id     the Rule that it belongs to
    message     one sentence, about this release
    advice      overrides the rule's advice where this finding knows better (a fixed version, a likely meant name)
    references  public addresses that back it
    """

    rule_id: str
    message: str
    severity: Severity
    confidence: Confidence
    evidence: tuple[Evidence, ...]
    advice: str = ""
    references: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"a finding of {self.rule_id} has no evidence")


def finding(
    rule: Rule,
    message: str,
    *evidence: Evidence,
    confidence: Confidence = Confidence.MEDIUM,
    severity: Severity | None = None,
    advice: str = "",
    references: tuple[str, ...] = (),
) -> Finding:
    """Build a finding of ``rule``, at the rule's own severity unless another is given."""
    return Finding(
        rule_id=rule.id,
        message=message,
        severity=rule.severity if severity is None else severity,
        confidence=confidence,
        evidence=evidence,
        advice=advice,
        references=references,
    )
