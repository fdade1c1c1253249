"""Code: what syntax is made into before it runs: a Python function from a Frame to a value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from tree_sitter import Node

from assay.javascript.pure.limits import Budget
from assay.javascript.pure.values import Caller, Frame
from assay.javascript.syntax import Syntax

#: Computes an expression. Raises Unknown and Thrown.
Run = Callable[[Frame], object]
#: Puts a value into what stands on the left of an assignment.
Store = Callable[[Frame, object], None]


@dataclass(frozen=True, slots=True)
class Returned:
    """A statement ended its function with a value."""

    value: object


class Jump:
    """A statement ended its loop, or one turn of it."""


BREAK, CONTINUE = Jump(), Jump()
Signal = Returned | Jump | None
#: Does a statement; says how it ended, None if the next one follows.
Do = Callable[[Frame], Signal]


class World(Protocol):
    """Names that no scope of the running code declares."""

    def value(self, name: str, at: Node) -> object:
        """What a name stands for. Raises Unknown."""
        ...

    def assign(self, name: str, at: Node, value: object) -> None:
        """Give it another value. Raises Unknown if that may not be."""
        ...


class Compiler(Caller, Protocol):
    """What the parts of the compiler need of each other."""

    syntax: Syntax
    budget: Budget
    world: World
    hoisted: list[str]

    def expression(self, node: Node | None) -> Run:
        """Compile an expression. Raises Unknown."""
        ...

    def statement(self, node: Node) -> Do:
        """Compile a statement. Raises Unknown."""
        ...

    def store(self, node: Node | None, *, declares: bool) -> Store:
        """Compile what is assigned to: a name, a member or a pattern of names. Raises Unknown."""
        ...
