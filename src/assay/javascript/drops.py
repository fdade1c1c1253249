"""Drops: a file that is fetched or decoded, written down, and started, by the path that it was written to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from assay.javascript.acts import call_nodes, command_or_path, is_detached, may_hide_calls
from assay.javascript.alarm_words import could_drop
from assay.javascript.slicing import Slicer
from assay.javascript.syntax import Stop, argument, never
from assay.javascript.vocabulary import kind_of
from assay.javascript.wording import Wording
from assay.model.source import Behaviour, BehaviourKind, Flow

#: Drops told of one file, and names looked at in one call.
MAX_DROPS, MAX_NAMES = 10, 60
#: What the sink of a drop says of a process that nobody is to notice.
UNSEEN = " (unseen)"
_UNSEEN = re.compile(r"\bwindowsHide['\"]?\s*:\s*(?:true|!0)|\bstdio['\"]?\s*:\s*['\"]ignore")
_CONTENT = frozenset({BehaviourKind.NETWORK, BehaviourKind.DECODE})
#: A path of which less than this is known is told apart from others by its name only.
_TELLING_LENGTH = 6
_URL = re.compile(r"https?://[^\s'\"`?#]{1,150}")


@dataclass(frozen=True, slots=True)
class _Call:
    """A call with what it is given: the possibilities of its text, and the names in its arguments."""

    node: Node
    name: str
    texts: tuple[str, ...]
    names: frozenset[str]


def drops_of(slicer: Slicer, stop: Stop = never) -> tuple[Flow, ...]:
    """From what brought the content, through the file (the flow's only step), to the process that is started of it."""
    source = slicer.scopes.syntax.source
    if not could_drop(source) and not may_hide_calls(source):
        return ()
    wording = Wording(slicer.scopes, slicer.folder, slicer.callees)
    written: list[_Call] = []
    started: list[_Call] = []
    asked: list[_Call] = []
    sorts = {BehaviourKind.FILE_WRITE: written, BehaviourKind.PROCESS: started, BehaviourKind.NETWORK: asked}
    for node in call_nodes(slicer):
        if stop():
            return ()
        name = slicer.callees.name(node.child_by_field_name("function"))
        kind = kind_of(name)
        if kind in sorts:
            texts = tuple(command_or_path(wording, node, name, kind).splitlines())
            names = slicer_names(slicer, argument(node)) if kind is BehaviourKind.FILE_WRITE else frozenset[str]()
            if kind is BehaviourKind.PROCESS:
                names = slicer_names(slicer, node.child_by_field_name("arguments"))
            sorts[kind].append(_Call(node, name, texts, names))
    return tuple(_matched(slicer, written, started, asked))[:MAX_DROPS]


def slicer_names(slicer: Slicer, node: Node | None) -> frozenset[str]:
    """The plain names in an expression, those of functions that are called not among them."""
    found: set[str] = set()
    waiting = [node] if node is not None else []
    for _ in range(MAX_NAMES):
        if not waiting:
            break
        each = waiting.pop()
        if each.type == "identifier":
            found.add(slicer.scopes.syntax.text(each))
        elif each.type not in ("function_expression", "arrow_function", "object") and each.child_count < MAX_NAMES:
            parts = each.named_children
            waiting.extend(parts[1:] if each.type == "call_expression" else parts)
    return frozenset(found)


def _matched(slicer: Slicer, written: list[_Call], started: list[_Call], asked: list[_Call]) -> Iterator[Flow]:
    for start in started:
        for write in written:
            if not _is_same(write, start):
                continue
            source = _content(slicer, write, asked)
            if source is not None:
                path = write.texts[0] if write.texts else next(iter(sorted(write.names)), "a file")
                yield Flow(source, _sink(slicer, start), (path,))
                break


def _is_same(write: _Call, start: _Call) -> bool:
    """One name stands in both, or the whole path of one in the command of the other."""
    paths = [path for path in write.texts if len(path) >= _TELLING_LENGTH and not path.endswith(("?", "*"))]
    if any(path in command for path in paths for command in start.texts):
        return True
    return bool(write.names & start.names - {"path", "os", "process", "fs", "__dirname"})


def _content(slicer: Slicer, write: _Call, asked: list[_Call]) -> Behaviour | None:
    """Where what is written comes from: what it is made of tells it, else the file's first call over a network."""
    data = argument(write.node, 1)
    found = slicer.sources([data]) if data is not None else []
    source = next((each for each in found if each.kind in _CONTENT), None)
    if source is None or source.kind is BehaviourKind.NETWORK:
        for call in asked:
            address = next((match[0] for text in call.texts if (match := _URL.search(text))), "")
            detail = call.name.lstrip(":") + (f" to {address}" if address else "")
            return slicer.behaviour(BehaviourKind.NETWORK, call.node, detail)
    return source


def _sink(slicer: Slicer, start: _Call) -> Behaviour:
    arguments = start.node.child_by_field_name("arguments")
    text = slicer.scopes.syntax.text(arguments)[:2_000] if arguments is not None else ""
    is_unseen = is_detached(slicer, start.node) or _UNSEEN.search(text) is not None
    detail = start.name.lstrip(":") + (UNSEEN if is_unseen else "")
    command = start.texts[0] if start.texts else ""
    return slicer.behaviour(BehaviourKind.PROCESS, start.node, detail, command)
