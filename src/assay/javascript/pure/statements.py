"""Statements: declarations, blocks, conditions, and how they end."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from assay.javascript.pure.code import BREAK, CONTINUE, Compiler, Do, Returned, Run, Signal
from assay.javascript.pure.limits import Thrown, Unknown
from assay.javascript.pure.loops import for_in_loop, for_loop, while_loop
from assay.javascript.pure.operators import strictly_equal
from assay.javascript.pure.values import UNDEFINED, Frame, Function, truth
from assay.javascript.syntax import child, named_parts

_NOTHING = frozenset({"comment", "empty_statement", "import_statement", "hash_bang_line"})
_SCOPED = frozenset({"lexical_declaration", "function_declaration", "class_declaration"})


def compile_statement(compiler: Compiler, node: Node) -> Do:
    """Compile any statement. Raises Unknown for kinds that are not known."""
    if node.type in _NOTHING:
        return lambda frame: None
    handler = _HANDLERS.get(node.type)
    if handler is None:
        raise Unknown
    return handler(compiler, node)


def compile_list(compiler: Compiler, nodes: list[Node]) -> Do:
    """Statements one after the other; the functions among them are there from the start."""
    compiler.budget.look(len(nodes))
    functions = [(_name_of(compiler, each), each) for each in nodes if each.type == "function_declaration"]
    parts = [compiler.statement(each) for each in nodes if each.type != "function_declaration"]

    def do(frame: Frame) -> Signal:
        for name, node in functions:
            frame.names[name] = Function(node, frame, compiler.syntax.text(node))
        for part in parts:
            signal = part(frame)
            if signal is not None:
                return signal
        return None

    return do


def _name_of(compiler: Compiler, node: Node) -> str:
    name = node.child_by_field_name("name")
    return compiler.syntax.text(name) if name is not None else ""


def _block(compiler: Compiler, node: Node) -> Do:
    nodes = named_parts(node)
    inside = compile_list(compiler, nodes)
    if any(each.type in _SCOPED for each in nodes):
        return lambda frame: inside(Frame({}, frame))
    return inside


def _function(compiler: Compiler, node: Node) -> Do:
    return compile_list(compiler, [node])


def _expression(compiler: Compiler, node: Node) -> Do:
    run = compiler.expression(child(node))

    def do(frame: Frame) -> Signal:
        run(frame)
        return None

    return do


def _declaration(compiler: Compiler, node: Node) -> Do:
    is_var = node.type == "variable_declaration"
    parts: list[tuple[Callable[[Frame, object], None], Run | None]] = []
    for each in named_parts(node):
        if each.type != "variable_declarator":
            raise Unknown
        name, value = each.child_by_field_name("name"), each.child_by_field_name("value")
        if is_var and name is not None and name.type == "identifier":
            compiler.hoisted.append(compiler.syntax.text(name))
        put = compiler.store(name, declares=not is_var or (name is not None and name.type != "identifier"))
        if value is not None or not is_var:
            parts.append((put, compiler.expression(value) if value is not None else None))

    def do(frame: Frame) -> Signal:
        for put, value in parts:
            put(frame, value(frame) if value is not None else UNDEFINED)
        return None

    return do


def _return(compiler: Compiler, node: Node) -> Do:
    value = child(node)
    if value is None:
        return lambda frame: Returned(UNDEFINED)
    run = compiler.expression(value)
    return lambda frame: Returned(run(frame))


def _throw(compiler: Compiler, node: Node) -> Do:
    run = compiler.expression(child(node))

    def do(frame: Frame) -> Signal:
        raise Thrown(run(frame))

    return do


def _jump(compiler: Compiler, node: Node) -> Do:
    if node.child_by_field_name("label") is not None:
        raise Unknown
    signal = BREAK if node.type == "break_statement" else CONTINUE
    return lambda frame: signal


def _if(compiler: Compiler, node: Node) -> Do:
    condition = compiler.expression(node.child_by_field_name("condition"))
    consequence, alternative = node.child_by_field_name("consequence"), node.child_by_field_name("alternative")
    if consequence is None:
        raise Unknown
    yes = compiler.statement(consequence)
    other = child(alternative) if alternative is not None and alternative.type == "else_clause" else alternative
    no = compiler.statement(other) if other is not None else None

    def do(frame: Frame) -> Signal:
        if truth(condition(frame)):
            return yes(frame)
        return no(frame) if no is not None else None

    return do


def _try(compiler: Compiler, node: Node) -> Do:
    body, handler, finalizer = (_clause(compiler, node, name) for name in ("body", "handler", "finalizer"))
    if body is None:
        raise Unknown

    def do(frame: Frame) -> Signal:
        try:
            signal = body(frame, UNDEFINED)
        except Thrown as thrown:
            signal = handler(frame, thrown.value) if handler is not None else None
            if handler is None and finalizer is None:
                raise
        last = finalizer(frame, UNDEFINED) if finalizer is not None else None
        return last if last is not None else signal

    return do


def _clause(compiler: Compiler, node: Node, name: str) -> Callable[[Frame, object], Signal] | None:
    clause = node.child_by_field_name(name)
    if clause is None:
        return None
    body = clause if clause.type == "statement_block" else clause.child_by_field_name("body")
    if body is None:
        raise Unknown
    do = compiler.statement(body)
    parameter = clause.child_by_field_name("parameter")
    put = compiler.store(parameter, declares=True) if parameter is not None else None

    def run(outer: Frame, thrown: object) -> Signal:
        frame = Frame({}, outer)
        if put is not None:
            put(frame, thrown)
        return do(frame)

    return run


def _switch(compiler: Compiler, node: Node) -> Do:
    value, body = compiler.expression(node.child_by_field_name("value")), node.child_by_field_name("body")
    if body is None:
        raise Unknown
    cases: list[tuple[Run | None, Do]] = []
    for each in named_parts(body):
        tested = each.child_by_field_name("value")
        inside = [part for part in named_parts(each) if part != tested]
        cases.append((compiler.expression(tested) if tested is not None else None, compile_list(compiler, inside)))

    def do(outer: Frame) -> Signal:
        frame, wanted = Frame({}, outer), value(outer)
        default = next((at for at, (test, _) in enumerate(cases) if test is None), len(cases))
        tests = ((at, test) for at, (test, _) in enumerate(cases) if test is not None)
        first = next((at for at, test in tests if strictly_equal(test(frame), wanted)), default)
        for _, part in cases[first:]:
            signal = part(frame)
            if signal is not None:
                return None if signal is BREAK else signal
        return None

    return do


_HANDLERS: dict[str, Callable[[Compiler, Node], Do]] = {
    "statement_block": _block,
    "function_declaration": _function,
    "expression_statement": _expression,
    "variable_declaration": _declaration,
    "lexical_declaration": _declaration,
    "return_statement": _return,
    "throw_statement": _throw,
    "break_statement": _jump,
    "continue_statement": _jump,
    "if_statement": _if,
    "while_statement": while_loop,
    "do_statement": while_loop,
    "for_statement": for_loop,
    "for_in_statement": for_in_loop,
    "try_statement": _try,
    "switch_statement": _switch,
}
