"""Capabilities: everything that a file can do that matters here, harmless or not, for whoever looks at it closely.

A scan asks only for what alarms (see ``acts``) and for what flows (see ``flows``); this is for ``assay inspect``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from tree_sitter import Node

from assay.javascript.acts import command_or_path
from assay.javascript.disguise import calls
from assay.javascript.slicing import Slicer
from assay.javascript.syntax import CALLS, FUNCTIONS, Stop, Syntax, argument, named_parts, never
from assay.javascript.vocabulary import SECRET_VARIABLE, kind_of
from assay.javascript.wording import Wording
from assay.model.finding import MAX_EXCERPT
from assay.model.source import Behaviour, BehaviourKind

#: Places of each sort that are looked at, and capabilities told of one file.
MAX_PLACES, MAX_TOLD = 1_000, 60
_NATIVE = re.compile(r"(?:process\.dlopen|:bindings|:node-gyp-build|:ffi-napi\.\w+|:koffi\.load|:node-pre-gyp\.find)$")
_WASM = re.compile(r"WebAssembly\.(?:instantiate|instantiateStreaming|compile|compileStreaming|Module|Instance)$")
_CONDITIONS = {
    "Intl.DateTimeFormat().resolvedOptions": "the time zone and language",
    "navigator.language": "the language",
    "navigator.languages": "the language",
    ":os.platform": "the platform",
    ":os.release": "the platform",
    "process.platform": "the platform",
    "process.arch": "the platform",
    "process.env.CI": "whether it runs in CI",
    "Date.now": "the time",
}
_OFFSET = re.compile(r"\.getTimezoneOffset$")
_WORTH_A_PATH = frozenset(
    {
        BehaviourKind.FILE_READ,
        BehaviourKind.FILE_WRITE,
        BehaviourKind.FILE_DELETE,
        BehaviourKind.PROCESS,
        BehaviourKind.NETWORK,
    }
)
_MEMBERS = re.compile(rb"\benv\b|\bnavigator\b|\bplatform\b|\barch\b")
_CATCHES = re.compile(rb"\bcatch\b|uncaughtException|unhandledRejection")
_TLS = re.compile(rb"rejectUnauthorized|strictSSL|NODE_TLS_REJECT_UNAUTHORIZED|checkServerIdentity")
_OFF = re.compile(
    r"(?:rejectUnauthorized|strictSSL)['\"]?\s*[:=]\s*(?:false|!1)|NODE_TLS_REJECT_UNAUTHORIZED['\"\]]*\s*[:=]\s*['\"]?0"
    r"|checkServerIdentity['\"]?\s*:\s*(?:\(\)\s*=>|function\s*\(\w*\)\s*\{\s*\})"
)
_NATIVE_FILE = re.compile(r"\.node$")


def capabilities_of(slicer: Slicer, stop: Stop = never) -> tuple[Behaviour, ...]:
    """Each capability once, at its first place, in the order of their places."""
    found: dict[tuple[BehaviourKind, str], Behaviour] = {}
    for told in _all(slicer, stop):
        found.setdefault((told.kind, told.detail), told)
        if len(found) >= MAX_TOLD or stop():
            break
    return tuple(sorted(found.values(), key=lambda each: (each.location.line, each.location.column)))


def _all(slicer: Slicer, stop: Stop) -> Iterator[Behaviour]:
    yield from _calls(slicer, stop)
    for node in _nodes(slicer, stop, _MEMBERS, ("member_expression", "subscript_expression")):
        yield from _member(slicer, node)
    for node in _nodes(slicer, stop, _CATCHES, ("catch_clause", "call_expression")):
        if _is_silent(slicer, node):
            yield slicer.behaviour(BehaviourKind.SILENT_CATCH, node, "errors are thrown away")
    for node in _nodes(slicer, stop, _TLS, ("pair", "assignment_expression")):
        if _OFF.search(slicer.scopes.syntax.text(node)[:MAX_EXCERPT]):
            yield slicer.behaviour(BehaviourKind.TLS_OFF, node, "certificates are not checked")


def _nodes(slicer: Slicer, stop: Stop, words: re.Pattern[bytes], types: tuple[str, ...]) -> Iterator[Node]:
    """The smallest node of these types around each such word, each once."""
    syntax = slicer.scopes.syntax
    yield from _around(syntax, (match.span() for match in words.finditer(syntax.source)), types, stop)


def _around(syntax: Syntax, places: Iterator[tuple[int, int]], types: tuple[str, ...], stop: Stop) -> Iterator[Node]:
    seen: set[int] = set()
    for start, end in islice(places, MAX_PLACES):
        if stop():  # in code that is nested deep each place takes a millisecond
            return
        node = syntax.innermost(start, end, *types)
        if node is not None and node.id not in seen:
            seen.add(node.id)
            yield node


def _calls(slicer: Slicer, stop: Stop) -> Iterator[Behaviour]:
    syntax = slicer.scopes.syntax
    wording = Wording(slicer.scopes, slicer.folder, slicer.callees)
    for node in _around(syntax, ((place, place + 1) for place in calls(syntax.source)), CALLS, stop):
        told = _call(slicer, wording, node)
        if told is not None:
            yield told


def _call(slicer: Slicer, wording: Wording, node: Node) -> Behaviour | None:
    is_new = node.type == "new_expression"
    name = slicer.callees.name(node.child_by_field_name("constructor" if is_new else "function"))
    plain = name.lstrip(":")
    if _WASM.match(name):
        return slicer.behaviour(BehaviourKind.WEB_ASSEMBLY, node, plain)
    if _NATIVE.match(name) or (name == "require" and _NATIVE_FILE.search(slicer.folder.text(argument(node)) or "")):
        return slicer.behaviour(BehaviourKind.NATIVE_CODE, node, plain)
    if name in _CONDITIONS or _OFFSET.search(name):
        return slicer.behaviour(BehaviourKind.CONDITION, node, f"asks for {_CONDITIONS.get(name, 'the time zone')}")
    kind = kind_of(name) or (kind_of(f"{name}()") if is_new else None)
    if kind is None:
        return None
    given = command_or_path(wording, node, name, kind) if kind in _WORTH_A_PATH else ""
    first = next((each for each in given.splitlines() if each.strip("?")), "")
    return slicer.behaviour(kind, node, f"{plain} of {first}" if first else plain)


def _member(slicer: Slicer, node: Node) -> Iterator[Behaviour]:
    name = slicer.callees.name(node)
    if name == "process.env":
        around = _parent(slicer, node)
        if around.type not in ("member_expression", "subscript_expression"):
            if around.type != "variable_declarator":  # what a name stands for is told where it is used
                yield slicer.behaviour(BehaviourKind.ENVIRONMENT_DUMP, node, "the whole environment")
            return
        node, name = around, slicer.callees.name(around)
    if name in _CONDITIONS:
        yield slicer.behaviour(BehaviourKind.CONDITION, node, f"asks for {_CONDITIONS[name]}")
    elif name.startswith("process.env."):
        variable = name.removeprefix("process.env.").partition(".")[0]
        secret = " (a secret by its name)" if SECRET_VARIABLE.search(variable) else ""
        yield slicer.behaviour(BehaviourKind.ENVIRONMENT_READ, node, f"{variable}{secret}")


def _parent(slicer: Slicer, node: Node) -> Node:
    """What a node is a part of."""
    path = slicer.scopes.syntax.path_to(node.start_byte, node.end_byte)
    at = next((index for index, each in enumerate(path) if each.id == node.id), 0)
    return path[at - 1] if at else node


def _is_silent(slicer: Slicer, node: Node) -> bool:
    """``catch {}``, ``.catch(() => {})`` and ``process.on("uncaughtException", () => {})``."""
    if node.type == "catch_clause":
        return _is_empty(node.child_by_field_name("body"))
    name = slicer.callees.name(node.child_by_field_name("function"))
    if name == "process.on":
        return _is_empty_function(argument(node, 1))
    function = node.child_by_field_name("function")
    method = function.child_by_field_name("property") if function is not None else None
    return method is not None and slicer.scopes.syntax.text(method) == "catch" and _is_empty_function(argument(node))


def _is_empty_function(node: Node | None) -> bool:
    return node is not None and node.type in FUNCTIONS and _is_empty(node.child_by_field_name("body"))


def _is_empty(body: Node | None) -> bool:
    return body is not None and body.type == "statement_block" and not named_parts(body)
