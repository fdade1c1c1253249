"""Expressions: literals, names, operators and calls."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from assay.javascript.pure.code import Compiler, Run
from assay.javascript.pure.limits import Unknown
from assay.javascript.pure.literals import unescape
from assay.javascript.pure.members import get_member, make, method
from assay.javascript.pure.numbers import is_nan, number_of_literal, plain
from assay.javascript.pure.operators import BINARY, UNARY, add
from assay.javascript.pure.values import UNDEFINED, Array, Bytes, Frame, Function, Pattern, Record, text, truth, units
from assay.javascript.syntax import child, named_parts

_CONSTANTS = {"true": True, "false": False, "null": None, "undefined": UNDEFINED}
_LOGICAL = frozenset({"&&", "||", "??"})
#: Brackets and operators in a part of a checksum.
_MOST_NESTED = 20
_ARITHMETIC = frozenset({"+", "-", "*", "/", "%"})
_FUNCTIONS = frozenset({"function_expression", "arrow_function"})
_TRANSPARENT = frozenset(
    {"parenthesized_expression", "await_expression", "as_expression", "non_null_expression", "satisfies_expression"}
)
_MEMBERS = frozenset({"member_expression", "subscript_expression"})


class Constant:
    """Always the same value; known before anything runs."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __call__(self, frame: Frame) -> object:
        """The value."""
        return self.value


def constant(value: object) -> Run:
    """Always the same value."""
    return Constant(value)


_EMPTY = Frame({})


def _settled(run: Run, *parts: Run) -> Run:
    """The value at once, if all that it is made of is constant and it is a number."""
    if all(isinstance(part, Constant) and isinstance(part.value, int | float) for part in parts):
        value = run(_EMPTY)
        return Constant(value) if isinstance(value, int | float) else run
    return run


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


def _binary(compiler: Compiler, node: Node) -> Run:
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
        return _settled(_checksum(first, [(do, right) for do, _, right in steps]), first, *(last for *_, last in steps))
    if len(steps) == 1 and steps[0][1] not in _LOGICAL:
        do, _, right = steps[0]
        return _settled(lambda frame: do(first(frame), right(frame)), first, right)

    if all(operator == "+" for _, operator, _ in steps):
        return _settled(_sum(compiler, first, [right for *_, right in steps]), first, *(right for *_, right in steps))

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


def _unary(compiler: Compiler, node: Node) -> Run:
    operator, argument = node.child_by_field_name("operator"), node.child_by_field_name("argument")
    do = UNARY.get(operator.type if operator is not None else "")
    if do is None:
        raise Unknown
    value = compiler.expression(argument)
    return _settled(lambda frame: do(value(frame)), value)


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
    "binary_expression": _binary,
    "unary_expression": _unary,
    "ternary_expression": _ternary,
    "sequence_expression": _sequence,
    "member_expression": _member,
    "subscript_expression": _member,
    "call_expression": _call,
    "new_expression": _new,
}
