"""Loops: each turn counts, as they may go on for ever."""

from __future__ import annotations

from tree_sitter import Node

from assay.javascript.pure.code import BREAK, CONTINUE, Compiler, Do, Run, Signal
from assay.javascript.pure.expressions import items
from assay.javascript.pure.limits import Unknown
from assay.javascript.pure.values import Array, Bytes, Frame, Record, truth
from assay.javascript.syntax import child


def while_loop(compiler: Compiler, node: Node) -> Do:
    """``while`` and ``do``. Raises Unknown if a part of it is not known."""
    condition, body = compiler.expression(node.child_by_field_name("condition")), _body(compiler, node)
    is_checked_first = node.type == "while_statement"

    def do(frame: Frame) -> Signal:
        if is_checked_first and not truth(condition(frame)):
            return None
        while True:
            compiler.budget.spend()
            signal = body(frame)
            if signal is not None and signal is not CONTINUE:
                return None if signal is BREAK else signal
            if not truth(condition(frame)):
                return None

    return do


def for_loop(compiler: Compiler, node: Node) -> Do:
    """``for`` with three parts. Raises Unknown if a part of it is not known."""
    start, condition, step = (node.child_by_field_name(name) for name in ("initializer", "condition", "increment"))
    begin = _part(compiler, start)
    test = _test(compiler, condition)
    after = compiler.expression(step) if step is not None else None
    body = _body(compiler, node)

    def do(outer: Frame) -> Signal:
        frame = Frame({}, outer)
        if begin is not None:
            begin(frame)
        while test is None or truth(test(frame)):
            compiler.budget.spend()
            signal = body(frame)
            if signal is not None and signal is not CONTINUE:
                return None if signal is BREAK else signal
            if after is not None:
                after(frame)
        return None

    return do


def for_in_loop(compiler: Compiler, node: Node) -> Do:
    """``for ... of`` and ``for ... in``. Raises Unknown if a part of it is not known."""
    operator, left = node.child_by_field_name("operator"), node.child_by_field_name("left")
    is_of = operator is not None and operator.type == "of"
    put = compiler.store(left, declares=node.child_by_field_name("kind") is not None)
    source, body = compiler.expression(node.child_by_field_name("right")), _body(compiler, node)

    def do(outer: Frame) -> Signal:
        value = source(outer)
        for each in items(value) if is_of else _keys(value):
            compiler.budget.spend()
            frame = Frame({}, outer)
            put(frame, each)
            signal = body(frame)
            if signal is not None and signal is not CONTINUE:
                return None if signal is BREAK else signal
        return None

    return do


def _body(compiler: Compiler, node: Node) -> Do:
    body = node.child_by_field_name("body")
    if body is None:
        raise Unknown
    return compiler.statement(body)


def _part(compiler: Compiler, node: Node | None) -> Do | None:
    if node is None or node.type in ("empty_statement", ";"):
        return None
    if node.type.endswith(("_declaration", "_statement")):
        return compiler.statement(node)
    run = compiler.expression(node)

    def do(frame: Frame) -> Signal:
        run(frame)
        return None

    return do


def _test(compiler: Compiler, node: Node | None) -> Run | None:
    if node is None or node.type in ("empty_statement", ";"):
        return None
    return compiler.expression(child(node) if node.type == "expression_statement" else node)


def _keys(value: object) -> list[object]:
    if isinstance(value, Record):
        return list(value.names)
    if isinstance(value, str):
        return [str(index) for index in range(len(value))]
    if isinstance(value, Array | Bytes):
        return [str(index) for index in range(len(items(value)))]
    raise Unknown
