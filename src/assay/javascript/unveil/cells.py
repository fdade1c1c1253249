"""Cells: names that keep what the decoder of an obfuscator does to them, such as an array that it rotates."""

from __future__ import annotations

from dataclasses import dataclass, field

from tree_sitter import Node

from assay.javascript.bindings import Definition
from assay.javascript.pure.limits import Budget, Unknown
from assay.javascript.pure.machine import Machine, builtin
from assay.javascript.pure.values import Frame, Function
from assay.javascript.replay import NotYet, replay
from assay.javascript.scope import Scopes
from assay.javascript.syntax import FUNCTIONS

#: Names that stand for names that stand for names.
MAX_HOPS = 20
_DECLARATIONS = frozenset({"function_declaration", "function_expression"})


@dataclass(slots=True)
class Cells:
    """The names of a file, each computed once and kept.

    More is believed here than in plain code: that an array which a decoder rotates is changed by nobody else.
    """

    scopes: Scopes
    budget: Budget
    hops: int = 0
    _values: dict[int, object] = field(default_factory=dict)
    _places: dict[int, int] = field(default_factory=dict)
    _unknown: set[int] = field(default_factory=set)
    _machine: Machine | None = None

    @property
    def machine(self) -> Machine:
        """What computes them."""
        if self._machine is None:
            self._machine = Machine(self.scopes.syntax, self, self.budget)
        return self._machine

    def end(self) -> None:
        """Let go of the machine and of all values, which know this file: a circle keeps a tree of megabytes."""
        if self._machine is not None:
            self._machine.end()
        self._machine = None
        self._values.clear()

    def value(self, name: str, at: Node) -> object:
        """What a name stands for; its own meaning if the file does not declare it. Raises Unknown."""
        known = self._places.get(at.id)
        if known is not None and known in self._values:
            return self._values[known]
        found = self.scopes.definitions(name, at)
        if not found:
            return builtin(name)
        key = _key(found)
        if key is None or key.id in self._unknown:
            raise Unknown
        self._places[at.id] = key.id
        if key.id in self._values:
            return self._values[key.id]
        if self.hops >= MAX_HOPS:
            raise Unknown
        self.hops += 1
        try:
            value = self._value(name, found, key, at)
        except NotYet:
            raise
        except Unknown:
            self._unknown.add(key.id)
            raise
        finally:
            self.hops -= 1
        self._values[key.id] = value
        return value

    def _value(self, name: str, found: list[Definition], key: Node, at: Node) -> object:
        if _replaces_itself(found, key) or _is_filled_only(found, key):
            found = [each for each in found if each.value == key]
        if len(found) != 1:
            return replay(self.machine, name, found, at)
        if found[0].property or found[0].callback or found[0].loops:
            raise Unknown
        if key.type in FUNCTIONS:
            return Function(key, Frame({}), self.scopes.syntax.text(key))
        return self.machine.evaluate(key)

    def assign(self, name: str, at: Node, value: object) -> None:
        """Give another value to a function that replaces itself. Raises Unknown for all others."""
        found = self.scopes.definitions(name, at)
        key = _key(found)
        if key is None or not _replaces_itself(found, key):
            raise Unknown
        self._values[key.id] = value


def _key(found: list[Definition]) -> Node | None:
    """What a name is declared as."""
    declared = [each.value for each in found if each.declares and each.value is not None]
    return declared[0] if declared else None


def _replaces_itself(found: list[Definition], key: Node) -> bool:
    """``function f() { const a = [...]; f = function () { return a; }; return f(); }``, and nothing but that."""
    if key.type not in _DECLARATIONS:
        return False
    inside = (key.start_byte, key.end_byte)
    others = [each.value for each in found if each.value is not None and each.value != key]
    return all(inside[0] <= each.start_byte and each.end_byte <= inside[1] for each in others)


def _is_filled_only(found: list[Definition], key: Node) -> bool:
    """An array of texts that nothing is done to but that its items are pushed, as a rotation does."""
    others = [each.value for each in found if each.value != key]
    return (
        key.type == "array" and bool(others) and all(each is not None and each.type == "arguments" for each in others)
    )
