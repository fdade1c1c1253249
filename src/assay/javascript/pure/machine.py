"""Machine: compiles syntax on demand and runs it within a budget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tree_sitter import Node

from assay.javascript.pure.assignments import ASSIGNMENTS, compile_store
from assay.javascript.pure.builtins import GLOBALS
from assay.javascript.pure.code import Do, Returned, Run, Store, World
from assay.javascript.pure.expressions import compile_expression
from assay.javascript.pure.limits import MAX_CALLS, MAX_NESTING, Budget, Thrown, TooMuch, Unknown
from assay.javascript.pure.shortcuts import Shortcuts
from assay.javascript.pure.statements import compile_list, compile_statement
from assay.javascript.pure.values import UNDEFINED, Array, Frame, Function, Native
from assay.javascript.syntax import Syntax, child, named_parts

#: Thrown within calls that nest deeper than a real engine allows would be caught there; here it is the end.
_TOO_DEEP = RecursionError


@dataclass(frozen=True, slots=True)
class _Code:
    """A compiled function: what takes its arguments, the names it declares by ``var``, and its body."""

    parameters: tuple[tuple[Store, bool], ...]
    hoisted: tuple[str, ...]
    body: Do | Run
    is_expression: bool
    is_arrow: bool


@dataclass(slots=True)
class Machine:
    """Runs parts of one file. ``world`` tells what the names mean that the running code does not declare."""

    syntax: Syntax
    world: World
    budget: Budget
    hoisted: list[str] = field(default_factory=list)
    _nesting: int = 0
    _compiled: dict[int, _Code] = field(default_factory=dict)
    _shortcuts: Shortcuts = field(default_factory=Shortcuts)

    def evaluate(self, node: Node | None, frame: Frame | None = None) -> object:
        """The value of an expression. Raises Unknown, also where the code would throw."""
        return self._within(lambda: self.expression(node)(frame or Frame({})))

    def run(self, nodes: list[Node], frame: Frame) -> None:
        """Do statements, which leave what they declare in ``frame``. Raises Unknown."""
        self._within(lambda: self._run(nodes, frame))

    def _run(self, nodes: list[Node], frame: Frame) -> None:
        outer, self.hoisted = self.hoisted, []
        try:
            do = compile_list(self, nodes)
            frame.names |= {name: UNDEFINED for name in self.hoisted if name not in frame.names}
        finally:
            self.hoisted = outer
        do(frame)

    def end(self) -> None:
        """Let go of what was compiled, which knows this machine and its file: a circle keeps a tree of megabytes."""
        self._compiled.clear()

    def _within(self, work: Callable[[], object]) -> object:
        try:
            return work()
        except Thrown:
            raise Unknown from None
        except _TOO_DEEP:
            raise TooMuch from None

    def expression(self, node: Node | None) -> Run:
        """Compile an expression. Raises Unknown."""
        if node is None:
            raise Unknown
        self.budget.look()
        self._nesting += 1
        try:
            if self._nesting > MAX_NESTING:
                raise TooMuch
            handler = ASSIGNMENTS.get(node.type)
            return handler(self, node) if handler is not None else compile_expression(self, node)
        finally:
            self._nesting -= 1

    def statement(self, node: Node) -> Do:
        """Compile a statement. Raises Unknown."""
        self.budget.look()
        self._nesting += 1
        try:
            if self._nesting > MAX_NESTING:
                raise TooMuch
            return compile_statement(self, node)
        finally:
            self._nesting -= 1

    def store(self, node: Node | None, *, declares: bool) -> Store:
        """Compile what is assigned to. Raises Unknown."""
        self.budget.look()
        return compile_store(self, node, declares=declares)

    def call(self, function: object, this: object, given: list[object]) -> object:
        """Call a function. Raises Unknown and Thrown."""
        self.budget.spend()
        if isinstance(function, Native):
            return function.run(self, this, given)
        if not isinstance(function, Function):
            if function is UNDEFINED or function is None:
                raise Thrown("TypeError")
            raise Unknown
        code = self._code(function.node)
        if self.budget.calls >= MAX_CALLS:
            raise TooMuch
        known = self._shortcuts.result(function.node.id, given)
        if known is not None:
            return known
        self.budget.calls += 1
        try:
            found = self._enter(code, function, this, given)
        finally:
            self.budget.calls -= 1
        self._shortcuts.learn(function.node.id, given, found)
        return found

    def _enter(self, code: _Code, function: Function, this: object, given: list[object]) -> object:
        names: dict[str, object] = dict.fromkeys(code.hoisted, UNDEFINED)
        if not code.is_arrow:
            names["this"] = this
            names["arguments"] = Array(given)
        name = function.node.child_by_field_name("name") if function.node.type == "function_expression" else None
        if name is not None:
            names.setdefault(self.syntax.text(name), function)
        frame = Frame(names, function.frame)
        for at, (put, is_rest) in enumerate(code.parameters):
            put(frame, Array(given[at:]) if is_rest else given[at] if at < len(given) else UNDEFINED)
        found = code.body(frame)
        if code.is_expression:
            return found
        return found.value if isinstance(found, Returned) else UNDEFINED

    def _code(self, node: Node) -> _Code:
        """The compiled function; what cannot be compiled is tried again, and fails again."""
        known = self._compiled.get(node.id)
        if known is None:
            nesting, self._nesting = self._nesting, 0
            outer, self.hoisted = self.hoisted, []
            try:
                known = self._compile(node)
            finally:
                self.hoisted, self._nesting = outer, nesting
            self._compiled[node.id] = known
        return known

    def _compile(self, node: Node) -> _Code:
        if any(each.type in ("async", "*") for each in node.children[:3]):
            raise Unknown
        body = node.child_by_field_name("body")
        single, several = node.child_by_field_name("parameter"), node.child_by_field_name("parameters")
        nodes = [single] if single is not None else named_parts(several) if several is not None else []
        parameters = tuple(self._parameter(each) for each in nodes)
        if body is None:
            raise Unknown
        is_expression = body.type != "statement_block"
        compiled: Do | Run = self.expression(body) if is_expression else compile_list(self, named_parts(body))
        return _Code(parameters, tuple(self.hoisted), compiled, is_expression, node.type == "arrow_function")

    def _parameter(self, node: Node) -> tuple[Store, bool]:
        if node.type in ("required_parameter", "optional_parameter"):  # of TypeScript
            pattern = node.child_by_field_name("pattern")
            return self.store(pattern, declares=True), False
        is_rest = node.type == "rest_pattern"
        return self.store(child(node) if is_rest else node, declares=True), is_rest


def builtin(name: str) -> object:
    """What a name means that the file does not declare. Raises Unknown for all that is not pure."""
    if name not in GLOBALS:
        raise Unknown
    return GLOBALS[name]
