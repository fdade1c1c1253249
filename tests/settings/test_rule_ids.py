from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assay.errors import SettingsError
from assay.model.policy import PolicyException
from assay.settings import Settings, check_rule_ids
from assay.settings.values import BLOCKING_RULES, DEFAULT_POLICY, WARNING_RULES

KNOWN = {*BLOCKING_RULES, *WARNING_RULES, "lookalike-name"}


def test_known_rules_pass() -> None:
    check_rule_ids(Settings(), KNOWN)


def test_a_rule_that_does_not_exist_is_refused() -> None:
    exception = PolicyException("a", "r", "o", date(2027, 1, 1), "*", rules=("lookalike-names",))
    settings = Settings(replace(DEFAULT_POLICY, exceptions=(exception,)), source=Path("assay.toml"))
    with pytest.raises(SettingsError) as caught:
        check_rule_ids(settings, KNOWN)
    assert str(caught.value) == (
        "assay.toml: the exception for a names the rule 'lookalike-names', which does not exist"
    )
    assert caught.value.hint == "did you mean 'lookalike-name'?"


def test_the_policys_own_rules_are_checked_too() -> None:
    with pytest.raises(SettingsError, match=r"policy block\.rules names the rule 'known-malware'") as caught:
        check_rule_ids(Settings(), set())
    assert caught.value.hint == "'assay rules' lists them"
