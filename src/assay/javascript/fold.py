"""Fold: the text that an expression must have, computed by the pure interpreter; nothing of a host is known to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from tree_sitter import Node

from assay.javascript.pure.limits import Budget, TooMuch, Unknown
from assay.javascript.pure.literals import unescape
from assay.javascript.pure.numbers import is_nan
from assay.javascript.pure.values import Bytes, joined, text
from assay.javascript.scope import Scopes
from assay.javascript.syntax import Stop, child, never
from assay.javascript.world import World

#: Nodes looked at and steps taken for one text, and for all texts of a file.
MAX_NODES, MAX_NODES_OF_FILE = 20_000, 400_000
MAX_STEPS, MAX_STEPS_OF_FILE = 50_000, 200_000
#: Kinds of expressions that can have a text at all.
_FOLDABLE = frozenset(
    {
        *("string", "template_string", "number", "identifier", "binary_expression", "unary_expression"),
        *("call_expression", "subscript_expression", "member_expression", "parenthesized_expression"),
        *("await_expression", "as_expression", "ternary_expression", "sequence_expression", "new_expression"),
        *("non_null_expression", "satisfies_expression"),
    }
)


@dataclass(slots=True)
class Folder:
    """Folds expressions of one file."""

    scopes: Scopes
    stop: Stop = never
    nodes: int = MAX_NODES_OF_FILE
    steps: int = MAX_STEPS_OF_FILE
    _known: dict[int, str | None] = field(default_factory=dict)
    _over: set[int] = field(default_factory=set)

    def text(self, node: Node | None) -> str | None:
        """The text of an expression, None if it cannot be told (or not within the limits)."""
        if node is None or node.type not in _FOLDABLE:
            return None
        if node.type == "string":
            return joined(unescape(self.scopes.syntax.text(node)[1:-1]))
        if node.id not in self._known:
            self._known[node.id] = None  # while it is looked for, it stands for nothing
            self._known[node.id] = self._fold(node)
        return self._known[node.id]

    def is_over(self, node: Node) -> bool:
        """True if the text of an expression was looked for, and the limits are why it is not told."""
        return node.id in self._over

    def _fold(self, node: Node) -> str | None:
        budget = Budget(min(MAX_STEPS, self.steps), min(MAX_NODES, self.nodes), self.stop)
        steps, nodes = budget.steps, budget.nodes
        world = World(self.scopes, budget)
        try:
            value = world.machine.evaluate(node)
            if isinstance(value, str | Bytes) or (isinstance(value, int | float) and not is_nan(value)):
                return joined(text(value))
        except TooMuch:
            self._over.add(node.id)
        except Unknown:
            pass
        finally:
            world.end()
            self.steps -= steps - max(0, budget.steps)
            self.nodes -= nodes - max(0, budget.nodes)
        return None

    def start(self, node: Node) -> str:
        """The text that an expression begins with, as far as it can be told: the leftmost part of a sum or template."""
        here: Node | None = node
        for _ in range(MAX_NODES):
            if here is None or here.type != "binary_expression":
                break
            here = here.child_by_field_name("left")
        if here is not None and here.type == "template_string":
            here = child(here)
            return (
                unescape(self.scopes.syntax.text(here))
                if here is not None and here.type != "template_substitution"
                else ""
            )
        return self.text(here) or ""
