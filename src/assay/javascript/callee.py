"""Callee: one plain name for what an expression refers to, however the file came by it.

Modules are written with a colon before them: ``:https.request`` for ``https.request`` after ``const https =
require('https')``, after ``import {request} from 'node:https'``, and after ``require('ht' + 'tps')['request']``. What a
call returns ends in ``()``. Globals are written as they are: ``fetch``, ``process.env``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tree_sitter import Node

from assay.javascript.fold import Folder
from assay.javascript.holdings import Holdings
from assay.javascript.scope import Scopes
from assay.javascript.syntax import argument, child

#: Names followed from one to the next.
MAX_HOPS = 12
#: Values of one property of ``this`` that are looked at for a name.
MAX_HELD = 3
_GLOBALS = ("global.", "globalThis.", "window.", "self.")
_REQUIRES = frozenset({"require", "import", "module.require", "process.mainModule.require", ":module.createRequire()"})
_WRAPPERS = frozenset({"parenthesized_expression", "await_expression", "non_null_expression", "as_expression"})

_NAMEABLE = frozenset(
    {
        *("identifier", "member_expression", "subscript_expression"),
        *("call_expression", "new_expression", "await_expression"),
    }
)


@dataclass(slots=True)
class Callees:
    """Names what expressions of one file refer to."""

    scopes: Scopes
    folder: Folder
    _known: dict[int, str] = field(default_factory=dict)
    holdings: Holdings = field(init=False)
    _names: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.holdings = Holdings(self.scopes)

    def name(self, node: Node | None, hops: int = 0) -> str:
        """The plain name of an expression, "" if it has none."""
        if hops or node is None:
            return self._name(node, hops)
        if node.id not in self._known:
            self._known[node.id] = self._name(node, hops)
        return self._known[node.id]

    def _name(self, node: Node | None, hops: int) -> str:
        while node is not None and node.type in _WRAPPERS:
            node = child(node)
        if node is None or hops > MAX_HOPS:
            return ""
        if node.type in ("identifier", "shorthand_property_identifier", "import"):
            return self._identifier(node, hops)
        if node.type == "member_expression":
            return self._member(node.child_by_field_name("object"), self._property(node), hops) or self._held(
                node, hops
            )
        if node.type == "subscript_expression":
            return self._member(node.child_by_field_name("object"), self._index(node), hops)
        if node.type == "call_expression":
            return self._call(node, hops)
        if node.type == "new_expression":
            constructor = self.name(node.child_by_field_name("constructor"), hops + 1)
            return f"{constructor}()" if constructor else ""
        if node.type == "sequence_expression":  # (0, object.method)(...) as compilers write it
            return self.name(child(node, node.named_child_count - 1), hops + 1)
        if node.type in ("array", "string", "function_expression", "arrow_function", "regex"):
            return f"<{node.type}>"
        return ""

    def _identifier(self, node: Node, hops: int) -> str:
        word = self.scopes.syntax.text(node)
        for found in self.scopes.definitions(word, node):
            if found.module:
                module = module_name(found.module)
                return f"{module}.{found.property}" if found.property else module
            if found.callback or found.value is None or found.property == "*":
                continue
            if found.value.type in _NAMEABLE:
                name = self.name(found.value, hops + 1)
                if name and not name.endswith("."):
                    return f"{name}.{found.property}".removesuffix(".default") if found.property else name
            return ""
        return word

    def _member(self, subject: Node | None, name: str, hops: int) -> str:
        owner = self.name(subject, hops + 1)
        if not owner or not name:
            return ""
        whole = f"{owner}.{name}"
        for prefix in _GLOBALS:
            whole = whole.removeprefix(prefix)
        return whole.removesuffix(".default")

    def _held(self, node: Node, hops: int) -> str:
        """The name of what ``this.x`` was given: ``:https`` after ``this.x = require("https")``."""
        subject = node.child_by_field_name("object")
        if subject is None or subject.type != "this":
            return ""
        given = [each for each in self.holdings.values(node)[:MAX_HELD] if each.type in _NAMEABLE]
        if not given:
            return ""
        if given[0].id not in self._names:
            self._names[given[0].id] = ""  # while it is looked for, it has no name
            names = (self.name(each, hops + 1) for each in given)
            self._names[given[0].id] = next((name for name in names if name and not name.startswith("<")), "")
        return self._names[given[0].id]

    def _property(self, node: Node) -> str:
        found = node.child_by_field_name("property")
        return self.scopes.syntax.text(found) if found is not None else ""

    def _index(self, node: Node) -> str:
        return self.folder.text(node.child_by_field_name("index")) or ""

    def _call(self, node: Node, hops: int) -> str:
        function = self.name(node.child_by_field_name("function"), hops + 1)
        if function in _REQUIRES:
            module = self.folder.text(argument(node))
            return module_name(module) if module else ""
        if function.endswith(".bind"):
            return function.removesuffix(".bind")
        if function.endswith("promisify"):
            return self.name(argument(node), hops + 1)
        return f"{function}()" if function else ""


def module_name(specifier: str) -> str:
    """``:https`` for ``https`` and ``node:https``."""
    return f":{specifier.removeprefix('node:')}"
