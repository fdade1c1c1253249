"""Slicing: everything that may flow into an expression, followed backwards through names, calls and callbacks.

It is generous (a value that may flow is taken as one that does) and bounded, so that it says too much about a huge
file rather than hang.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tree_sitter import Node

from assay.javascript.bindings import Definition
from assay.javascript.callee import Callees
from assay.javascript.carriers import carriers, emitted, given_to_child
from assay.javascript.environment import ENV, is_any, written_out
from assay.javascript.fold import Folder
from assay.javascript.holdings import Holdings
from assay.javascript.inputs import is_key
from assay.javascript.readable import readable
from assay.javascript.scope import MAX_HOPS, Scopes
from assay.javascript.syntax import FUNCTIONS, argument, named_parts
from assay.javascript.vocabulary import CREDENTIALS, NO_CODE, SECRET_VARIABLE, SENDER, SHELL, kind_of
from assay.model.finding import MAX_EXCERPT
from assay.model.source import Behaviour, BehaviourKind

#: Nodes looked at for one sink, and for all of a file.
MAX_NODES = 800
MAX_NODES_OF_FILE = 20_000
_SAMPLE = 1_000
_SOURCES = frozenset(
    {
        BehaviourKind.NETWORK,
        BehaviourKind.DECODE,
        BehaviourKind.HOST_FACTS,
        BehaviourKind.CREDENTIAL_READ,
        BehaviourKind.INPUT_READ,
    }
)
#: What the engine of WebAssembly gives is no text that it was given, and no text at all.
_BINARY = "WebAssembly."
#: Its memory, as the glue of compilers to WebAssembly reads texts out of it.
_ENGINE_MEMORY = re.compile(r"\.memory\.buffer$")
_LONGEST_NAME = 20
_ANSWER = re.compile(r"\.response(?:Text|XML)?$")
_IS_ANSWER = re.compile(r"XMLHttpRequest\(\)\.response")
#: The text is taken out of a data: URL, as a browser does it.
_DATA_URL = re.compile(r"/\^data:")
OF_A_DATA_URL = " of a data: URL"
#: What these give is a number or a truth: nothing that anybody sends or runs.
_NUMBERS = frozenset({"Number", "parseInt", "parseFloat", "Number.parseInt", "Number.parseFloat", "Boolean", "BigInt"})
_WORKER = ":worker_threads.Worker()"
_TEXTS = frozenset({"string", "template_string", "binary_expression"})


def is_sender(slicer: Slicer, call: Node) -> bool:
    """True if a process that is started is known to send and to fetch, by the words it is started with."""
    first, second = argument(call), argument(call, 1)
    words = slicer.words(first) if first is not None else ""
    if SHELL.search(words) and second is not None:
        words += " " + slicer.words(second)
    return SENDER.search(words[:_SAMPLE]) is not None


@dataclass(slots=True)
class Slicer:
    """Slices expressions of one file."""

    scopes: Scopes
    folder: Folder
    callees: Callees
    nodes: int = 0

    @property
    def holdings(self) -> Holdings:
        """What the file's own classes and objects hold."""
        return self.callees.holdings

    def sources(self, start: list[Node]) -> list[Behaviour]:
        """Every source of information or code that may flow into these expressions, nearest first."""
        return _Slice(self).run(start)

    def words(self, node: Node) -> str:
        """The literal texts that a path is made of, joined by slashes: enough to recognise a place."""
        whole = self.folder.text(node)
        if whole is not None:
            return whole
        words: list[str] = []
        waiting, seen = [node], set[int]()
        while waiting and len(seen) < 200:
            each = waiting.pop()
            if each.id in seen:
                continue
            seen.add(each.id)
            text = self.folder.text(each) if each.type in _TEXTS else None
            if text is not None or each.type == "string":
                words.append((text or "").strip("/"))
            elif each.type == "string_fragment":  # of a template
                words.append(self.scopes.syntax.text(each).strip("/"))
            elif each.type == "identifier":
                found = self.scopes.definitions(self.scopes.syntax.text(each), each)
                waiting.extend(one.value for one in found if one.value is not None)
            elif each.child_count < 200:
                waiting.extend(reversed(each.named_children))
        return "/".join(words)

    def behaviour(self, kind: BehaviourKind, node: Node, detail: str, decoded: str = "") -> Behaviour:
        """A behaviour at a node, its texts cut to what a report shows."""
        location = self.scopes.syntax.location(node)
        return Behaviour(kind, location, detail[:MAX_EXCERPT], decoded[:MAX_EXCERPT])


