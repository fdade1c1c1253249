"""Part: one file of several that are read as one, with the names that its imports and exports get in there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tree_sitter import Node

from assay.javascript.places import Edit, rewritten
from assay.javascript.syntax import Stop, child, never, parse

#: What a module is when it is used as a whole.
WHOLE = "default"
#: Names taken of one import, and edits of one file.
_MAX_NAMES, _MAX_EDITS = 200, 2_000
_BOUND = re.compile(
    rb"\b(?:const|let|var)\s{1,8}(\{[^{}]{0,800}\}|[\w$]{1,60})\s{0,8}=\s{0,8}"
    rb"(?:[\w$]{1,40}\s{0,4}\(\s{0,4})?(?:require|await\s{1,8}import)\s{0,4}\(\s{0,4}['\"`](\.{1,2}/?[^'\"`\n]{0,300})['\"`]\s{0,4}\)\)?"
)
_LOADED = re.compile(
    rb"(?:\(\s{0,4}await\s{1,8}import|require)\s{0,4}\(\s{0,4}['\"`](\.{1,2}/?[^'\"`\n]{0,300})['\"`]\s{0,4}\){1,2}"
    rb"(?:\s{0,8}\.\s{0,8}([\w$]{1,60}))?"
)
_IMPORT = re.compile(rb"\bimport\s{1,8}([\w$*{}\s,]{1,800}?)\s{0,8}\bfrom\s{0,8}['\"](\.{1,2}/?[^'\"\n]{0,300})['\"]")
_NAMED = re.compile(rb"(?:module\s{0,4}\.\s{0,4})?\bexports\s{0,4}\.\s{0,4}([\w$]{1,60})")
_ALL = re.compile(rb"\bmodule\s{0,4}\.\s{0,4}exports\s{0,8}=(?!=)")
_EXPORT = re.compile(rb"^[ \t]{0,8}export\s{1,8}(default\b)?", re.MULTILINE)
_PAIR = re.compile(r"([\w$]+)(?:\s*(?::|\bas\b)\s*([\w$]+))?")

_PREFIX = b"__part"
_NO_NAMES = frozenset({b"undefined", b"null", b"true", b"false", b"this", b"function", b"class", b"async", b"new"})
_IS_EXPORTED = re.compile(
    rb"(__part\d{1,3}_[\w$]{1,60})\s{0,8}=\s{0,8}([A-Za-z_$][\w$]{0,60})(?=\s{0,8}(?:[;,)}\n]|\Z))"
)
_IS_IMPORTED = re.compile(rb"(?<![\w$.])([A-Za-z_$][\w$]{0,60}) = (__part\d{1,3}_[\w$]{1,60})(?![\w$])")
_DECLARED = re.compile(rb"\b(?:const|let|var)\s{1,8}(__part\d{1,3}_)")
#: ``(0, name)(...)`` as compilers write it.
_PLAIN_CALL = re.compile(rb"\(0, (__part\d{1,3}_[\w$]{1,60})\)")
_FUNCTION = re.compile(
    rb"(?<![=(,:]\s)(?<![=(,:])\b(async\s{1,8})?(function\s{0,8}\*?|class)\s{1,8}(__part\d{1,3}_[\w$]{1,60})"
)


@dataclass(slots=True)
class Part:
    """A file in UTF-8 and what its relative imports resolve to: written name of the module to the part's number."""

    number: int
    path: str
    source: bytes
    links: Mapping[str, int] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def name(self, number: int, exported: str) -> str:
        """The name that an export of a part has in the joined text."""
        found = f"__part{number}_{exported}"
        self.names.add(found)
        return found

    def text(self, stop: Stop = never) -> bytes:
        """The file with its imports and exports written as plain names. Every line stays the line it is."""
        source = re.sub(rb"\A#![^\n]*", b"", self.source)
        exported = list(_EXPORT.finditer(source))
        edits = [*self._assigned(source, stop), *(self._exported(source, exported, stop) if exported else ())]
        edits.sort(key=lambda each: (each.start, each.end))
        kept: list[Edit] = []
        for edit in edits[:_MAX_EDITS]:
            if not kept or edit.start >= kept[-1].end:
                kept.append(edit)
        return _unified(self._used(rewritten(source, kept)[0] if kept else source))

    def _used(self, source: bytes) -> bytes:
        """Imports give way to the names of what they import."""
        whole: dict[bytes, int] = {}

        def bound(match: re.Match[bytes]) -> bytes:
            number = self.links.get(match[2].decode("utf-8", "replace"))
            return match[0] if number is None else self._binding(match, match[1], number, whole)

        def loaded(match: re.Match[bytes]) -> bytes:
            number = self.links.get(match[1].decode("utf-8", "replace"))
            if number is None:
                return match[0]
            taken = match[2].decode() if match[2] else WHOLE
            return self.name(number, taken).encode() + b"\n" * match[0].count(b"\n")

        source = _LOADED.sub(loaded, _IMPORT.sub(bound, _BOUND.sub(bound, source)))
        for alias, number in whole.items():
            member = re.compile(rb"(?<![\w$.])" + re.escape(alias) + rb"\s{0,8}\.\s{0,8}([\w$]{1,60})")
            source = member.sub(lambda match, n=number: self.name(n, match[1].decode()).encode(), source)  # type: ignore[misc]
        return source

    def _binding(self, match: re.Match[bytes], names: bytes, number: int, whole: dict[bytes, int]) -> bytes:
        """``const a = x, b = y`` for what an import binds, on as many lines as it had."""
        taken: list[str] = []
        text = names.decode("utf-8", "replace")
        listed = text[text.find("{") + 1 : text.rfind("}")] if "{" in text else ""
        pairs = list(_PAIR.finditer(listed))[:_MAX_NAMES]
        taken += [f"{found[2] or found[1]} = {self.name(number, found[1])}" for found in pairs]
        for alias in (each.strip() for each in re.sub(r"\{[^}]*\}", "", text).split(",")):
            plain = alias.removeprefix("*").strip().removeprefix("as ").strip()
            if plain:
                whole[plain.encode()] = number
                taken.append(f"{plain} = {self.name(number, WHOLE)}")
        return f"const {', '.join(taken) or '_ = 0'}".encode() + b"\n" * match[0].count(b"\n")

    def _assigned(self, source: bytes, stop: Stop) -> Iterator[Edit]:
        """``exports.a = ...`` and ``module.exports = ...``; an object that is given is taken apart."""
        for match in _NAMED.finditer(source):
            name = self.name(self.number, match[1].decode())
            yield Edit(match.start(), match.end(), name.encode())
        syntax = None
        for match in _ALL.finditer(source):
            yield Edit(match.start(), match.end(), f"{self.name(self.number, WHOLE)} =".encode())
            syntax = syntax or parse(self.path, source, stop)
            here = next((n for n in syntax.path_to(match.end(), match.end() + 2) if n.type == "object"), None)
            around = syntax.path_to(match.start(), match.end())
            value = next((n.child_by_field_name("right") for n in around if n.type == "assignment_expression"), None)
            given = here if here is not None and value is not None and here.id == value.id else value
            if given is not None and given.type == "object":
                yield from self._object(source, given)

    def _object(self, source: bytes, node: Node) -> Iterator[Edit]:
        yield Edit(node.start_byte, node.start_byte + 1, b"(0,")
        for each in node.named_children:
            if each.type == "shorthand_property_identifier":
                word = source[each.start_byte : each.end_byte].decode("utf-8", "replace")
                yield Edit(each.start_byte, each.end_byte, f"{self.name(self.number, word)} = {word}".encode())
            elif each.type in ("pair", "method_definition"):
                key = each.child_by_field_name("key" if each.type == "pair" else "name")
                word = source[key.start_byte : key.end_byte].decode("utf-8", "replace").strip("'\"") if key else ""
                first = child(each, 1) if each.type == "pair" else each.child_by_field_name("parameters")
                if re.fullmatch(r"[\w$]{1,60}", word) and first is not None:
                    end = first.start_byte
                    gap = b"\n" * source[each.start_byte : end].count(b"\n")
                    made = " =" if each.type == "pair" else " = async function"
                    yield Edit(each.start_byte, end, f"{self.name(self.number, word)}{made} ".encode() + gap)
        before = source[node.start_byte : node.end_byte - 1].rstrip()
        yield Edit(node.end_byte - 1, node.end_byte, b"0)" if before.endswith((b",", b"{")) else b")")

    def _exported(self, source: bytes, exported: list[re.Match[bytes]], stop: Stop) -> Iterator[Edit]:
        """``export`` before a declaration, a list or an expression."""
        syntax = parse(self.path, source, stop)
        for match in exported[:_MAX_NAMES]:
            place = match.end() - 1
            statement = syntax.innermost(place, place + 1, "export_statement")
            if statement is None:
                continue
            declared = statement.child_by_field_name("declaration")
            if match[1]:
                yield Edit(match.start(), match.end(), f"{self.name(self.number, WHOLE)} =".encode())
            elif declared is not None:
                yield Edit(statement.start_byte, declared.start_byte, b"")
                given = "".join(f" {self.name(self.number, each)} = {each};" for each in _declared(source, declared))
                yield Edit(statement.end_byte, statement.end_byte, f";{given}".encode())
            elif statement.child_by_field_name("source") is None:
                written = source[statement.start_byte : statement.end_byte].decode("utf-8", "replace")
                pairs = list(_PAIR.finditer(written[written.find("{") + 1 : written.rfind("}")]))[:_MAX_NAMES]
                given = "".join(f"{self.name(self.number, each[2] or each[1])} = {each[1]};" for each in pairs)
                yield Edit(statement.start_byte, statement.end_byte, (given + "\n" * written.count("\n")).encode())


