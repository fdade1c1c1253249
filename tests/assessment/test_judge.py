from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.assessment.judge import BLINDING, DISPUTED_RULE, judge, rank
from assay.model.finding import Evidence, Finding, finding
from assay.model.gap import Gap, GapKind
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.verdict import Level

RULES = {
    rule.id: rule
    for rule in (
        Rule("lookalike-name", "Looks like another", Severity.MEDIUM, Concern.MALICE, "", aspect="name"),
        Rule("fetching-script", "Fetches at install", Severity.MEDIUM, Concern.RISK, "", aspect="metadata"),
        Rule("young-release", "Too young", Severity.LOW, Concern.RISK, "", aspect="metadata"),
        Rule("odd-bin", "Odd bin", Severity.LOW, Concern.RISK, "", aspect="metadata"),
        Rule("bin-shadow", "Shadows a command", Severity.MEDIUM, Concern.RISK, "", aspect="metadata"),
        Rule("known-malware", "Known malware", Severity.CRITICAL, Concern.MALICE, "", aspect="feed"),
        Rule("exfiltration", "Sends secrets", Severity.HIGH, Concern.MALICE, "", aspect="source"),
        Rule("wrong-bytes", "Wrong bytes", Severity.CRITICAL, Concern.RISK, "", aspect="authenticity"),
        Rule("advisory", "Known flaw", Severity.CRITICAL, Concern.VULNERABILITY, "", aspect="feed"),
        Rule("deprecated", "Deprecated", Severity.LOW, Concern.HYGIENE, "", aspect="metadata"),
        Rule(DISPUTED_RULE, "Disputed", Severity.CRITICAL, Concern.MALICE, "", aspect="feed"),
    )
}


def found(rule_id: str, confidence: Confidence = Confidence.MEDIUM, severity: Severity | None = None) -> Finding:
    rule = RULES[rule_id]
    return finding(rule, f"{rule.title} in this release.", Evidence("seen"), confidence=confidence, severity=severity)


def level(*findings: Finding) -> Level:
    return judge(findings, (), RULES).level


def test_a_lookalike_that_fetches_and_is_young_is_malicious() -> None:
    verdict = judge(
        (
            found("lookalike-name"),
            found("fetching-script", Confidence.HIGH),
            found("young-release", Confidence.HIGH),
        ),
        (),
        RULES,
    )
    assert verdict.level is Level.MALICIOUS
    assert verdict.because == (
        "fetching-script, lookalike-name and young-release were found together: Fetches at install in this release."
    )


def test_a_young_native_package_stays_benign() -> None:
    assert level(found("fetching-script", Confidence.HIGH), found("young-release", Confidence.HIGH)) is Level.BENIGN


@pytest.mark.parametrize("confidence", list(Confidence))
def test_a_lone_medium_hint_decides_nothing(confidence: Confidence) -> None:
    verdict = judge([found("lookalike-name", confidence)], (), RULES)
    assert verdict.level is Level.BENIGN
    assert verdict.because == "1 finding does not point to malice."
    assert len(verdict.findings) == 1


def test_two_medium_hints_of_two_aspects_are_suspicious() -> None:
    assert level(found("lookalike-name"), found("fetching-script")) is Level.SUSPICIOUS
    assert level(found("bin-shadow"), found("fetching-script")) is Level.BENIGN


def test_a_certain_critical_malice_is_malicious_alone() -> None:
    verdict = judge([found("known-malware", Confidence.HIGH)], (), RULES)
    assert (verdict.level, verdict.because) == (Level.MALICIOUS, "Known malware in this release.")
    assert level(found("known-malware", Confidence.MEDIUM)) is Level.SUSPICIOUS


def test_a_risk_alone_is_never_malicious() -> None:
    assert level(found("wrong-bytes", Confidence.HIGH)) is Level.SUSPICIOUS
    certain = [found(name, Confidence.HIGH) for name in ("fetching-script", "bin-shadow", "odd-bin", "young-release")]
    assert level(*certain) is Level.SUSPICIOUS


@pytest.mark.parametrize("confidence", list(Confidence))
def test_high_malice_is_suspicious_at_least(confidence: Confidence) -> None:
    assert level(found("exfiltration", confidence)) is Level.SUSPICIOUS


def test_flaws_hygiene_and_disputed_records_move_nothing() -> None:
    quiet = [found(name, Confidence.HIGH) for name in ("advisory", "deprecated", DISPUTED_RULE)]
    assert level(*quiet) is Level.BENIGN


def test_an_unlisted_rule_counts_as_malice() -> None:
    assert judge([found("advisory", Confidence.HIGH)], (), {}).level is Level.MALICIOUS


@pytest.mark.parametrize("kind", list(GapKind))
def test_only_missing_facts_make_a_release_unknown(kind: GapKind) -> None:
    gap = Gap(kind, "tarball of a@1.0.0", "the registry did not answer")
    verdict = judge((), [gap], RULES)
    assert verdict.level is (Level.UNKNOWN if kind in BLINDING else Level.BENIGN)
    assert verdict.gaps == (gap,)
    assert judge([found("exfiltration")], [gap], RULES).level is Level.SUSPICIOUS


def test_silence_is_not_called_clean() -> None:
    assert judge((), (), RULES).because == "Nothing was found."


findings = st.builds(
    found, st.sampled_from(sorted(RULES)), st.sampled_from(list(Confidence)), st.sampled_from(list(Severity))
)
gaps = st.builds(Gap, st.sampled_from(list(GapKind)), st.just("something"), st.just("it failed"))


@given(st.lists(findings, max_size=6), findings, st.lists(gaps, max_size=2))
def test_more_evidence_never_lowers_the_level(some: list[Finding], more: Finding, missing: list[Gap]) -> None:
    assert rank(judge([*some, more], missing, RULES).level) >= rank(judge(some, missing, RULES).level)


@given(st.lists(findings, max_size=6), st.lists(gaps, max_size=2), gaps)
def test_a_gap_never_lowers_the_level(some: list[Finding], missing: list[Gap], more: Gap) -> None:
    assert rank(judge(some, [*missing, more], RULES).level) >= rank(judge(some, missing, RULES).level)


@given(st.lists(findings, max_size=6))
def test_the_order_of_findings_does_not_matter(some: list[Finding]) -> None:
    turned = list(reversed(some))
    assert judge(some, (), RULES).level is judge(turned, (), RULES).level
    assert judge(some, (), RULES).because
