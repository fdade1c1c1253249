from __future__ import annotations

from collections import deque

import pytest

from assay.javascript.pure.limits import MAX_TEXT, Budget, Unknown


def test_a_budget_is_spent_step_by_step() -> None:
    budget = Budget(2, 1)
    budget.spend()
    budget.spend()
    with pytest.raises(Unknown):
        budget.spend()


def test_only_so_many_nodes_are_looked_at() -> None:
    budget = Budget(9, 2)
    budget.look(2)
    with pytest.raises(Unknown):
        budget.look()


def test_what_is_built_costs_by_its_size_and_is_limited() -> None:
    budget = Budget(10_000, 1)
    budget.build(255)
    assert budget.steps == 10_000
    budget.build(2560)
    assert budget.steps == 9_990
    with pytest.raises(Unknown):
        budget.build(MAX_TEXT + 1)
    with pytest.raises(Unknown):
        budget.build(11, 10)


def test_somebody_else_can_stop_it() -> None:
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 3

    budget = Budget(100_000, 1, stop)
    for _ in range(2_000):
        budget.spend()
    with pytest.raises(Unknown):
        deque(iter(budget.spend, 1), maxlen=0)
    assert len(asked) == 4
    with pytest.raises(Unknown):
        budget.spend()