@dataclass(slots=True)
class _Slice:
    """One slice: what waits to be looked at, what was seen, what was found."""

    slicer: Slicer
    waiting: list[tuple[Node, int]] = field(default_factory=list)
    hops: int = 0
    seen: set[int] = field(default_factory=set)
    found: list[Behaviour] = field(default_factory=list)

    def run(self, start: list[Node]) -> list[Behaviour]:
        self._push(*start)
        while self.waiting and len(self.seen) < MAX_NODES and self.slicer.nodes < MAX_NODES_OF_FILE:
            self.slicer.nodes += 1
            node, self.hops = self.waiting.pop()
            if node.id in self.seen:
                continue
            self.seen.add(node.id)
            self._look(node)
        return self.found

    def _push(self, *nodes: Node) -> None:
        """Look at these next, in this order."""
        self.waiting.extend((node, self.hops) for node in reversed(nodes))

    def _look(self, node: Node) -> None:
        if node.type in ("member_expression", "subscript_expression") and (
            self._environment(node) or _ENGINE_MEMORY.search(self.slicer.scopes.syntax.text(node)[-_LONGEST_NAME:])
        ):
            return
        if _ANSWER.search(self.slicer.scopes.syntax.text(node)[-_LONGEST_NAME:]) and _IS_ANSWER.match(
            self.slicer.callees.name(node)
        ):
            self._add(BehaviourKind.NETWORK, node, "XMLHttpRequest")
            return
        if is_key(self.slicer.scopes, node):
            self._add(BehaviourKind.INPUT_READ, node, "the keys that are pressed")
            return
        if node.type in ("identifier", "shorthand_property_identifier"):
            self._follow(node)
            return
        if node.type in ("call_expression", "new_expression") and self._call(node):
            return
        if node.type in FUNCTIONS:
            body = node.child_by_field_name("body")
            if body is not None:
                self._push(body)
            return
        if node.type == "member_expression" and self._held(node):
            return
        self._push(*carriers(node))

    def _held(self, node: Node) -> bool:
        """What a property of the file's own class or object holds; True if anything is known of it."""
        if self.hops >= MAX_HOPS:
            return False
        found = self.slicer.holdings.values(node)
        if found:
            self.hops += 1
            self._push(*found)
        return bool(found)

    def _environment(self, node: Node) -> bool:
        """The environment as a whole, or one variable of it. A variable that holds no secret ends the way."""
        callees = self.slicer.callees
        name = callees.name(node)
        if name == ENV:
            self._add(BehaviourKind.ENVIRONMENT_DUMP, node, "the whole environment")
            return True
        if name.startswith(f"{ENV}."):
            variable = name.removeprefix(f"{ENV}.").partition(".")[0]
            if SECRET_VARIABLE.search(variable):
                self._add(BehaviourKind.ENVIRONMENT_READ, node, variable)
            return True
        if node.type != "subscript_expression" or callees.name(node.child_by_field_name("object")) != ENV:
            return False
        if is_any(self.slicer.scopes, self.slicer.callees, node.child_by_field_name("index")):
            self._add(BehaviourKind.ENVIRONMENT_DUMP, node, "the whole environment")
        return True

    def _follow(self, node: Node) -> None:
        scopes = self.slicer.scopes
        if self.slicer.callees.name(node) == ENV:
            self._add(
                BehaviourKind.ENVIRONMENT_DUMP,
                written_out(self.slicer.scopes, self.slicer.callees, node),
                "the whole environment",
            )
            return
        if self.hops >= MAX_HOPS:
            return
        self.hops += 1
        for definition in reversed(scopes.definitions(scopes.syntax.text(node), node)):
            if definition.value is None or self._variable(node, definition):
                continue
            if definition.callback:
                if self.slicer.callees.name(definition.value).startswith(_BINARY):
                    continue
                # what a callback is given comes from the call, not from the callbacks beside it
                self._push(definition.value.child_by_field_name("function") or definition.value)
                self._arguments(definition.value, without_functions=True)
                self._call(definition.value)
                self._push(*emitted(self.slicer.scopes.syntax, definition.value))
            else:
                self._push(definition.value)

    def _variable(self, node: Node, definition: Definition) -> bool:
        """True for one variable that is taken out of the environment: ``const {HOME} = process.env``."""
        if definition.property in ("", "*") or self.slicer.callees.name(definition.value) != ENV:
            return False
        if SECRET_VARIABLE.search(definition.property):
            self._add(BehaviourKind.ENVIRONMENT_READ, node, definition.property)
        return True

    def _call(self, node: Node) -> bool:
        """Note what a call is; True if its parts are not to be looked at any more."""
        function = node.child_by_field_name("function") or node.child_by_field_name("constructor")
        name = self.slicer.callees.name(function)
        if node.type == "new_expression" and name:
            name = f"{name}()" if not name.endswith("Script") else name
        if name.startswith(_BINARY) or name in _NUMBERS:
            return True
        if name == "Object.keys":  # names alone say little
            return self.slicer.callees.name(argument(node)) == ENV
        kind = kind_of(name)
        if kind is BehaviourKind.FILE_READ:
            return self._file(node, name)
        if kind is BehaviourKind.PROCESS and is_sender(self.slicer, node):
            self._add(BehaviourKind.NETWORK, node, f"{name.lstrip(':')} of a program that fetches")
        if kind is BehaviourKind.PROCESS or name == _WORKER:
            self._push(*(part for part in carriers(node) if part.type != "arguments"))
            self._push(*given_to_child(self.slicer.scopes.syntax, node))
            return True
        if self._decodes(node, name):
            decoded = readable(self.slicer.folder.text(node) or "")
            detail = name.lstrip(":") or "Buffer.from"
            self._add(BehaviourKind.DECODE, node, detail + self._of_data_url(node), decoded)
        elif kind is not None and kind in _SOURCES:
            self._add(kind, node, name.lstrip(":"))
        return False

    def _of_data_url(self, call: Node) -> str:
        """Says so if what is decoded was matched as a data: URL that does not stand in the file."""
        given = argument(call)
        if given is None or given.type != "identifier":
            return ""
        scopes = self.slicer.scopes
        for each in scopes.definitions(scopes.syntax.text(given), given):
            if each.value is None or not _DATA_URL.search(scopes.syntax.text(each.value)[:_SAMPLE]):
                continue
            if self.slicer.folder.text(_subject(each.value)) is None:
                return OF_A_DATA_URL
        return ""

    def _decodes(self, node: Node, name: str) -> bool:
        if kind_of(name) is BehaviourKind.DECODE:
            return True
        if name not in ("Buffer.from", ":buffer.Buffer.from", "Buffer()"):
            return False
        return self.slicer.folder.text(argument(node, 1)) in ("base64", "hex", "base64url")

    def _file(self, node: Node, name: str) -> bool:
        """Reading a file is a source if the words of its path name a place of secrets."""
        path = argument(node)
        words = self.slicer.words(path) if path is not None else ""
        match = CREDENTIALS.search(words)
        if match:
            self._add(BehaviourKind.CREDENTIAL_READ, node, f"{name.lstrip(':')} of {match[0]}")
        elif NO_CODE.search(words):
            self._add(BehaviourKind.FILE_READ, node, f"{name.lstrip(':')} of {words.rpartition('/')[2]}")
        return True

    def _arguments(self, call: Node, *, without_functions: bool) -> None:
        arguments = call.child_by_field_name("arguments")
        if arguments is None or arguments.child_count > 100:
            return
        given = named_parts(arguments)
        self._push(*(each for each in given if not (without_functions and each.type in FUNCTIONS)))

    def _add(self, kind: BehaviourKind, node: Node, detail: str, decoded: str = "") -> None:
        self.found.append(self.slicer.behaviour(kind, node, detail, decoded))


def _subject(node: Node) -> Node | None:
    """``url`` in ``url.match(...) || []``."""
    left = node.child_by_field_name("left")
    method = (left or node).child_by_field_name("function")
    return method.child_by_field_name("object") if method is not None else None
