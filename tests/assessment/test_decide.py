from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.assessment.decide import EMPTY_POLICY, ON_GAPS, decide
from assay.assessment.judge import DISPUTED_RULE, judge
from assay.model.dependency import Dependency, DependencyType, Origin
from assay.model.finding import Finding
from assay.model.gap import Gap, GapKind
from assay.model.integrity import Integrity
from assay.model.location import Location
from assay.model.package import PackageRef
from assay.model.policy import Action, Decision, Policy, PolicyException, PolicyRule
from assay.model.rule import Confidence, Severity
from assay.model.verdict import Level
from tests.assessment.test_judge import RULES, findings, found, gaps

TODAY = date(2026, 11, 20)
REF = PackageRef("left-pad", "1.3.0")
BYTES = Integrity.of(b"left-pad")
USAGE = Dependency(REF, Origin.REGISTRY, Location("package-lock.json", 7), type=DependencyType.DEVELOPMENT)
POLICY = Policy(
    rules=(
        PolicyRule("block.verdict", Action.BLOCK, verdicts=(Level.MALICIOUS,)),
        PolicyRule("warn.verdict", Action.WARN, verdicts=(Level.SUSPICIOUS,)),
        PolicyRule("warn.severity", Action.WARN, severity=Severity.HIGH),
    )
)
GAP = Gap(GapKind.TARBALL, "tarball of left-pad@1.3.0", "the registry did not answer")


def decided(
    *found: Finding,
    policy: Policy = POLICY,
    missing: tuple[Gap, ...] = (),
    usages: tuple[Dependency, ...] = (USAGE,),
    integrity: Integrity | None = BYTES,
) -> Decision:
    return decide(judge(found, missing, RULES), usages, policy, TODAY, REF, integrity, RULES)


def accepted(
    *,
    package: str = REF.name,
    version: str = "",
    integrity: Integrity | None = None,
    rules: tuple[str, ...] = (),
    expires: date = TODAY,
) -> PolicyException:
    return PolicyException(package, "looked at", "ann", expires, version, integrity, rules)


def with_exceptions(*exceptions: PolicyException, policy: Policy = POLICY) -> Policy:
    return Policy(policy.rules, exceptions, policy.on_gaps)


MALWARE = found("known-malware", Confidence.HIGH)
LOOKALIKE = found("lookalike-name")
FETCHING = found("fetching-script")


def test_an_empty_policy_blocks() -> None:
    decision = decided(policy=Policy(rules=(), exceptions=(accepted(version="*"),)))
    assert decision.action is Action.BLOCK
    assert [reason.policy_rule for reason in decision.reasons] == [EMPTY_POLICY]


def test_nothing_found_is_allowed_without_reasons() -> None:
    assert decided() == Decision(Action.ALLOW)


def test_all_rules_are_applied_and_the_strictest_wins_and_comes_first() -> None:
    decision = decided(MALWARE)
    assert decision.action is Action.BLOCK
    assert [reason.policy_rule for reason in decision.reasons] == ["block.verdict", "warn.severity"]
    assert decision.reasons[1].text == "known-malware: Known malware in this release."


def test_severity_and_rule_must_hold_for_the_same_finding() -> None:
    rule = PolicyRule("block.both", Action.BLOCK, rules=("deprecated",), severity=Severity.HIGH)
    policy = Policy(rules=(rule,))
    assert decided(found("deprecated"), found("advisory"), policy=policy).action is Action.ALLOW
    assert decided(found("deprecated", severity=Severity.HIGH), policy=policy).action is Action.BLOCK


def test_dependency_types_limit_a_rule() -> None:
    policy = Policy(rules=(PolicyRule("block", Action.BLOCK, types=(DependencyType.PRODUCTION,)),))
    assert decided(policy=policy).action is Action.ALLOW
    assert decided(policy=policy, usages=()).action is Action.BLOCK


def test_gaps_get_the_policys_action() -> None:
    decision = decided(missing=(GAP, GAP))
    assert decision.action is Action.WARN
    assert decision.reasons[-1].policy_rule == ON_GAPS
    assert decision.reasons[-1].text.endswith("the registry did not answer (and 1 more)")
    assert decided(missing=(GAP,), policy=Policy(POLICY.rules, on_gaps=Action.BLOCK)).action is Action.BLOCK
    assert decided(missing=(GAP,), policy=Policy(POLICY.rules, on_gaps=Action.ALLOW)) == Decision(Action.ALLOW)


def test_a_disputed_record_warns_where_it_would_block() -> None:
    policy = Policy(rules=(PolicyRule("block.severity", Action.BLOCK, severity=Severity.LOW),))
    assert decided(found(DISPUTED_RULE), policy=policy).action is Action.WARN
    assert decided(found(DISPUTED_RULE), found("deprecated"), policy=policy).action is Action.BLOCK


@pytest.mark.parametrize(
    ("exception", "applies"),
    [
        (accepted(version="1.3.0"), True),
        (accepted(version="^1.0.0"), True),
        (accepted(version="*"), True),
        (accepted(version="2.x"), False),
        (accepted(version="not a range ~~"), False),
        (accepted(integrity=BYTES), True),
        (accepted(integrity=Integrity.of(b"others")), False),
        (accepted(version="1.3.0", integrity=Integrity.of(b"others")), False),
        (accepted(), False),
        (accepted(package="right-pad", version="*"), False),
        (accepted(version="*", rules=("known-malware",)), True),
        (accepted(version="*", rules=("deprecated",)), False),
        (accepted(version="*", expires=TODAY - timedelta(days=1)), False),
    ],
)
def test_what_an_exception_applies_to(exception: PolicyException, applies: bool) -> None:
    decision = decided(MALWARE, policy=with_exceptions(exception))
    assert decision.action is (Action.ALLOW if applies else Action.BLOCK)
    assert decision.applied == ((exception,) if applies else ())


