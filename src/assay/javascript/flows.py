"""Flows: from each call that sends or runs something, back to where its arguments come from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from assay.javascript.callee import Callees
from assay.javascript.fold import Folder
from assay.javascript.loopback import is_loopback
from assay.javascript.scope import Scopes
from assay.javascript.slicing import Slicer, is_sender
from assay.javascript.syntax import CALLS, FUNCTIONS, Stop, Syntax, argument, child, named_parts, never
from assay.javascript.triage import Triage
from assay.javascript.vocabulary import kind_of
from assay.model.source import Behaviour, BehaviourKind, Flow

#: Flows told of one file.
MAX_FLOWS = 100
_CODE_BY_NEW = frozenset({"Function", ":vm.Script", ":vm.SourceTextModule"})
_URL = re.compile(r"(?:https?|wss?|tcp)://[^\s'\"`?#]{1,150}")
_SECRETS = frozenset(
    {
        BehaviourKind.ENVIRONMENT_DUMP,
        BehaviourKind.ENVIRONMENT_READ,
        BehaviourKind.CREDENTIAL_READ,
        BehaviourKind.HOST_FACTS,
        BehaviourKind.INPUT_READ,
    }
)
_CODE = frozenset({BehaviourKind.NETWORK, BehaviourKind.DECODE})
_WANTED = {
    BehaviourKind.NETWORK: _SECRETS,
    BehaviourKind.DYNAMIC_CODE: _CODE | {BehaviourKind.FILE_READ},
    BehaviourKind.PROCESS: _CODE,
}


def slicer_of(syntax: Syntax) -> Slicer:
    """Whatever follows values through a file."""
    scopes = Scopes(syntax)
    folder = Folder(scopes)
    return Slicer(scopes, folder, Callees(scopes, folder))


def flows_of(slicer: Slicer, triage: Triage, stop: Stop = never) -> tuple[Flow, ...]:
    """The flows of one file that matter, in the order of their sinks, each pair of source and sink once.

    Once ``stop`` answers True, those found so far are all.
    """
    folder = slicer.folder
    found: dict[Flow, None] = {}
    for call in _sites(slicer.scopes.syntax, triage, stop):
        name = _name(slicer.callees, call)
        kind = kind_of(name)
        if kind is None or kind not in _WANTED or (kind is BehaviourKind.NETWORK and is_loopback(slicer, call)):
            continue
        if kind is BehaviourKind.PROCESS and is_sender(slicer, call):
            sent = slicer.behaviour(BehaviourKind.NETWORK, call, f"{name.lstrip(':')} of a program that sends")
            for source in _sources(slicer, call, BehaviourKind.NETWORK):
                found[Flow(source, sent)] = None
        sink = slicer.behaviour(kind, call, name.lstrip(":") + _address(folder, call, kind))
        for source in _sources(slicer, call, kind):
            if not _is_itself(source, sink):
                found[Flow(source, sink)] = None
        if len(found) >= MAX_FLOWS or stop():
            break
    return tuple(found)


def _is_itself(source: Behaviour, sink: Behaviour) -> bool:
    """A command that fetches is no source of what that same call starts."""
    return source.location == sink.location and source.detail.startswith(f"{sink.detail} of ")


def _name(callees: Callees, call: Node) -> str:
    name = callees.name(call.child_by_field_name("function") or call.child_by_field_name("constructor"))
    if name in ("Reflect.apply", "Reflect.construct"):
        return callees.name(argument(call))
    is_instance = call.type == "new_expression" and name not in _CODE_BY_NEW and not name.endswith(".constructor")
    return f"{name}()" if is_instance else name


def _address(folder: Folder, call: Node, kind: BehaviourKind) -> str:
    """`` to https://...`` if the address stands in the call."""
    if kind is not BehaviourKind.NETWORK:
        return ""
    first = argument(call)
    written = folder.text(first) or folder.start(first) if first is not None else ""
    match = _URL.search(written)
    return f" to {match[0]}" if match else ""


def _sources(slicer: Slicer, call: Node, kind: BehaviourKind) -> Iterator[Behaviour]:
    arguments = call.child_by_field_name("arguments")
    if arguments is None or arguments.child_count > 1_000:
        return
    given = named_parts(arguments)
    if kind is BehaviourKind.NETWORK:  # what a callback does is not what is sent
        given = [each for each in given if not _is_callback(slicer.scopes.syntax, each)]
    for source in slicer.sources(given):
        if source.kind in _WANTED[kind]:
            yield source


def _is_callback(syntax: Syntax, node: Node) -> bool:
    """A function, or one that is bound on the spot: ``function () {}.bind(this)``."""
    if node.type == "call_expression":
        method = node.child_by_field_name("function")
        if method is None or method.type != "member_expression":
            return False
        name, subject = method.child_by_field_name("property"), method.child_by_field_name("object")
        while subject is not None and subject.type == "parenthesized_expression":
            subject = child(subject)
        return name is not None and syntax.text(name) == "bind" and subject is not None and subject.type in FUNCTIONS
    return node.type in FUNCTIONS


def _sites(syntax: Syntax, triage: Triage, stop: Stop) -> Iterator[Node]:
    """Calls at the places that could be sinks, each once."""
    seen: set[int] = set()
    for place in sorted({*triage.sends, *triage.runs}):
        if stop():
            return
        node = syntax.innermost(place, place + 1, *CALLS)
        if node is not None and node.id not in seen:
            seen.add(node.id)
            yield node
