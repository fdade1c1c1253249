"""Holdings: what a property of ``this``, of a class or of an object that stands in the file may hold.

Only the class or object itself is searched, and for ``this`` in a function of a prototype the file, if it is small.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from tree_sitter import Node

from assay.javascript.scope import Scopes
from assay.javascript.syntax import child

#: Values of one property, and properties looked up in one file.
MAX_VALUES, MAX_LOOKUPS = 12, 2_000
#: A longer class or object is a library's own, and a longer file a bundle.
MAX_BYTES = 64 * 1024
#: Classes are looked for by name in files of so many bytes, and so many of them.
MAX_SEARCHED, MAX_CLASSES = 256 * 1024, 200
_CLASSES = frozenset({"class_declaration", "class", "abstract_class_declaration"})
_NAMED = re.compile(
    rb"\bclass\s{1,4}([\w$]{1,80})|(?<![\w$.])([\w$]{1,80})\s{0,4}=\s{0,4}class\b|(?<![\w$.])([\w$]{1,80})\.prototype\b"
)
_DEFINES = {
    "method_definition": ("name", ""),
    "field_definition": ("property", "value"),
    "public_field_definition": ("name", "value"),
    "pair": ("key", "value"),
}
#: Functions that have a ``this`` of their own.
_OWN_THIS = frozenset({"method_definition", "function_expression", "function_declaration", "generator_function"})
_HOPS = 4


@dataclass(slots=True)
class Holdings:
    """Answers what the properties of a file's own classes and objects hold."""

    scopes: Scopes
    _known: dict[tuple[int, int, str], list[Node]] = field(default_factory=dict)
    _classes: dict[bytes, tuple[int, int]] | None = None

    def values(self, member: Node) -> list[Node]:
        """The values of ``this.x``, ``made.x`` and ``Class.x``: expressions and functions; [] if none is known."""
        subject, named = member.child_by_field_name("object"), member.child_by_field_name("property")
        if subject is None or named is None or named.type not in ("property_identifier", "private_property_identifier"):
            return []
        region = self._region(subject, 0)
        if region is None or region.end_byte - region.start_byte > MAX_BYTES or len(self._known) >= MAX_LOOKUPS:
            return []
        name = self.scopes.syntax.text(named)
        key = (region.start_byte, region.end_byte, name)
        if key not in self._known:
            self._known[key] = []  # while it is looked for, it holds nothing
            self._known[key] = list(islice(self._search(region, name), MAX_VALUES))
        return self._known[key]

    def _region(self, subject: Node, hops: int) -> Node | None:
        """Where the properties of an object are given: its class, the object itself, the file."""
        if subject.type == "this":
            return self._own(subject)
        if subject.type == "parenthesized_expression":
            inner = child(subject)
            return self._region(inner, hops) if inner is not None else None
        if subject.type == "new_expression":
            constructor = subject.child_by_field_name("constructor")
            return self._class(constructor) if constructor is not None and constructor.type == "identifier" else None
        if subject.type != "identifier" or hops >= _HOPS:
            return None
        for each in self.scopes.definitions(self.scopes.syntax.text(subject), subject):
            if each.value is None or each.property or each.callback or each.loops:
                continue
            if each.value.type == "object":
                return each.value
            if each.value.type in ("new_expression", "identifier"):
                return self._region(each.value, hops + 1)
        return self._class(subject)

    def _own(self, this: Node) -> Node | None:
        in_function = False
        for node in reversed(self.scopes.syntax.path_to(this.start_byte, this.end_byte)):
            if node.type == "class_body" or (in_function and node.type == "object"):
                return node
            in_function = in_function or node.type in _OWN_THIS
        return self.scopes.syntax.root

    def _class(self, named: Node) -> Node | None:
        """The body of the class with this name, or the file if it is a function that makes objects."""
        syntax = self.scopes.syntax
        place = self._declared().get(syntax.source[named.start_byte : named.end_byte])
        if place is None:
            return None
        for node in reversed(syntax.path_to(*place)):
            for each in (node, *node.named_children[:8]):
                body = each.child_by_field_name("body" if each.type in _CLASSES else "value")
                body = body.child_by_field_name("body") if body is not None and body.type in _CLASSES else body
                if body is not None and body.type == "class_body":
                    return body
            if node.type.endswith(("_statement", "_declaration")):
                break
        return syntax.root

    def _declared(self) -> dict[bytes, tuple[int, int]]:
        """Where each class, and each function with a prototype, is named first; one pass over the file."""
        if self._classes is None:
            self._classes = {}
            source = self.scopes.syntax.source
            for match in islice(_NAMED.finditer(source) if len(source) <= MAX_SEARCHED else (), MAX_CLASSES):
                self._classes.setdefault(match[1] or match[2] or match[3], match.span())
        return self._classes

    def _search(self, region: Node, name: str) -> Iterator[Node]:
        source = self.scopes.syntax.source
        word = re.escape(name.encode())
        given = re.compile(
            rb"(?:this|self|that|_this|prototype)\s{0,4}\.\s{0,4}"
            + word
            + rb"\s{0,4}(?:=(?![=>])|\.(?:push|set|append|assign)\()"
            rb"|(?<![\w$.])['\"]?" + word + rb"['\"]?\s{0,4}[=:(]"
        )
        for match in given.finditer(source, region.start_byte, region.end_byte):
            found = self._given(region, match)
            if found is not None:
                yield found

    def _given(self, region: Node, match: re.Match[bytes]) -> Node | None:
        """What the property is given there, if that is what stands there."""
        path = self.scopes.syntax.path_to(match.end() - 1, match.end())
        start = match.start()
        for node in reversed(path):
            if node.start_byte < region.start_byte:
                break
            if node.type == "call_expression" and match[0].endswith(b"("):
                return node.child_by_field_name("arguments") if node.start_byte == start else None
            if node.type == "assignment_expression":
                left = node.child_by_field_name("left")
                is_it = left is not None and left.start_byte <= start < left.end_byte
                return node.child_by_field_name("right") if is_it else None
            if node.type in _DEFINES:
                name, value = _DEFINES[node.type]
                key = node.child_by_field_name(name)
                is_key = key is not None and key.start_byte <= start < key.end_byte
                return (node.child_by_field_name(value) if value else node) if is_key else None
        return None