def test_an_exception_bound_to_bytes_needs_known_bytes() -> None:
    assert decided(MALWARE, policy=with_exceptions(accepted(integrity=BYTES)), integrity=None).action is Action.BLOCK


def test_an_expired_exception_is_reported() -> None:
    over = accepted(version="*", expires=TODAY - timedelta(days=1))
    decision = decided(MALWARE, policy=with_exceptions(over))
    assert (decision.action, decision.expired) == (Action.BLOCK, (over,))
    assert decided(policy=with_exceptions(over)).expired == ()


def test_a_release_without_a_valid_version_is_matched_by_no_range() -> None:
    policy = with_exceptions(accepted(version="^1.0.0"))
    verdict = judge((MALWARE,), (), RULES)
    assert decide(verdict, (), policy, TODAY, PackageRef("left-pad", ""), None, RULES).action is Action.BLOCK
    odd = PackageRef("left-pad", "not a version")
    assert decide(verdict, (), policy, TODAY, odd, None, RULES).action is Action.BLOCK
    long = PackageRef("left-pad", "1" * 5000)
    assert decide(verdict, (), policy, TODAY, long, None, RULES).action is Action.BLOCK


def test_what_is_left_is_judged_again() -> None:
    policy = with_exceptions(accepted(version="*", rules=("lookalike-name",)))
    assert decided(LOOKALIKE, FETCHING).action is Action.WARN
    assert decided(LOOKALIKE, FETCHING, policy=policy).action is Action.ALLOW
    assert decided(LOOKALIKE, FETCHING, MALWARE, policy=policy).action is Action.BLOCK


def test_judging_again_without_the_catalog_is_never_stricter_than_before() -> None:
    policy = with_exceptions(accepted(version="*", rules=("lookalike-name",)))
    flaw = found("advisory", Confidence.HIGH, Severity.CRITICAL)
    verdict = judge((LOOKALIKE, FETCHING, flaw), (), RULES)
    assert verdict.level is Level.SUSPICIOUS
    assert decide(verdict, (USAGE,), policy, TODAY, REF, BYTES).action is Action.WARN


def test_an_exception_for_rules_does_not_cover_gaps() -> None:
    policy = with_exceptions(accepted(version="*", rules=("known-malware",)))
    assert decided(MALWARE, policy=policy, missing=(GAP,)).action is Action.WARN
    assert decided(MALWARE, policy=with_exceptions(accepted(version="*")), missing=(GAP,)).action is Action.ALLOW


rule_ids = st.lists(st.sampled_from(sorted(RULES)), max_size=2).map(tuple)
policy_rules = st.builds(
    PolicyRule,
    st.just("a rule"),
    st.sampled_from(list(Action)),
    rules=rule_ids,
    severity=st.none() | st.sampled_from(list(Severity)),
    verdicts=st.lists(st.sampled_from(list(Level)), max_size=2).map(tuple),
    types=st.lists(st.sampled_from(list(DependencyType)), max_size=2).map(tuple),
)
exceptions = st.builds(
    accepted,
    version=st.sampled_from(["", "*", "1.3.0", "2.0.0"]),
    integrity=st.none() | st.just(BYTES),
    rules=rule_ids,
    expires=st.sampled_from([TODAY, TODAY - timedelta(days=1)]),
)
policies = st.builds(
    Policy,
    rules=st.lists(policy_rules, min_size=1, max_size=4).map(tuple),
    exceptions=st.lists(exceptions, max_size=3).map(tuple),
    on_gaps=st.sampled_from(list(Action)),
)


@given(policies, exceptions, st.lists(findings, max_size=5), st.lists(gaps, max_size=2))
def test_an_exception_never_makes_things_stricter(
    policy: Policy, more: PolicyException, some: list[Finding], missing: list[Gap]
) -> None:
    wider = Policy(policy.rules, (*policy.exceptions, more), policy.on_gaps)
    assert decided(*some, policy=wider, missing=tuple(missing)).action <= (
        decided(*some, policy=Policy(policy.rules, (), policy.on_gaps), missing=tuple(missing)).action
    )


@given(policies, policy_rules, st.lists(findings, max_size=5), st.lists(gaps, max_size=2))
def test_one_more_rule_never_makes_things_milder(
    policy: Policy, more: PolicyRule, some: list[Finding], missing: list[Gap]
) -> None:
    stricter = Policy((*policy.rules, more), policy.exceptions, policy.on_gaps)
    before = decided(*some, policy=policy, missing=tuple(missing))
    assert decided(*some, policy=stricter, missing=tuple(missing)).action >= before.action


@given(policies, st.lists(findings, max_size=5))
def test_every_strictness_has_a_reason(policy: Policy, some: list[Finding]) -> None:
    decision = decided(*some, policy=policy)
    assert bool(decision.reasons) == (decision.action is not Action.ALLOW)
