"""Carriers: the parts of a piece of syntax whose values may become its own, or be kept by it."""

from __future__ import annotations

import re
from itertools import islice

from tree_sitter import Node

from assay.javascript.syntax import FUNCTIONS, Syntax, argument, named_parts

#: Nodes with more parts than this are tables, which carry nothing of interest.
MAX_PARTS = 4_000
#: What these give is true, false or a number, whatever they are given.
_COMPARISONS = frozenset({"==", "===", "!=", "!==", "<", ">", "<=", ">=", "in", "instanceof", "&&"})
_JUDGING = frozenset({"typeof", "!", "void", "delete", "-", "~"})
#: A function that stands in one of these gives nothing before somebody calls it by a name.
_HOLDERS = frozenset({"pair", "array", "object", "statement_block", "program", "export_statement"})
#: Characters of the name of an event, and places where it is raised, that are looked at.
_LONGEST_EVENT, _MAX_EMITS = 60, 12
#: Larger files are bundles of many, each with events of its own.
_LARGE = 64 * 1024
_LEAVES = frozenset({"string", "number", "regex", "comment", "this", "property_identifier", "class_body"})


def carriers(node: Node) -> list[Node]:
    """The named parts that carry a value on: not conditions, comparisons, or the left of ``&&``."""
    if node.type in _LEAVES or node.child_count > MAX_PARTS:
        return []
    if node.type == "binary_expression":
        return _of_operator(node)
    if node.type == "unary_expression":
        operator = node.child_by_field_name("operator")
        return [] if operator is not None and operator.type in _JUDGING else node.named_children
    if node.type in _HOLDERS:
        return [part for part in node.named_children if part.type not in FUNCTIONS]
    condition = node.child_by_field_name("condition")
    if condition is None:
        return node.named_children
    return [part for part in node.named_children if part != condition]


def _of_operator(node: Node) -> list[Node]:
    operator, right = node.child_by_field_name("operator"), node.child_by_field_name("right")
    if operator is None or operator.type not in _COMPARISONS:
        return node.named_children
    return [right] if operator.type == "&&" and right is not None else []


def emitted(syntax: Syntax, listening: Node) -> list[Node]:
    """What the file hands to listeners of the same event: ``x.emit("go", data)`` for ``x.on("go")``."""
    event = argument(listening)
    if (
        event is None
        or event.type != "string"
        or event.end_byte - event.start_byte > _LONGEST_EVENT
        or len(syntax.source) > _LARGE
    ):
        return []
    word = re.escape(syntax.source[event.start_byte + 1 : event.end_byte - 1])
    found: list[Node] = []
    for match in islice(re.finditer(rb"\.emit\s{0,4}\(\s{0,4}['\"`]" + word + rb"['\"`]", syntax.source), _MAX_EMITS):
        call = syntax.innermost(match.end() - 1, match.end(), "call_expression")
        arguments = call.child_by_field_name("arguments") if call is not None else None
        found += named_parts(arguments)[1:] if arguments is not None and arguments.child_count < _MAX_EMITS else []
    return found


def given_to_child(syntax: Syntax, call: Node) -> list[Node]:
    """What a process or worker is started with, but for its environment: every child has one, and few tell it."""
    arguments = call.child_by_field_name("arguments")
    if arguments is None or arguments.child_count > MAX_PARTS:
        return []
    given: list[Node] = []
    for each in named_parts(arguments):
        parts = each.named_children if each.type == "object" else [each]
        given.extend(part for part in parts if not _is_environment(syntax, part))
    return given


def _is_environment(syntax: Syntax, part: Node) -> bool:
    name = part.child_by_field_name("key") if part.type == "pair" else part
    return name is not None and syntax.text(name) in ("env", "'env'", '"env"')