def _unified(source: bytes) -> bytes:
    """One name for what has two: a function's own gives way to that of the export, and that of an import to it, too.

    What was declared is assigned to, as the name belongs to all files.
    """
    aliases: dict[bytes, bytes] = {}
    for match in _IS_EXPORTED.finditer(source):
        aliases.setdefault(match[2], match[1])
    for match in _IS_IMPORTED.finditer(source):
        aliases.setdefault(match[1], match[2])
    told = [each for each in aliases if not each.startswith(_PREFIX) and each not in _NO_NAMES][:_MAX_NAMES]
    if told:
        any_of = b"|".join(re.escape(each) for each in told)
        renamed = re.compile(rb"(?<![\w$.'\"`/-])(?:" + any_of + rb")(?![\w$'\"`]|\s{0,8}:)")
        source = _PLAIN_CALL.sub(rb"\1", renamed.sub(lambda match: aliases[match[0]], source))
    return _DECLARED.sub(rb"\1", _FUNCTION.sub(rb"\3 = \1\2 ", source))


def _declared(source: bytes, node: Node) -> Iterator[str]:
    """The names that a declaration binds."""
    named = [node] if node.child_by_field_name("name") is not None else node.named_children[:_MAX_NAMES]
    for each in named:
        name = each.child_by_field_name("name")
        if name is not None and name.type in ("identifier", "type_identifier"):
            yield source[name.start_byte : name.end_byte].decode("utf-8", "replace")
