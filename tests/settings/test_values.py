from __future__ import annotations

from assay.assessment.decide import EMPTY_POLICY
from assay.assessment.judge import DISPUTED_RULE
from assay.catalog import rules
from assay.model.policy import Action
from assay.settings import Settings, check_rule_ids
from assay.settings.values import BLOCKING_RULES, DEFAULT_POLICY, WARNING_RULES


def test_the_default_policy_names_rules_that_exist() -> None:
    check_rule_ids(Settings(), rules())


def test_a_disputed_record_is_a_rule_and_only_warned_about() -> None:
    assert DISPUTED_RULE in rules()
    assert DISPUTED_RULE in WARNING_RULES
    assert DISPUTED_RULE not in BLOCKING_RULES


def test_the_default_policy_is_not_empty_and_its_names_are_distinct() -> None:
    names = [rule.name for rule in DEFAULT_POLICY.rules]
    assert len(set(names)) == len(names) > 0
    assert EMPTY_POLICY not in names
    assert {rule.action for rule in DEFAULT_POLICY.rules} == {Action.BLOCK, Action.WARN}
