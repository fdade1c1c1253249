"""Inlining: functions that only pass on what they are given, such as ``function (a, b) { return a(b); }``."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from assay.javascript.pure.limits import Unknown
from assay.javascript.pure.values import Function
from assay.javascript.syntax import child, named_parts
from assay.javascript.unveil.cells import Cells

#: Such functions that pass on to such functions.
MAX_HOPS = 6
_MEMBERS = frozenset({"member_expression", "subscript_expression"})
#: What an operator's operand may be without brackets around it.
Value = Callable[[Node], object]


def inlined(cells: Cells, function: Function, given: list[str], hops: int = 0) -> str | None:
    """The code that a call of the function stands for, with the texts of its arguments in it; None for any other."""
    result = _returned(function.node)
    if result is None or hops > MAX_HOPS:
        return None
    names = [cells.scopes.syntax.text(each) for each in _parameters(function.node)]
    texts = dict(zip(names, given, strict=False))
    if result.type == "binary_expression":
        left, right = (_part(cells, result.child_by_field_name(side), texts) for side in ("left", "right"))
        operator = result.child_by_field_name("operator")
        return f"({left} {operator.type} {right})" if left and right and operator is not None else None
    if result.type != "call_expression":
        return None
    callee, arguments = result.child_by_field_name("function"), result.child_by_field_name("arguments")
    if callee is None or arguments is None or arguments.child_count > 50:
        return None
    passed = [_part(cells, each, texts) for each in named_parts(arguments)]
    handed = [each for each in passed if each is not None]
    if len(handed) != len(passed):
        return None
    if callee.type == "identifier" and cells.scopes.syntax.text(callee) in texts:
        return f"{texts[cells.scopes.syntax.text(callee)]}({', '.join(handed)})"
    if callee.type not in _MEMBERS:
        return None
    try:
        next_one = cells.machine.evaluate(callee, function.frame)
    except Unknown:
        return None
    return inlined(cells, next_one, handed, hops + 1) if isinstance(next_one, Function) else None


def _part(cells: Cells, node: Node | None, texts: dict[str, str]) -> str | None:
    if node is None or node.type != "identifier":
        return None
    return texts.get(cells.scopes.syntax.text(node))


def _parameters(function: Node) -> list[Node]:
    parameters = function.child_by_field_name("parameters")
    return named_parts(parameters) if parameters is not None else []


def _returned(function: Node) -> Node | None:
    """The only thing that a function does is to return this; functions that stand beside it do nothing."""
    body = function.child_by_field_name("body")
    if body is None or body.type != "statement_block" or body.child_count > 20:
        return None
    does = [each for each in named_parts(body) if each.type != "function_declaration"]
    return child(does[0]) if len(does) == 1 and does[0].type == "return_statement" else None
