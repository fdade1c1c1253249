from __future__ import annotations

import pytest

from assay.model.finding import Evidence, Finding, finding
from assay.model.rule import Concern, Confidence, Rule, Severity

RULE = Rule("a-rule", "A rule", Severity.HIGH, Concern.RISK, "Look at it.")


def test_a_finding_cannot_be_built_without_evidence() -> None:
    with pytest.raises(ValueError, match="a-rule"):
        finding(RULE, "something is odd")
    with pytest.raises(ValueError, match="a-rule"):
        Finding("a-rule", "something is odd", Severity.LOW, Confidence.LOW, ())


def test_a_finding_has_the_severity_of_its_rule_unless_it_knows_better() -> None:
    evidence = Evidence("it says so")
    assert finding(RULE, "odd", evidence).severity is Severity.HIGH
    assert finding(RULE, "odd", evidence, severity=Severity.INFO).severity is Severity.INFO


def test_a_finding_keeps_what_it_is_given() -> None:
    first, second = Evidence("one"), Evidence("two", excerpt="text", decoded="plain")
    found = finding(RULE, "odd", first, second, confidence=Confidence.HIGH, advice="Stop.", references=("GHSA-1",))
    assert found == Finding(
        "a-rule", "odd", Severity.HIGH, Confidence.HIGH, (first, second), advice="Stop.", references=("GHSA-1",)
    )
    assert finding(RULE, "odd", first).confidence is Confidence.MEDIUM
