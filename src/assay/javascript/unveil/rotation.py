"""Rotation: the code that turns an array of texts until a checksum fits, found by its words and computed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from tree_sitter import Node

from assay.javascript.pure.limits import Unknown
from assay.javascript.syntax import FUNCTIONS, Syntax, child
from assay.javascript.unveil.cells import Cells

_SHIFT = re.compile(rb"\bshift\b|\\x73\\x68\\x69\\x66\\x74")
#: Places where something is shifted that are looked at.
MAX_PLACES = 50


def rotate(cells: Cells) -> int:
    """Do every rotation of the file to the arrays in ``cells``; the number of those that came to an end."""
    done = 0
    for call in rotations(cells.scopes.syntax):
        try:
            cells.machine.evaluate(call)
        except Unknown:
            continue
        done += 1
    return done


def rotations(syntax: Syntax) -> Iterator[Node]:
    """Functions that are called where they stand, with arguments, and shift something."""
    seen: set[int] = set()
    for match in islice(_SHIFT.finditer(syntax.source), MAX_PLACES):
        for node in syntax.path_to(match.start(), match.end()):
            if node.type == "call_expression" and _is_called_here(node):
                if node.id not in seen:
                    seen.add(node.id)
                    yield node
                break


def _is_called_here(call: Node) -> bool:
    function, arguments = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    while function is not None and function.type == "parenthesized_expression":
        function = child(function)
    if function is None or function.type not in FUNCTIONS or arguments is None:
        return False
    return any(each.type in ("identifier", "array") for each in arguments.named_children[:4])
