"""Fold: the text that an expression must have, without running anything."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from urllib.parse import unquote

from tree_sitter import Node

from assay.javascript.scope import Scopes
from assay.javascript.syntax import argument, child, named_parts

#: Characters of a folded text, nodes looked at for one text, and nesting.
MAX_TEXT = 1_000_000
MAX_STEPS = 3_000
MAX_DEPTH = 60
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-7]{1,3})|\r\n|([\s\S]))")
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "\n": ""}


@dataclass(slots=True)
class Folder:
    """Folds expressions of one file; ``steps`` counts over one call of ``text``."""

    scopes: Scopes
    steps: int = 0

    def text(self, node: Node | None) -> str | None:
        """The text of an expression, None if it cannot be told (or not within the limits)."""
        self.steps = 0
        return self._fold(node, 0)

    def start(self, node: Node) -> str:
        """The text that an expression begins with, as far as it can be told: the leftmost part of a sum or template."""
        here: Node | None = node
        for _ in range(MAX_STEPS):
            if here is None or here.type != "binary_expression":
                break
            here = here.child_by_field_name("left")
        if here is not None and here.type == "template_string":
            here = child(here)
            return (
                unescape(self.scopes.syntax.text(here))
                if here is not None and here.type != "template_substitution"
                else ""
            )
        return self.text(here) or ""

    def _fold(self, node: Node | None, depth: int) -> str | None:
        self.steps += 1
        if node is None or depth > MAX_DEPTH or self.steps > MAX_STEPS:
            return None
        if node.type in ("string", "template_string"):
            return self._literal(node, depth)
        if node.type == "number":
            return self.scopes.syntax.text(node)
        if node.type in ("parenthesized_expression", "await_expression", "as_expression"):
            return self._fold(child(node), depth + 1)
        if node.type == "binary_expression":
            return self._sum(node, depth)
        if node.type == "identifier":
            return self._name(node, depth)
        if node.type == "call_expression":
            return self._call(node, depth)
        return None

    def _literal(self, node: Node, depth: int) -> str | None:
        if node.type == "string":
            return unescape(self.scopes.syntax.text(node)[1:-1])
        parts: list[str] = []
        if node.child_count > MAX_STEPS:
            return None
        for piece in named_parts(node):
            part = (
                self._fold(child(piece), depth + 1)
                if piece.type == "template_substitution"
                else unescape(self.scopes.syntax.text(piece))
            )
            if part is None:
                return None
            parts.append(part)
        return _bounded("".join(parts))

    def _sum(self, node: Node, depth: int) -> str | None:
        """A chain of ``+`` leans to the left and may be long: walk down it without recursion."""
        parts: list[str] = []
        here: Node | None = node
        while here is not None and here.type == "binary_expression":
            operator, right = here.child_by_field_name("operator"), here.child_by_field_name("right")
            if operator is None or operator.type != "+":
                return None
            part = self._fold(right, depth + 1)
            if part is None:
                return None
            parts.append(part)
            here = here.child_by_field_name("left")
        first = self._fold(here, depth + 1)
        return None if first is None else _bounded(first + "".join(reversed(parts)))

    def _name(self, node: Node, depth: int) -> str | None:
        found = self.scopes.definitions(self.scopes.syntax.text(node), node)
        if len(found) != 1 or found[0].property or found[0].callback:
            return None
        return self._fold(found[0].value, depth + 1)

    def _call(self, node: Node, depth: int) -> str | None:
        function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if function is None or arguments is None or arguments.child_count > 100_000:
            return None
        given = named_parts(arguments)
        if function.type == "identifier":
            return self._global(self.scopes.syntax.text(function), given, depth)
        subject, name = self._member(function, depth)
        if not name:
            return None
        owner = (
            self.scopes.syntax.text(subject)
            if subject is not None and subject.end_byte - subject.start_byte < 40
            else ""
        )
        if owner == "String" and name in ("fromCharCode", "fromCodePoint"):
            return _characters([self._fold(each, depth + 1) for each in given])
        if owner == "Buffer" and name == "from" and len(given) > 1:
            return decode_as(self._fold(given[0], depth + 1), self._fold(given[1], depth + 1) or "")
        return self._method(subject, name, given, depth)

    def _member(self, function: Node, depth: int) -> tuple[Node | None, str]:
        """The object and the name of a member, "" if it is none or its name cannot be told."""
        subject = function.child_by_field_name("object")
        if function.type == "member_expression":
            method = function.child_by_field_name("property")
            return subject, self.scopes.syntax.text(method) if method is not None else ""
        if function.type == "subscript_expression":
            return subject, self._fold(function.child_by_field_name("index"), depth + 1) or ""
        return None, ""

    def _global(self, name: str, given: list[Node], depth: int) -> str | None:
        if not given:
            return None
        if name == "atob":
            return decode_as(self._fold(given[0], depth + 1), "base64")
        if name in ("unescape", "decodeURIComponent", "decodeURI"):
            text = self._fold(given[0], depth + 1)
            return None if text is None else unquote(text, errors="replace")
        return self._fold(given[0], depth + 1) if name == "String" else None

    def _method(self, subject: Node | None, name: str, given: list[Node], depth: int) -> str | None:
        first = self._fold(given[0], depth + 1) if given else ""
        if name == "join":
            items = self._items(subject, depth)
            return None if items is None or first is None else _bounded((first if given else ",").join(items))
        if name in ("toString", "trim", "valueOf", "normalize"):
            return self._fold(subject, depth + 1)
        if name == "concat":
            parts = [self._fold(each, depth + 1) for each in (subject, *given) if each is not None]
            return _bounded("".join(part for part in parts if part is not None)) if None not in parts else None
        if name in ("replace", "replaceAll") and len(given) == 2:
            return self._replaced(subject, given, depth)
        if name in ("toLowerCase", "toUpperCase"):
            text = self._fold(subject, depth + 1)
            return None if text is None else (text.lower() if name == "toLowerCase" else text.upper())
        return None

    def _replaced(self, subject: Node | None, given: list[Node], depth: int) -> str | None:
        text, new = self._fold(subject, depth + 1), self._fold(given[1], depth + 1)
        if text is None or new is None:
            return None
        if given[0].type == "regex":
            pattern = self.scopes.syntax.text(given[0])
            plain = re.fullmatch(r"/(?:\\?([^\\\[\](){}.*+?^$|])|\\([.*+?^$|()\[\]{}\\/]))+/g?", pattern)
            if plain is None:
                return None
            return _bounded(text.replace(re.sub(r"\\(.)", r"\1", pattern.strip("g")[1:-1]), new))
        old = self._fold(given[0], depth + 1)
        return None if not old else _bounded(text.replace(old, new))

    def _items(self, node: Node | None, depth: int) -> list[str] | None:
        """The texts of an array: a literal, or one that is split, reversed or both."""
        if node is None or depth > MAX_DEPTH:
            return None
        if node.type == "array":
            if node.child_count > MAX_STEPS:
                return None
            items = [self._fold(each, depth + 1) for each in named_parts(node)]
            return [item for item in items if item is not None] if None not in items else None
        if node.type == "identifier":
            found = self.scopes.definitions(self.scopes.syntax.text(node), node)
            return self._items(found[0].value, depth + 1) if len(found) == 1 and not found[0].property else None
        function = node.child_by_field_name("function") if node.type == "call_expression" else None
        if function is None:
            return None
        subject, name = self._member(function, depth)
        if name == "reverse":
            items_reversed = self._items(subject, depth + 1)
            return None if items_reversed is None else items_reversed[::-1]
        if name == "split":
            text = self._fold(subject, depth + 1)
            separator = self._fold(argument(node), depth + 1)
            if text is None or separator is None:
                return None
            return text.split(separator) if separator else list(text)
        return None


def unescape(text: str) -> str:
    r"""The value of the inside of a string literal: ``\x41``, ``\u0041``, ``\u{41}``, octal and simple escapes."""
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def decode_as(text: str | None, encoding: str) -> str | None:
    """Decode hex or base64 (also without padding, and its URL form); None if it is neither."""
    if text is None:
        return None
    try:
        if encoding.lower() == "hex":
            return bytes.fromhex(re.sub(r"[^0-9a-fA-F]", "", text)).decode("utf-8", "replace")
        if encoding.lower() in ("base64", "base64url"):
            plain = re.sub(r"[^A-Za-z0-9+/]", "", text.replace("-", "+").replace("_", "/"))
            return base64.b64decode(plain + "=" * (-len(plain) % 4)).decode("utf-8", "replace")
    except (ValueError, binascii.Error):
        return None
    return text if encoding.lower() in ("utf8", "utf-8", "ascii", "latin1", "binary", "") else None


def _unescaped(match: re.Match[str]) -> str:
    for index, base in ((1, 16), (2, 16), (3, 16), (4, 8)):
        if match[index]:
            code = int(match[index], base)
            return chr(code) if code <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"
    return _SIMPLE.get(match[5] or "", match[5] or "")


def _characters(codes: list[str | None]) -> str | None:
    try:
        return "".join(chr(int(code, 0)) for code in codes if code is not None) if None not in codes else None
    except (ValueError, OverflowError):
        return None


def _bounded(text: str) -> str | None:
    return text if len(text) <= MAX_TEXT else None
