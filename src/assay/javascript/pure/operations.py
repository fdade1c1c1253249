"""Operations: operators between expressions, and chains of them."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from assay.javascript.pure.code import Compiler, Run
from assay.javascript.pure.constants import settled
from assay.javascript.pure.limits import Unknown
from assay.javascript.pure.numbers import is_nan, plain
from assay.javascript.pure.operators import BINARY, UNARY, add
from assay.javascript.pure.values import UNDEFINED, Frame, text, truth
from assay.javascript.syntax import child

_LOGICAL = frozenset({"&&", "||", "??"})
#: Brackets and operators in a part of a checksum.
_MOST_NESTED = 20
_ARITHMETIC = frozenset({"+", "-", "*", "/", "%"})


def binary(compiler: Compiler, node: Node) -> Run:
    """A chain of operators leans to the left and may be long: walk down it without recursion."""
    parts: list[tuple[str, Node | None]] = []
    here: Node | None = node
    while here is not None and here.type == "binary_expression":
        compiler.budget.look()
        operator = here.child_by_field_name("operator")
        parts.append((operator.type if operator is not None else "", here.child_by_field_name("right")))
        here = here.child_by_field_name("left")
    first = compiler.expression(here)
    steps = [(_two(compiler, operator), operator, compiler.expression(right)) for operator, right in reversed(parts)]
    if len(steps) > 2 and all(operator in _ARITHMETIC and _is_number(compiler, right) for operator, right in parts):
        return settled(_checksum(first, [(do, right) for do, _, right in steps]), first, *(last for *_, last in steps))
    if len(steps) == 1 and steps[0][1] not in _LOGICAL:
        do, _, right = steps[0]
        return settled(lambda frame: do(first(frame), right(frame)), first, right)

    if all(operator == "+" for _, operator, _ in steps):
        return settled(_sum(compiler, first, [right for *_, right in steps]), first, *(right for *_, right in steps))

    def run(frame: Frame) -> object:
        found = first(frame)
        for do, operator, right in steps:
            if operator in _LOGICAL:
                found = found if _is_decided(operator, found) else right(frame)
            else:
                found = do(found, right(frame))
        return found

    return run


def _is_number(compiler: Compiler, node: Node | None, depth: int = 0) -> bool:
    """True if an expression can give nothing but a number and nothing else comes of it: ``parseInt(f(1)) / 2``."""
    if node is None or depth > _MOST_NESTED:
        return False
    if node.type == "binary_expression":
        sides = (node.child_by_field_name("left"), node.child_by_field_name("right"))
        return all(_is_number(compiler, side, depth + 1) for side in sides)
    if node.type in ("parenthesized_expression", "unary_expression"):
        return _is_number(compiler, child(node), depth + 1)
    function = node.child_by_field_name("function") if node.type == "call_expression" else None
    return node.type == "number" or (function is not None and compiler.syntax.text(function) == "parseInt")


def _checksum(first: Run, steps: list[tuple[Callable[[object, object], object], Run]]) -> Run:
    """A calculation with numbers only, which a part that is none decides: the rest is not looked at."""

    def run(frame: Frame) -> object:
        found = first(frame)
        for do, right in steps:
            if isinstance(found, float) and is_nan(found):
                return found
            found = do(found, right(frame))
        return found

    return run


def _sum(compiler: Compiler, first: Run, rest: list[Run]) -> Run:
    """A long sum; once it is a text, its parts are joined at the end, as copying it each time takes quadratic time."""
    plus = joining(compiler)

    def run(frame: Frame) -> object:
        found = first(frame)
        at = 0
        while at < len(rest) and not isinstance(found, str):
            found = plus(found, rest[at](frame))
            at += 1
        if at == len(rest):
            return found
        parts = [text(found), *(text(each(frame)) for each in rest[at:])]
        compiler.budget.build(sum(map(len, parts)))
        return "".join(parts)

    return run


def _is_decided(operator: str, left: object) -> bool:
    if operator == "??":
        return left is not None and left is not UNDEFINED
    return truth(left) is (operator == "||")


def _two(compiler: Compiler, operator: str) -> Callable[[object, object], object]:
    if operator in _LOGICAL:
        return BINARY["+"]
    if operator not in BINARY:
        raise Unknown
    return joining(compiler) if operator == "+" else BINARY[operator]


def joining(compiler: Compiler) -> Callable[[object, object], object]:
    """``+`` that counts what it builds."""
    build = compiler.budget.build

    def plus(left: object, right: object) -> object:
        if type(left) is int and type(right) is int:
            return plain(left + right)
        if isinstance(left, str) and isinstance(right, str):
            build(len(left) + len(right))
            return left + right
        found = add(left, right)
        if isinstance(found, str):
            build(len(found))
        return found

    return plus


def unary(compiler: Compiler, node: Node) -> Run:
    """An operator before its operand. Raises Unknown for one that is not pure, or not known."""
    operator, argument = node.child_by_field_name("operator"), node.child_by_field_name("argument")
    do = UNARY.get(operator.type if operator is not None else "")
    if do is None:
        raise Unknown
    value = compiler.expression(argument)
    return settled(lambda frame: do(value(frame)), value)
