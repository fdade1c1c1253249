"""Expressions: literals, names, members and calls."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from assay.javascript.pure.code import Compiler, Run
from assay.javascript.pure.constants import constant
from assay.javascript.pure.limits import Unknown
from assay.javascript.pure.literals import unescape
from assay.javascript.pure.members import get_member, make, method
from assay.javascript.pure.numbers import number_of_literal
from assay.javascript.pure.operations import binary, unary
from assay.javascript.pure.values import UNDEFINED, Array, Bytes, Frame, Function, Pattern, Record, text, truth, units
from assay.javascript.syntax import child, named_parts

_CONSTANTS = {"true": True, "false": False, "null": None, "undefined": UNDEFINED}
_FUNCTIONS = frozenset({"function_expression", "arrow_function"})
_TRANSPARENT = frozenset(
    {"parenthesized_expression", "await_expression", "as_expression", "non_null_expression", "satisfies_expression"}
)
_MEMBERS = frozenset({"member_expression", "subscript_expression"})


def compile_expression(compiler: Compiler, node: Node) -> Run:
    """Compile any expression. Raises Unknown for kinds that are not pure, or not known."""
    kind = node.type
    if kind in _CONSTANTS:
        return constant(_CONSTANTS[kind])
    if kind in _TRANSPARENT:
        return compiler.expression(child(node))
    if kind in _FUNCTIONS:
        return lambda frame: Function(node, frame, compiler.syntax.text(node))
    handler = _HANDLERS.get(kind)
    if handler is None:
        raise Unknown
    return handler(compiler, node)


def _number(compiler: Compiler, node: Node) -> Run:
    return constant(number_of_literal(compiler.syntax.text(node)))


def _string(compiler: Compiler, node: Node) -> Run:
    return constant(units(unescape(compiler.syntax.text(node)[1:-1])))


def _template(compiler: Compiler, node: Node) -> Run:
    compiler.budget.look(node.child_count)
    parts = [_template_part(compiler, piece) for piece in named_parts(node)]

    def run(frame: Frame) -> object:
        pieces = [text(part(frame)) for part in parts]
        compiler.budget.build(sum(map(len, pieces)))
        return "".join(pieces)

    return run


def _template_part(compiler: Compiler, piece: Node) -> Run:
    if piece.type == "template_substitution":
        return compiler.expression(child(piece))
    return constant(units(unescape(compiler.syntax.text(piece))))


def _regex(compiler: Compiler, node: Node) -> Run:
    body, flags = node.child_by_field_name("pattern"), node.child_by_field_name("flags")
    source = compiler.syntax.text(body) if body is not None else ""
    return constant(Pattern(source, compiler.syntax.text(flags) if flags is not None else ""))


def _this(compiler: Compiler, node: Node) -> Run:
    return _read(compiler, node, "this")


def _identifier(compiler: Compiler, node: Node) -> Run:
    name = compiler.syntax.text(node)
    return constant(UNDEFINED) if name == "undefined" else _read(compiler, node, name)


def _read(compiler: Compiler, node: Node, name: str) -> Run:
    def run(frame: Frame) -> object:
        here: Frame | None = frame
        while here is not None:
            if name in here.names:
                return here.names[name]
            here = here.outer
        return compiler.world.value(name, node)

    return run


def _array(compiler: Compiler, node: Node) -> Run:
    compiler.budget.look(node.child_count)
    parts = _spread_parts(compiler, named_parts(node))
    return lambda frame: Array(_spread(frame, parts))


def _spread_parts(compiler: Compiler, nodes: list[Node]) -> list[tuple[Run, bool]]:
    spread = [each.type == "spread_element" for each in nodes]
    return [
        (compiler.expression(child(each) if is_spread else each), is_spread)
        for each, is_spread in zip(nodes, spread, strict=True)
    ]


def _spread(frame: Frame, parts: list[tuple[Run, bool]]) -> list[object]:
    found: list[object] = []
    for run, is_spread in parts:
        value = run(frame)
        if is_spread:
            found.extend(items(value))
        else:
            found.append(value)
    return found


def items(value: object) -> list[object]:
    """What iterating over a value gives. Raises Unknown."""
    if isinstance(value, Array):
        return list(value.items)
    if isinstance(value, str):
        return list(value)
    if isinstance(value, Bytes):
        return list(value.data)
    raise Unknown


def _object(compiler: Compiler, node: Node) -> Run:
    compiler.budget.look(node.child_count)
    pairs = [_pair(compiler, each) for each in named_parts(node)]

    def run(frame: Frame) -> object:
        return Record({text(key(frame)): value(frame) for key, value in pairs})

    return run


def _pair(compiler: Compiler, node: Node) -> tuple[Run, Run]:
    if node.type == "pair":
        key = node.child_by_field_name("key")
        return _key(compiler, key), compiler.expression(node.child_by_field_name("value"))
    if node.type == "shorthand_property_identifier":
        return constant(compiler.syntax.text(node)), _identifier(compiler, node)
    if node.type == "method_definition":
        name = node.child_by_field_name("name")
        return _key(compiler, name), lambda frame: Function(node, frame, compiler.syntax.text(node))
    raise Unknown


def _key(compiler: Compiler, node: Node | None) -> Run:
    if node is None:
        raise Unknown
    if node.type in ("property_identifier", "private_property_identifier"):
        return constant(compiler.syntax.text(node))
    return compiler.expression(child(node) if node.type == "computed_property_name" else node)


def _ternary(compiler: Compiler, node: Node) -> Run:
    condition, yes, no = (
        compiler.expression(node.child_by_field_name(name)) for name in ("condition", "consequence", "alternative")
    )
    return lambda frame: yes(frame) if truth(condition(frame)) else no(frame)


def _sequence(compiler: Compiler, node: Node) -> Run:
    parts = [compiler.expression(each) for each in named_parts(node)]

    def run(frame: Frame) -> object:
        found: object = UNDEFINED
        for part in parts:
            found = part(frame)
        return found

    return run


def member_parts(compiler: Compiler, node: Node) -> tuple[Run, Run]:
    """The object and the key of a member. Raises Unknown."""
    subject = compiler.expression(node.child_by_field_name("object"))
    if node.type == "member_expression":
        return subject, _key(compiler, node.child_by_field_name("property"))
    return subject, compiler.expression(node.child_by_field_name("index"))


def _member(compiler: Compiler, node: Node) -> Run:
    subject, key = member_parts(compiler, node)
    return lambda frame: get_member(subject(frame), key(frame))


def _call(compiler: Compiler, node: Node) -> Run:
    function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if function is None or arguments is None or arguments.type != "arguments":
        raise Unknown
    compiler.budget.look(arguments.child_count)
    parts = _spread_parts(compiler, named_parts(arguments))
    while function is not None and function.type == "parenthesized_expression":
        function = child(function)
    if function is not None and function.type in _MEMBERS:
        subject, key = member_parts(compiler, function)

        def run_method(frame: Frame) -> object:
            owner = subject(frame)
            name = key(frame)
            return method(compiler, owner, name, _spread(frame, parts))

        return run_method
    callee = compiler.expression(function)
    return lambda frame: compiler.call(callee(frame), UNDEFINED, _spread(frame, parts))


def _new(compiler: Compiler, node: Node) -> Run:
    constructor, arguments = node.child_by_field_name("constructor"), node.child_by_field_name("arguments")
    parts = _spread_parts(compiler, named_parts(arguments)) if arguments is not None else []
    maker = compiler.expression(constructor)
    return lambda frame: make(compiler, maker(frame), _spread(frame, parts))


_HANDLERS: dict[str, Callable[[Compiler, Node], Run]] = {
    "number": _number,
    "string": _string,
    "template_string": _template,
    "regex": _regex,
    "this": _this,
    "identifier": _identifier,
    "array": _array,
    "object": _object,
    "binary_expression": binary,
    "unary_expression": unary,
    "ternary_expression": _ternary,
    "sequence_expression": _sequence,
    "member_expression": _member,
    "subscript_expression": _member,
    "call_expression": _call,
    "new_expression": _new,
}
