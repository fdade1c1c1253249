"""Bindings: where and how a mention of a name gives it something to stand for, by the syntax around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from assay.javascript.syntax import FUNCTIONS, Syntax, named_parts

#: Node types that bind a name: the field of the name or pattern, and that of the value.
BINDS = {
    "variable_declarator": ("name", "value"),
    "assignment_expression": ("left", "right"),
    "augmented_assignment_expression": ("left", "right"),
    "for_in_statement": ("left", "right"),
}
_BINDS_AFTER = re.compile(
    rb"""\s*(?:=(?!=)|(?:[-+*/%^&|]|\*\*|<<|>>>?|&&|\|\||\?\?)=|[,)\]}:]|(?:of|in|from|as)\b
      |\.\s*(?:searchParams\s*\.\s*|headers\s*\.\s*)?(?:push|unshift|append|set|add|assign|concat)\s*\(|\.[\w$.]{1,60}\s*=(?!=)|\[[^\]\n]{0,60}\]\s*=(?!=))""",
    re.VERBOSE,
)
_BINDS_BEFORE = re.compile(rb"(?:\b(?:let|var|const|function\*?|class|import)\s+|[,.]\s*|\*\s*)\Z")


@dataclass(frozen=True, slots=True)
class Definition:
    """One thing that a name may stand for.

    value      the expression it is bound to, or the function it names
    property   the property taken from the value by destructuring, ``*`` for the rest, "" for the value itself
    module     the module it is imported from, "" if it is not imported
    callback   it is a parameter of a function that ``value`` (a call) is given
    declares   the name belongs to this scope; False for a value given to a name of an outer one
    loops      it is each part of the value in turn
    """

    value: Node | None
    property: str = ""
    module: str = ""
    callback: bool = False
    declares: bool = True
    loops: bool = False


def key_of(function: Node, outer: Node | None) -> Node | None:
    """The name under which a class, an object or a prototype has a function; None for any other function."""
    if function.type == "method_definition":
        return function.child_by_field_name("name")
    if outer is None or outer.type not in (
        "pair",
        "field_definition",
        "public_field_definition",
        "assignment_expression",
    ):
        return None
    if outer.type == "assignment_expression":
        left = outer.child_by_field_name("left")
        return left.child_by_field_name("property") if left is not None and left.type == "member_expression" else None
    return outer.child_by_field_name({"pair": "key", "field_definition": "property"}.get(outer.type, "name"))


def default_of(path: list[Node], depth: int) -> Node | None:
    """The value that a parameter has when none is handed over: ``process.env`` for ``(all = process.env) => ...``."""
    pattern = path[depth + 2] if depth + 2 < len(path) else None
    if pattern is None:
        return None
    if pattern.type in ("required_parameter", "optional_parameter"):
        return pattern.child_by_field_name("value")
    return pattern.child_by_field_name("right") if pattern.type == "assignment_pattern" else None


def given(call: Node, position: int) -> Iterator[Definition]:
    """What a call hands over at this place."""
    arguments = call.child_by_field_name("arguments")
    handed = named_parts(arguments) if arguments is not None and arguments.child_count < 100 else []
    if position < len(handed):
        yield Definition(handed[position])


def called_here(path: list[Node], depth: int) -> Node | None:
    """The call of a function where it stands: ``(function (a) {})(1)``."""
    at = depth - 1
    while at > 0 and path[at].type == "parenthesized_expression":
        at -= 1
    call = path[at]
    if call.type != "call_expression":
        return None
    function = call.child_by_field_name("function")
    return call if function is not None and function.start_byte == path[at + 1].start_byte else None


def may_bind(source: bytes, start: int, end: int) -> bool:
    """Whether what stands around a mention could bind the name; most mentions only use it, and are passed over here."""
    return (
        _BINDS_AFTER.match(source, end) is not None
        or _BINDS_BEFORE.search(source, max(0, start - 12), start) is not None
    )


def scopes_between(path: list[Node], scope: Node, start: int) -> list[Node]:
    """The functions inside of ``scope`` that a mention lies in; a function's own name lies outside of it."""
    found = []
    outer = scope.id
    for node in reversed(path):
        if node.id == outer:
            break
        if node.type in FUNCTIONS and not _is_own_name(node, start):
            found.append(node)
    return found


def _is_own_name(function: Node, start: int) -> bool:
    name = function.child_by_field_name("name")
    return name is not None and name.start_byte == start and function.type.endswith("declaration")


def is_declaration(parent: Node) -> bool:
    """True if what binds a name also declares it."""
    if parent.type == "for_in_statement":
        return parent.child_by_field_name("kind") is not None
    return parent.type == "variable_declarator"


def is_field(parent: Node, name: str, child: Node) -> bool:
    """True if a part of a node stands in this field of it."""
    found = parent.child_by_field_name(name)
    return found is not None and found.start_byte == child.start_byte and found.end_byte == child.end_byte


def position_of(path: list[Node], depth: int) -> int:
    """Which parameter of the function at ``depth`` the path leads to, from 0."""
    parameters = path[depth + 1]
    if parameters.type != "formal_parameters" or depth + 2 >= len(path) or parameters.child_count > 100:
        return 0
    starts = [each.start_byte for each in parameters.named_children]
    return starts.index(path[depth + 2].start_byte) if path[depth + 2].start_byte in starts else 0


def property_taken(syntax: Syntax, path: list[Node], depth: int) -> str:
    """The property by which a pattern takes the leaf: ``b`` for ``{b}``, ``{b: leaf}``; "" if there is no pattern."""
    if path[depth].type not in ("object_pattern", "object"):
        return ""
    for node in path[depth + 1 :]:
        if node.type in ("rest_pattern", "spread_element"):
            return "*"
        if node.type in ("pair_pattern", "pair"):
            key = node.child_by_field_name("key")
            return syntax.text(key).strip("'\"") if key is not None else ""
    return syntax.text(path[-1])


def imported(syntax: Syntax, path: list[Node]) -> str:
    """The export that an import names, "" for the whole module."""
    for node in path:
        if node.type == "import_specifier":
            name = node.child_by_field_name("name")
            return syntax.text(name) if name is not None else ""
    return ""
