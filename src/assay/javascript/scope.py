"""Scope: what a name stands for at a place, found on demand and within a budget."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from tree_sitter import Node

from assay.javascript.bindings import (
    BINDS,
    Definition,
    called_here,
    default_of,
    given,
    imported,
    is_declaration,
    is_field,
    key_of,
    may_bind,
    position_of,
    property_taken,
    scopes_between,
)
from assay.javascript.mentions import Mentions
from assay.javascript.syntax import FUNCTIONS, Syntax

#: Looked at in one scope for one name; minified bundles use one letter for thousands of things.
MAX_MENTIONS = 120
#: Names followed from one to the next: theft is short, and a longer way through a bundle is a way through all of it.
MAX_HOPS = 8
#: Names looked up in one file, and nodes passed on the way to where they stand.
MAX_LOOKUPS = 5_000
MAX_STEPS = 100_000
#: Calls of one function whose arguments are looked at.
MAX_CALLERS = 10
#: In a larger file only calls on ``this`` are taken for those of a method: its name may be that of many.
SMALL_BYTES = 40_000
_CALL = re.compile(rb"\s*\(")
_FILLS = frozenset({b"push", b"unshift", b"append", b"set", b"add", b"assign", b"concat"})


@dataclass(slots=True)
class Scopes:
    """Answers what names stand for in one file."""

    syntax: Syntax
    lookups: int = 0
    steps: int = 0
    _known: dict[tuple[str, int], list[Definition]] = field(default_factory=dict)
    _mentions: Mentions | None = None

    def definitions(self, name: str, at: Node) -> list[Definition]:
        """What ``name`` may stand for where ``at`` is: every value it is given in the scope that declares it."""
        found: dict[tuple[int, str, str, bool], Definition] = {}  # two nodes are compared slowly, their ids are not
        for scope in reversed(self.syntax.scopes_of(at)):
            here = self._in_scope(name, scope)
            for each in here:
                found.setdefault((each.value.id if each.value else 0, each.property, each.module, each.callback), each)
            if any(each.declares for each in here):
                break
        return list(found.values())

    def _in_scope(self, name: str, scope: Node) -> list[Definition]:
        key = (name, _key(scope))
        if key not in self._known:
            if self.lookups >= MAX_LOOKUPS or self.steps >= MAX_STEPS:
                return []
            self.lookups += 1
            self._known[key] = []  # while it is looked for, a name stands for nothing
            self._known[key] = list(self._search(name, scope))
        return self._known[key]

    def _search(self, name: str, scope: Node) -> Iterator[Definition]:
        word = name.encode()
        mentions = self._mentioned().between(word, scope.start_byte, scope.end_byte)
        telling = (start for start in mentions if may_bind(self.syntax.source, start, start + len(word)))
        for start in islice(telling, MAX_MENTIONS):
            path = self.syntax.path_to(start, start + len(word))
            self.steps += len(path)
            between = scopes_between(path, scope, start)
            for definition in self._role(path, scope):
                if not between or (not definition.declares and not any(self._declares(name, one) for one in between)):
                    yield definition

    def _mentioned(self) -> Mentions:
        """Where every name stands, found once: searching each scope for each name takes minutes in a bundle."""
        if self._mentions is None:
            self._mentions = Mentions(self.syntax.source)
        return self._mentions

    def _declares(self, name: str, scope: Node) -> bool:
        return any(each.declares for each in self._in_scope(name, scope))

    def _role(self, path: list[Node], scope: Node) -> Iterator[Definition]:
        """What one mention of the name says about it; nothing if it only uses it."""
        leaf = path[-1]
        if leaf.type not in ("identifier", "shorthand_property_identifier_pattern", "property_identifier"):
            return
        for depth in range(len(path) - 2, -1, -1):
            parent, child = path[depth], path[depth + 1]
            if parent.type in FUNCTIONS:
                yield from self._function_role(path, depth)
                return
            if parent.type in BINDS:
                target, value = BINDS[parent.type]
                if is_field(parent, target, child):
                    value_node = parent.child_by_field_name(value)
                    taken = property_taken(self.syntax, path, depth + 1)
                    loops = parent.type == "for_in_statement"
                    yield Definition(value_node, taken, declares=is_declaration(parent), loops=loops)
                return
            if parent.type == "import_statement":
                yield from self._import(parent, path)
                return
            if parent.type == "call_expression" and child.type == "member_expression":
                if self._fills(child, leaf):
                    yield Definition(parent.child_by_field_name("arguments"), declares=False)
                return
            if parent.type.endswith("_statement") or parent.type == "program":
                return

    def _import(self, statement: Node, path: list[Node]) -> Iterator[Definition]:
        source = statement.child_by_field_name("source")
        if source is not None:
            yield Definition(None, imported(self.syntax, path), module=self.syntax.text(source).strip("'\"`"))

    def _function_role(self, path: list[Node], depth: int) -> Iterator[Definition]:
        function, child = path[depth], path[depth + 1]
        if is_field(function, "name", child):
            yield Definition(function)
        elif is_field(function, "parameters", child) or is_field(function, "parameter", child):
            handed = list(self._parameter(path, depth))
            yield from handed or [Definition(None)]  # nobody is seen to call it: still no outer name is meant

    def _parameter(self, path: list[Node], depth: int) -> Iterator[Definition]:
        """A callback's parameter stands for what the call hands over, a named function's for its callers' arguments."""
        function = path[depth]
        outer = path[depth - 1] if depth else None
        call = path[depth - 2] if depth > 1 else None
        if outer is not None and call is not None and outer.type == "arguments":
            yield Definition(call, callback=True)
            return
        on_the_spot = called_here(path, depth)
        if on_the_spot is not None:
            yield from given(on_the_spot, position_of(path, depth))
        default = default_of(path, depth)
        if default is not None:
            yield Definition(default)
        name = function.child_by_field_name("name")
        key = key_of(function, outer)
        if key is not None:
            if outer is not None and outer.type == "assignment_expression" and self.syntax.text(key).startswith("on"):
                yield Definition(outer.child_by_field_name("left"))  # a listener hears what the object has to say
            yield from self._method_callers(self.syntax.text(key), position_of(path, depth), path, depth)
            return
        if name is None and outer is not None and outer.type == "variable_declarator":
            name = outer.child_by_field_name("name")
        if name is None and outer is not None and outer.type == "assignment_expression":
            left = outer.child_by_field_name("left")
            name = left if left is not None and left.type == "identifier" else None
        if name is not None:
            yield from self._callers(self.syntax.text(name), position_of(path, depth))

    def _callers(self, name: str, position: int) -> Iterator[Definition]:
        word = name.encode()
        mentions = self._mentioned().between(word, 0, len(self.syntax.source))
        calls = (start for start in mentions if _CALL.match(self.syntax.source, start + len(word)))
        for start in islice(calls, MAX_CALLERS):
            for node in reversed(self.syntax.path_to(start, start + len(word))):
                if node.type == "call_expression":
                    yield from given(node, position)
                    break

    def _method_callers(self, name: str, position: int, path: list[Node], depth: int) -> Iterator[Definition]:
        """Arguments of ``this.name(...)`` in the same class; of ``made.name(...)`` anywhere in a small file."""
        whole = len(self.syntax.source) <= SMALL_BYTES
        around = self.syntax.root if whole else path[depth - 1]
        if around.end_byte - around.start_byte > 2 * SMALL_BYTES:
            return
        if name == "constructor":
            owner = path[depth - 2].child_by_field_name("name") if depth > 1 else None
            called = rb"new\s+" + re.escape(self.syntax.text(owner).encode()) + rb"\s{0,4}\(" if owner else rb"(?!)"
        else:
            called = (rb"" if whole else rb"this") + rb"\.\s{0,4}" + re.escape(name.encode()) + rb"\s{0,4}\("
        found = re.compile(called).finditer(self.syntax.source, around.start_byte, around.end_byte)
        for match in islice(found, MAX_CALLERS):
            call = self.syntax.innermost(match.end() - 1, match.end(), "call_expression", "new_expression")
            if call is not None:
                yield from given(call, position)

    def _fills(self, member: Node, leaf: Node) -> bool:
        subject, method = member.child_by_field_name("object"), member.child_by_field_name("property")
        if subject is None or method is None or subject.start_byte != leaf.start_byte:
            return False
        return self.syntax.source[method.start_byte : method.end_byte] in _FILLS


def _key(scope: Node) -> int:
    return -1 if scope.type == "program" else scope.start_byte
