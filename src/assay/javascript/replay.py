"""Replay: the value of a name that is built up in the statements behind its declaration, such as by a loop."""

from __future__ import annotations

from tree_sitter import Node

from assay.javascript.bindings import Definition
from assay.javascript.pure.limits import Unknown
from assay.javascript.pure.machine import Machine
from assay.javascript.pure.values import UNDEFINED, Frame
from assay.javascript.syntax import FUNCTIONS, Syntax

#: Places that change one name.
MAX_CHANGES = 200
_LISTS = frozenset({"program", "statement_block"})
_SINGLE = frozenset({"expression_statement", "sequence_expression", "parenthesized_expression"})
_CHANGES = frozenset({"assignment_expression", "augmented_assignment_expression", "call_expression"})


class NotYet(Unknown):
    """The name has a value, but not yet at the place that asks for it. Internal."""


def replay(machine: Machine, name: str, found: list[Definition], at: Node) -> object:
    """Declare the name, then do what changes it, in order. Raises Unknown.

    Only what stands in the same list of statements as the declaration is done, and only for places behind it or in
    other functions; a name that is changed anywhere else has no value that can be told.
    """
    if not 1 < len(found) <= MAX_CHANGES or sum(each.declares for each in found) != 1:
        raise Unknown
    values = [each.value for each in found if each.value is not None and not (each.property or each.callback)]
    declared = next((each.value for each in found if each.declares), None)
    if len(values) != len(found) or declared is None or declared.type in FUNCTIONS:
        raise Unknown
    syntax = machine.syntax
    declaration = syntax.path_to(declared.start_byte, declared.end_byte)
    depth = next((at for at in range(len(declaration) - 1, -1, -1) if declaration[at].type in _LISTS), None)
    if depth is None or declaration[depth + 1].type not in ("lexical_declaration", "variable_declaration"):
        raise Unknown
    changes = _changes(syntax, declaration[depth], [value for value in values if value != declared])
    frame = Frame({name: machine.evaluate(declared)})
    for change in changes:
        _must_be_done(syntax, change, declaration[depth], at)
        if change.type in _CHANGES:
            machine.evaluate(change, frame)
        else:
            machine.run([change], frame)
    return frame.names.get(name, UNDEFINED)


def _changes(syntax: Syntax, block: Node, values: list[Node]) -> list[Node]:
    """The expression that makes each change, or the whole statement if that is a loop or a condition; in order."""
    found: dict[int, Node] = {}
    for value in values:
        path = syntax.path_to(value.start_byte, value.end_byte)
        inside = path[path.index(block) + 1 :] if block in path else []
        if not inside or any(each.type in FUNCTIONS and each != value for each in inside):
            raise Unknown
        change = inside[0]
        if change.type in _SINGLE:
            change = next((each for each in inside if each.type not in _SINGLE), change)
            if change.type not in _CHANGES:
                raise Unknown
        found[change.start_byte] = change
    return [found[start] for start in sorted(found)]


def _must_be_done(syntax: Syntax, change: Node, block: Node, at: Node) -> None:
    """Raises NotYet if the place that asks is not reached after the change."""
    if at.start_byte >= change.end_byte:
        return
    path = syntax.path_to(at.start_byte, at.end_byte)
    inside = path[path.index(block) + 1 :] if block in path else []
    is_within = change.start_byte <= at.start_byte
    if is_within or not any(each.type in FUNCTIONS for each in inside):
        raise NotYet
