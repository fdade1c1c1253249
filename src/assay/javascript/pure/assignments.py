"""Assignments: names, members and patterns that take a value."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from assay.javascript.pure.code import Compiler, Run, Store
from assay.javascript.pure.constants import constant
from assay.javascript.pure.expressions import items, member_parts
from assay.javascript.pure.limits import Unknown
from assay.javascript.pure.members import get_member, set_member
from assay.javascript.pure.numbers import plain
from assay.javascript.pure.operations import joining
from assay.javascript.pure.operators import BINARY
from assay.javascript.pure.values import UNDEFINED, Array, Frame, number, truth
from assay.javascript.syntax import child, named_parts

_MEMBERS = frozenset({"member_expression", "subscript_expression"})
_LOGICAL = frozenset({"&&=", "||=", "??="})


def compile_store(compiler: Compiler, node: Node | None, *, declares: bool) -> Store:
    """A name, a member, or a pattern of names. Raises Unknown."""
    if node is None:
        raise Unknown
    if node.type in ("identifier", "shorthand_property_identifier_pattern"):
        return _name(compiler, node, declares=declares)
    if node.type in _MEMBERS and not declares:
        subject, key = member_parts(compiler, node)
        return lambda frame, value: set_member(subject(frame), key(frame), value)
    if node.type == "array_pattern":
        return _array_pattern(compiler, node, declares=declares)
    if node.type == "object_pattern":
        return _object_pattern(compiler, node, declares=declares)
    if node.type == "assignment_pattern":
        return _with_default(compiler, node, declares=declares)
    if node.type == "parenthesized_expression":
        return compiler.store(child(node), declares=declares)
    raise Unknown


def _name(compiler: Compiler, node: Node, *, declares: bool) -> Store:
    name = compiler.syntax.text(node)
    if declares:

        def declare(frame: Frame, value: object) -> None:
            frame.names[name] = value

        return declare

    def assign(frame: Frame, value: object) -> None:
        here: Frame | None = frame
        while here is not None:
            if name in here.names:
                here.names[name] = value
                return
            here = here.outer
        compiler.world.assign(name, node, value)

    return assign


def _array_pattern(compiler: Compiler, node: Node, *, declares: bool) -> Store:
    if any(each.type == "," for each in node.children[1:2]):
        raise Unknown  # holes are not counted
    parts = [
        (compiler.store(child(each) if each.type == "rest_pattern" else each, declares=declares), each.type)
        for each in named_parts(node)
    ]

    def store(frame: Frame, value: object) -> None:
        held = items(value)
        for index, (put, kind) in enumerate(parts):
            if kind == "rest_pattern":
                put(frame, Array(held[index:]))
            else:
                put(frame, held[index] if index < len(held) else UNDEFINED)

    return store


def _object_pattern(compiler: Compiler, node: Node, *, declares: bool) -> Store:
    parts: list[tuple[Run, Store]] = []
    for each in named_parts(node):
        if each.type == "pair_pattern":
            key = each.child_by_field_name("key")
            if key is None or key.type != "property_identifier":
                raise Unknown
            put = compiler.store(each.child_by_field_name("value"), declares=declares)
            parts.append((constant(compiler.syntax.text(key)), put))
        elif each.type == "shorthand_property_identifier_pattern":
            parts.append((constant(compiler.syntax.text(each)), compiler.store(each, declares=declares)))
        else:
            raise Unknown

    def store(frame: Frame, value: object) -> None:
        for key, put in parts:
            put(frame, get_member(value, key(frame)))

    return store


def _with_default(compiler: Compiler, node: Node, *, declares: bool) -> Store:
    put = compiler.store(node.child_by_field_name("left"), declares=declares)
    other = compiler.expression(node.child_by_field_name("right"))
    return lambda frame, value: put(frame, other(frame) if value is UNDEFINED else value)


def _assignment(compiler: Compiler, node: Node) -> Run:
    put = compiler.store(node.child_by_field_name("left"), declares=False)
    value = compiler.expression(node.child_by_field_name("right"))

    def run(frame: Frame) -> object:
        found = value(frame)
        put(frame, found)
        return found

    return run


def _augmented(compiler: Compiler, node: Node) -> Run:
    left, operator = node.child_by_field_name("left"), node.child_by_field_name("operator")
    sign = operator.type if operator is not None else ""
    read, put = compiler.expression(left), compiler.store(left, declares=False)
    value = compiler.expression(node.child_by_field_name("right"))
    if sign in _LOGICAL:
        return _logical(sign, read, put, value)
    do = joining(compiler) if sign == "+=" else BINARY.get(sign[:-1])
    if do is None:
        raise Unknown
    chosen: Callable[[object, object], object] = do

    def run(frame: Frame) -> object:
        found = chosen(read(frame), value(frame))
        put(frame, found)
        return found

    return run


def _logical(sign: str, read: Run, put: Store, value: Run) -> Run:
    def run(frame: Frame) -> object:
        found = read(frame)
        is_kept = (found is not None and found is not UNDEFINED) if sign == "??=" else truth(found) is (sign == "||=")
        if not is_kept:
            found = value(frame)
            put(frame, found)
        return found

    return run


def _update(compiler: Compiler, node: Node) -> Run:
    argument, operator = node.child_by_field_name("argument"), node.child_by_field_name("operator")
    if argument is None or operator is None:
        raise Unknown
    read, put = compiler.expression(argument), compiler.store(argument, declares=False)
    step = 1 if operator.type == "++" else -1
    is_before = operator.start_byte < argument.start_byte

    def run(frame: Frame) -> object:
        old = number(read(frame))
        new = plain(old + step)
        put(frame, new)
        return new if is_before else old

    return run


ASSIGNMENTS: dict[str, Callable[[Compiler, Node], Run]] = {
    "assignment_expression": _assignment,
    "augmented_assignment_expression": _augmented,
    "update_expression": _update,
}
