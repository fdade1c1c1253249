from __future__ import annotations

from assay.model.rule import Confidence, Reach, Rule, Severity


def test_severities_and_confidences_can_be_compared() -> None:
    assert Severity.INFO < Severity.LOW < Severity.MEDIUM < Severity.HIGH < Severity.CRITICAL
    assert Confidence.LOW < Confidence.MEDIUM < Confidence.HIGH


def test_labels_are_the_words_of_the_output() -> None:
    assert [each.label for each in Severity] == ["info", "low", "medium", "high", "critical"]
    assert [each.label for each in Confidence] == ["low", "medium", "high"]


def test_a_rule_judges_the_release_unless_it_says_otherwise() -> None:
    assert Rule.__dataclass_fields__["reach"].default is Reach.RELEASE
