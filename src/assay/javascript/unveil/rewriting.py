"""Rewriting: calls of decoders and members of tables give way to what they stand for."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from tree_sitter import Node

from assay.javascript.places import Edit
from assay.javascript.pure.limits import Unknown
from assay.javascript.pure.literals import unescape
from assay.javascript.pure.numbers import text_of_number
from assay.javascript.pure.values import Function, Record, joined
from assay.javascript.syntax import Stop, child, named_parts
from assay.javascript.unveil.cells import Cells
from assay.javascript.unveil.inlining import inlined

#: Nodes of a file that are looked at, and how deep they may nest; what lies beyond stays as it is.
MAX_NODES = 300_000
MAX_DEPTH = 150
_NAME = re.compile(r"[A-Za-z_$][\w$]{0,100}", re.ASCII)
_LEAVES = frozenset({"number", "identifier", "property_identifier", "regex", "comment", "this", "template_string"})
_PLAIN = frozenset({"number", "string", "unary_expression", "binary_expression"})
#: Texts that only the checksum of a rotation is made of.
_CHECKSUM = re.compile(r"\d{1,12}[A-Za-z]{0,12}")
#: Attempts to compute calls of one function that may fail before it is left alone.
MAX_FAILURES = 3
#: Decoded texts that are kept to be shown.
MAX_SAMPLES = 1_000


@dataclass(slots=True)
class Rewriter:
    """Collects the edits of one file."""

    cells: Cells
    stop: Stop
    edits: list[Edit] = field(default_factory=list)
    nodes: int = 0
    decoded: int = 0
    samples: dict[str, int] = field(default_factory=dict)
    _failed: dict[int, int] = field(default_factory=dict)

    def rewrite(self, node: Node, depth: int = 0) -> str | None:
        """Edit what stands below a node; the text that it is now a literal of, None if it is none."""
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES or (self.nodes % 500 == 0 and self.stop()):
            return None
        kind = node.type
        if kind in _LEAVES:
            return None
        if kind == "string":
            return self._string(node)
        if kind == "binary_expression":
            return self._sum(node, depth)
        if kind == "call_expression":
            return self._call(node, depth)
        if kind == "subscript_expression":
            return self._member(node, depth)
        if kind == "parenthesized_expression":
            return self._bracketed(node, depth)
        self._below(node.named_children, depth)
        return None

    def _below(self, nodes: list[Node], depth: int) -> None:
        for each in nodes:
            if each.child_count or each.type == "string":
                self.rewrite(each, depth + 1)

    def _put(self, node: Node, text: str) -> None:
        """Replace a node, and with it every edit inside of it."""
        while self.edits and self.edits[-1].start >= node.start_byte:
            self.edits.pop()
        self.edits.append(Edit(node.start_byte, node.end_byte, text.encode("utf-8", "replace")))

    def _literal(self, node: Node, value: object) -> str | None:
        if isinstance(value, str):
            self._put(node, json.dumps(joined(value), ensure_ascii=False))
            return joined(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            self._put(node, f"({text_of_number(value)})" if value < 0 else text_of_number(value))
        return None

    def _string(self, node: Node) -> str:
        written = self.cells.scopes.syntax.text(node)
        plain = joined(unescape(written[1:-1]))
        if "\\" in written:
            self._put(node, json.dumps(plain, ensure_ascii=False))
        return plain

    def _sum(self, node: Node, depth: int) -> str | None:
        """Texts that are added are joined; a chain leans to the left and may be long."""
        chain = [node]
        while (left := chain[-1].child_by_field_name("left")) is not None and left.type == "binary_expression":
            chain.append(left)
        first = chain[-1].child_by_field_name("left")
        start = self.rewrite(first, depth + 1) if first is not None else None
        parts = [start] if start is not None else []
        for at, here in enumerate(reversed(chain)):
            right, operator = here.child_by_field_name("right"), here.child_by_field_name("operator")
            mark = len(self.edits)
            part = self.rewrite(right, depth + 1) if right is not None else None
            if part is not None and len(parts) == at + 1 and operator is not None and operator.type == "+":
                parts.append(part)
            elif len(parts) == at + 1 > 1:
                later = self.edits[mark:]
                del self.edits[mark:]
                self._put(chain[-at], json.dumps("".join(parts), ensure_ascii=False))
                self.edits += later
        if len(parts) != len(chain) + 1:
            return None
        whole = "".join(parts)
        self._put(node, json.dumps(whole, ensure_ascii=False))
        if self.decoded and len(self.samples) < MAX_SAMPLES:
            self.samples.setdefault(whole, node.start_byte)
        return whole

    def _bracketed(self, node: Node, depth: int) -> str | None:
        inside = child(node)
        whole = self.rewrite(inside, depth + 1) if inside is not None else None
        if whole is not None:
            self._put(node, json.dumps(whole, ensure_ascii=False))
        return whole

    def _call(self, node: Node, depth: int) -> str | None:
        function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if function is None or arguments is None:
            return None
        if function.type == "identifier" and self._is_plain(arguments):
            value = self._decoded(node, function)
            if value is not None:
                self._note(node, value)
                return self._literal(node, value)
        passing = self._held(function)
        if isinstance(passing, Function):
            return self._passed(node, passing, arguments, depth)
        self.rewrite(function, depth + 1)
        self._below(arguments.named_children, depth)
        return None

    def _note(self, node: Node, text: str) -> None:
        self.decoded += 1
        if len(self.samples) < MAX_SAMPLES and not _CHECKSUM.fullmatch(text):
            self.samples.setdefault(joined(text), node.start_byte)

    def _is_plain(self, arguments: Node) -> bool:
        given = named_parts(arguments)
        return 0 < len(given) < 20 and all(each.type in _PLAIN for each in given)

    def _decoded(self, call: Node, function: Node) -> str | None:
        """The text that the call of a function of the file gives, None if it gives none."""
        name = self.cells.scopes.syntax.text(function)
        try:
            callee = self.cells.value(name, function)
        except Unknown:
            return None
        if not isinstance(callee, Function) or self._failed.get(callee.node.id, 0) >= MAX_FAILURES:
            return None
        try:
            value = self.cells.machine.evaluate(call)
            if isinstance(value, str):
                return value
        except Unknown:
            pass
        self._failed[callee.node.id] = self._failed.get(callee.node.id, 0) + 1
        return None

    def _held(self, member: Node) -> object:
        """What a table holds under a key, None if it is no member of a table of the file."""
        subject = member.child_by_field_name("object") if member.type == "subscript_expression" else None
        if subject is None or subject.type != "identifier":
            return None
        try:
            table = self.cells.value(self.cells.scopes.syntax.text(subject), subject)
            if isinstance(table, Record | Function):
                return self.cells.machine.evaluate(member)
        except Unknown:
            return None
        return None

    def _passed(self, node: Node, function: Function, arguments: Node, depth: int) -> str | None:
        given = []
        for each in named_parts(arguments):
            self.rewrite(each, depth + 1)
            given.append(self._text(each))
        text = inlined(self.cells, function, given)
        if text is not None:
            self.decoded += 1
            self._put(node, text)
        return None

    def _text(self, node: Node) -> str:
        """The code of a node with its edits done."""
        source = self.cells.scopes.syntax.source
        pieces: list[bytes] = []
        last = node.end_byte
        for edit in reversed(self.edits):
            if edit.start < node.start_byte:
                break
            pieces += [source[edit.end : last], edit.text]
            last = edit.start
        pieces.append(source[node.start_byte : last])
        return b"".join(reversed(pieces)).decode("utf-8", "replace")

    def _member(self, node: Node, depth: int) -> str | None:
        held = None if _is_assigned(node) else self._held(node)
        if isinstance(held, str):
            self.decoded += 1
            return self._literal(node, held)
        subject, index = node.child_by_field_name("object"), node.child_by_field_name("index")
        if subject is not None:
            self.rewrite(subject, depth + 1)
        name = self.rewrite(index, depth + 1) if index is not None else None
        if name is not None and subject is not None and _NAME.fullmatch(name):
            self._rename(node, subject, name)
        return None

    def _rename(self, node: Node, subject: Node, name: str) -> None:
        """``subject[...]`` becomes ``subject.name``, the subject staying as it is."""
        is_optional = any(each.type == "optional_chain" for each in node.children)
        while self.edits and self.edits[-1].start >= subject.end_byte:
            self.edits.pop()
        dot = "?." if is_optional else "."
        self.edits.append(Edit(subject.end_byte, node.end_byte, f"{dot}{name}".encode()))


def _is_assigned(node: Node) -> bool:
    parent = node.parent
    if parent is None or parent.type not in ("assignment_expression", "augmented_assignment_expression"):
        return False
    left = parent.child_by_field_name("left")
    return left is not None and left.start_byte == node.start_byte and left.end_byte == node.end_byte
