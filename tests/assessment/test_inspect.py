from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.assessment.inspect import MAX_FINDINGS_PER_RULE, inspect
from assay.model.finding import Evidence, Finding, finding
from assay.model.gap import GapKind
from assay.model.package import PackageRef
from assay.model.rule import Reach
from assay.model.subject import Subject
from tests.assessment.fakes import NOW, FakeDetector, detector, rule

SUBJECT = Subject(PackageRef("pkg", "1.0.0"), NOW)


def talker(rule_id: str, number: int) -> FakeDetector:
    the_rule = rule(rule_id)

    def detect(subject: Subject) -> Iterator[Finding]:
        del subject
        for index in range(number):
            yield finding(the_rule, f"number {index}", Evidence("because"))

    return FakeDetector(the_rule, detect)


def failing(rule_id: str, error: Exception, after: int = 0) -> FakeDetector:
    the_rule = rule(rule_id)

    def detect(subject: Subject) -> Iterator[Finding]:
        yield from talker(rule_id, after).detect(subject)
        raise error

    return FakeDetector(the_rule, detect)


def test_a_detector_that_raises_becomes_a_gap_and_the_others_go_on() -> None:
    detectors = [detector(rule("first"), "pkg"), failing("broken", KeyError("x")), detector(rule("last"), "pkg")]
    findings, gaps = inspect(SUBJECT, detectors, Reach.RELEASE)
    assert [each.rule_id for each in findings] == ["first", "last"]
    (gap,) = gaps
    assert (gap.kind, gap.what) == (GapKind.DETECTOR, "rule broken on pkg@1.0.0")
    assert gap.why == "the rule failed with KeyError: 'x'"
    assert "report" in gap.hint


def test_a_detector_that_raises_before_its_first_finding_is_caught_too() -> None:
    def detect(subject: Subject) -> Iterator[Finding]:
        raise ZeroDivisionError(subject.ref.name)

    findings, gaps = inspect(SUBJECT, [FakeDetector(rule("broken"), detect)], Reach.RELEASE)
    assert (findings, len(gaps)) == ((), 1)


def test_what_a_detector_found_before_it_failed_is_kept() -> None:
    findings, gaps = inspect(SUBJECT, [failing("broken", ValueError(), after=2)], Reach.RELEASE)
    assert ([each.message for each in findings], len(gaps)) == (["number 0", "number 1"], 1)


def test_the_reason_of_a_failure_is_cut() -> None:
    _, (gap,) = inspect(SUBJECT, [failing("broken", ValueError("x" * 10_000))], Reach.RELEASE)
    assert len(gap.why) == 300


@pytest.mark.parametrize("signal", [KeyboardInterrupt, SystemExit])
def test_the_end_of_the_program_is_not_taken_for_a_bug(signal: type[BaseException]) -> None:
    def detect(subject: Subject) -> Iterator[Finding]:
        raise signal

    with pytest.raises(signal):
        inspect(SUBJECT, [FakeDetector(rule("stops"), detect)], Reach.RELEASE)


@given(st.integers(0, 2 * MAX_FINDINGS_PER_RULE))
def test_no_rule_says_more_than_the_most_and_a_gap_tells_of_the_cut(number: int) -> None:
    findings, gaps = inspect(SUBJECT, [talker("talker", number), talker("other", 1)], Reach.RELEASE)
    said = [each.message for each in findings if each.rule_id == "talker"]
    assert said == [f"number {index}" for index in range(min(number, MAX_FINDINGS_PER_RULE))]
    assert [each.rule_id for each in findings[len(said) :]] == ["other"]
    assert len(gaps) == (number > MAX_FINDINGS_PER_RULE)
    assert all(str(MAX_FINDINGS_PER_RULE) in gap.why and not gap.hint for gap in gaps)


def test_an_endless_detector_is_stopped() -> None:
    the_rule = rule("endless")

    def detect(subject: Subject) -> Iterator[Finding]:
        while True:
            yield finding(the_rule, subject.ref.name, Evidence("because"))

    findings, gaps = inspect(SUBJECT, [FakeDetector(the_rule, detect)], Reach.RELEASE)
    assert (len(findings), len(gaps)) == (MAX_FINDINGS_PER_RULE, 1)


@pytest.mark.parametrize("reach", list(Reach))
def test_only_rules_of_the_reach_are_run(reach: Reach) -> None:
    detectors = [detector(rule(each.value, each), "pkg") for each in Reach]
    findings, gaps = inspect(SUBJECT, detectors, reach)
    assert ([each.rule_id for each in findings], gaps) == ([reach.value], ())
