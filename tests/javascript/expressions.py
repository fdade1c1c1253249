"""Small files whose last call's first argument is the expression to be looked at."""

from __future__ import annotations

from tree_sitter import Node

from assay.javascript.callee import Callees
from assay.javascript.fold import Folder
from assay.javascript.scope import Scopes
from assay.javascript.slicing import Slicer
from assay.javascript.syntax import Syntax, argument, parse


class Asked:
    """A file ``before``, and after it ``ask(expression)``; its parts look at that expression."""

    def __init__(self, expression: str, before: str = "", after: str = "") -> None:
        head = f"{before}\nask({expression}"
        self.syntax: Syntax = parse("a.js", f"{head});{after}".encode())
        self.scopes = Scopes(self.syntax)
        self.folder = Folder(self.scopes)
        self.callees = Callees(self.scopes, self.folder)
        self.slicer = Slicer(self.scopes, self.folder, self.callees)
        end = len(head.encode())
        calls = [node for node in self.syntax.path_to(end, end + 1) if node.type == "call_expression"]
        self.call = calls[-1]

    @property
    def node(self) -> Node:
        found = argument(self.call)
        assert found is not None
        return found


def folded(expression: str, before: str = "") -> str | None:
    asked = Asked(expression, before)
    return asked.folder.text(asked.node)


def named(expression: str, before: str = "") -> str:
    asked = Asked(expression, before)
    return asked.callees.name(asked.node)
