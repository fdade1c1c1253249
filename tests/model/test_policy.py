from __future__ import annotations

from assay.model.policy import Action


def test_the_strictest_action_is_the_greatest() -> None:
    assert max(Action) is Action.BLOCK
    assert min(Action) is Action.ALLOW
    assert [each.label for each in sorted(Action)] == ["allow", "warn", "block"]
