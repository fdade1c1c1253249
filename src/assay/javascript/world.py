"""World: what the names of a file stand for while its constants are computed."""

from __future__ import annotations

from dataclasses import dataclass, field

from tree_sitter import Node

from assay.javascript.bindings import Definition
from assay.javascript.pure.limits import Budget, Unknown
from assay.javascript.pure.machine import Machine, builtin
from assay.javascript.pure.values import Frame, Function
from assay.javascript.replay import replay
from assay.javascript.scope import Scopes
from assay.javascript.syntax import FUNCTIONS

#: Names that stand for names that stand for names.
MAX_HOPS = 30


@dataclass(slots=True)
class World:
    """The names that have one value everywhere, or are built up behind their declaration; for one computation."""

    scopes: Scopes
    budget: Budget
    hops: int = 0
    _values: dict[int, object] = field(default_factory=dict)
    _machine: Machine | None = None

    @property
    def machine(self) -> Machine:
        """What computes them."""
        if self._machine is None:
            self._machine = Machine(self.scopes.syntax, self, self.budget)
        return self._machine

    def end(self) -> None:
        """Let go of the machine, which knows this world: a circle would keep a tree of megabytes for a long time."""
        if self._machine is not None:
            self._machine.end()
        self._machine = None
        self._values.clear()

    def value(self, name: str, at: Node) -> object:
        """What a name stands for; its own meaning if the file does not declare it. Raises Unknown."""
        found = self.scopes.definitions(name, at)
        if not any(each.declares for each in found) and all(map(_is_handed, found)):
            return builtin(name)
        if self.hops >= MAX_HOPS:
            raise Unknown
        self.hops += 1
        try:
            return self._only(found[0]) if len(found) == 1 else replay(self.machine, name, found, at)
        finally:
            self.hops -= 1

    def _only(self, only: Definition) -> object:
        if only.property or only.callback or only.loops or only.value is None:
            raise Unknown
        if only.value.type in FUNCTIONS:
            return Function(only.value, Frame({}), self.scopes.syntax.text(only.value))
        if only.value.id not in self._values:
            self._values[only.value.id] = self.machine.evaluate(only.value)
        return self._values[only.value.id]

    def assign(self, name: str, at: Node, value: object) -> None:
        """Nothing outside of what is computed is ever changed. Raises Unknown."""
        raise Unknown


def _is_handed(found: Definition) -> bool:
    """True for what a method is handed, such as ``Buffer.concat``: that gives no new value to a global."""
    return found.value is not None and found.value.type == "arguments"
