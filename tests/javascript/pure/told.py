"""What the interpreter tells of an expression."""

from __future__ import annotations

from assay.javascript.pure.limits import Budget, Unknown
from assay.javascript.pure.machine import Machine
from assay.javascript.pure.operators import type_of
from assay.javascript.pure.values import joined, text
from assay.javascript.world import World
from tests.javascript.expressions import Asked

STEPS, NODES = 20_000, 20_000


def machine_of(asked: Asked, steps: int = STEPS, nodes: int = NODES) -> Machine:
    """An interpreter of the file that is asked about."""
    budget = Budget(steps, nodes)
    return Machine(asked.syntax, World(asked.scopes, budget), budget)


def told(expression: str, before: str = "", *, steps: int = STEPS) -> tuple[str, str] | None:
    """Type and text of the value of an expression, None if it is unknown."""
    asked = Asked(expression, before)
    try:
        value = machine_of(asked, steps).evaluate(asked.node)
        return type_of(value), joined(text(value))
    except Unknown:
        return None
