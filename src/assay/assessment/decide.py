"""Verdict and Policy in, a Decision out. Pure; today's date is passed in.

All rules of the policy are applied, and the strictest action wins; a policy without rules says nothing about anything,
so it blocks. A disputed record never blocks. Exceptions take findings away before the rules are applied, and the
verdict is judged again on what is left; the result is never stricter than without them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nodesemver import satisfies

from assay.assessment.judge import DISPUTED_RULE, judge, rank
from assay.model.dependency import Dependency
from assay.model.finding import Finding
from assay.model.integrity import Integrity
from assay.model.package import PackageRef
from assay.model.policy import Action, Decision, Policy, PolicyException, PolicyRule, Reason
from assay.model.rule import Rule
from assay.model.verdict import Verdict

#: Names that reports give to reasons which no rule of the policy has.
EMPTY_POLICY = "policy.empty"
ON_GAPS = "policy.on-gaps"

_NO_RULES: Mapping[str, Rule] = {}
#: npm itself reads no longer version or range.
_MAX_RANGE = 256


def decide(
    verdict: Verdict,
    usages: Sequence[Dependency],
    policy: Policy,
    today: date,
    ref: PackageRef,
    integrity: Integrity | None,
    rules: Mapping[str, Rule] = _NO_RULES,
) -> Decision:
    """Apply the policy to one release.

    usages      where the inputs name it; a rule limited to dependency types holds if one usage has one of them, and
                also if there is no usage at all (a name checked before it is installed)
    today       UTC
    integrity   the hashes known for the release, for exceptions bound to bytes
    rules       the catalog's rules, by which the verdict is judged again where an exception takes findings away;
                a rule that is missing counts as MALICE
    """
    if not policy.rules:
        return Decision(Action.BLOCK, (Reason(EMPTY_POLICY, "The policy has no rules, so nothing is let through."),))
    bound = [item for item in policy.exceptions if _is_about(item, ref, integrity) and _takes(item, verdict)]
    applied = tuple(item for item in bound if item.expires >= today)
    expired = tuple(item for item in bound if item.expires < today)
    outcome = _apply(verdict, usages, policy)
    if applied and outcome.action is not Action.ALLOW:
        outcome = min(_apply_with(applied, verdict, usages, policy, rules), outcome, key=lambda each: each.action)
    return Decision(outcome.action, outcome.reasons, applied, expired)


@dataclass(frozen=True, slots=True)
class _Outcome:
    action: Action
    reasons: tuple[Reason, ...] = ()


def _apply_with(
    exceptions: Iterable[PolicyException],
    verdict: Verdict,
    usages: Sequence[Dependency],
    policy: Policy,
    rules: Mapping[str, Rule],
) -> _Outcome:
    """Apply the policy to what the exceptions leave."""
    silenced: set[str] = set()
    for exception in exceptions:
        if not exception.rules:
            return _Outcome(Action.ALLOW)
        silenced.update(exception.rules)
    left = judge((item for item in verdict.findings if item.rule_id not in silenced), verdict.gaps, rules)
    if rank(left.level) > rank(verdict.level):
        left = Verdict(verdict.level, verdict.because, left.findings, left.gaps)
    return _apply(left, usages, policy)


def _apply(verdict: Verdict, usages: Sequence[Dependency], policy: Policy) -> _Outcome:
    hits: list[tuple[Action, Reason]] = []
    for rule in policy.rules:
        hit = _hit(rule, verdict, usages)
        if hit is not None and hit[0] is not Action.ALLOW:
            hits.append(hit)
    if verdict.gaps and policy.on_gaps is not Action.ALLOW:
        hits.append((policy.on_gaps, Reason(ON_GAPS, _gap_sentence(verdict))))
    hits.sort(key=lambda hit: -hit[0])
    return _Outcome(
        max((action for action, _ in hits), default=Action.ALLOW),
        tuple(reason for _, reason in hits),
    )


def _gap_sentence(verdict: Verdict) -> str:
    first = verdict.gaps[0]
    more = f" (and {len(verdict.gaps) - 1} more)" if len(verdict.gaps) > 1 else ""
    return f"Not everything could be checked: {first.what}: {first.why}{more}"


def _hit(rule: PolicyRule, verdict: Verdict, usages: Sequence[Dependency]) -> tuple[Action, Reason] | None:
    """The action and reason of one rule, None if it does not apply."""
    if rule.verdicts and verdict.level not in rule.verdicts:
        return None
    if rule.types and usages and not any(usage.type in rule.types for usage in usages):
        return None
    if not rule.rules and rule.severity is None:
        return rule.action, Reason(rule.name, f"The verdict is {verdict.level}: {verdict.because}")
    matching = [item for item in verdict.findings if _matches(rule, item)]
    if not matching:
        return None
    undisputed = [item for item in matching if item.rule_id != DISPUTED_RULE]
    action = rule.action if undisputed else min(rule.action, Action.WARN)
    return action, Reason(rule.name, _finding_sentence(undisputed or matching))


def _matches(rule: PolicyRule, finding: Finding) -> bool:
    if rule.rules and finding.rule_id not in rule.rules:
        return False
    return rule.severity is None or finding.severity >= rule.severity


def _finding_sentence(findings: list[Finding]) -> str:
    worst = max(findings, key=lambda item: (item.severity, item.confidence))
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    return f"{worst.rule_id}: {worst.message}{more}"


def _is_about(exception: PolicyException, ref: PackageRef, integrity: Integrity | None) -> bool:
    """True if the exception names this release; one bound to neither a version nor bytes names none."""
    if exception.package != ref.name or not (exception.version or exception.integrity):
        return False
    if exception.integrity is not None and (
        integrity is None or exception.integrity.agrees_with(integrity) is not True
    ):
        return False
    return not exception.version or _in_range(ref.version, exception.version)


def _in_range(version: str, wanted: str) -> bool:
    if wanted in ("*", version):
        return True
    if max(len(version), len(wanted)) > _MAX_RANGE:
        return False
    try:
        return bool(satisfies(version, wanted, loose=False))
    except ValueError:
        return False


def _takes(exception: PolicyException, verdict: Verdict) -> bool:
    """True if there is something that the exception takes away."""
    if not exception.rules:
        return bool(verdict.findings or verdict.gaps)
    return any(finding.rule_id in exception.rules for finding in verdict.findings)
