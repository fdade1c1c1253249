"""Acts: calls that start, write, delete or send, whose given text alarms: a command, a path, an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from tree_sitter import Node

from assay.javascript.alarms import BARE_SHELL, OF_KIND
from assay.javascript.disguise import calls, is_disguised
from assay.javascript.slicing import Slicer
from assay.javascript.syntax import Stop, argument, never
from assay.javascript.vocabulary import kind_of
from assay.model.source import Behaviour, BehaviourKind

#: Calls of one file that are looked at, and acts that are told of it.
MAX_CALLS, MAX_ACTS = 3_000, 40
_CALLS = re.compile(
    rb"\b(?:exec\w{0,8}|spawn\w{0,4}|fork|execa\w{0,12}|writeFile\w{0,4}|appendFile\w{0,4}|createWriteStream|outputFile\w{0,4}"
    rb"|copyFile\w{0,4}|symlink\w{0,4}|rm|rmSync|rmdir\w{0,4}|unlink\w{0,4}|remove\w{0,4}|emptyDir\w{0,4}|rimraf\w{0,4}|fetch"
    rb"|request|get|post|put|send|lookup|resolve\w{0,4}|connect|createConnection|axios|got|needle|phin)\s{0,4}\("
)
_MANY_HEX_NAMES = 20
#: In a file of so few bytes every call is looked at: an import may have given the function another name.
_SMALL = 8_000
_DETACHED = re.compile(r"\bdetached\b['\"]?\s*:\s*(?:true|!0|!!\[\])")
_CONNECTS = re.compile(rb"\b(?:net|tls)['\"]|socket\.io-client|['\"]ws['\"]")
_SERVES = re.compile(rb"\bcreateServer\s*\(|\.listen\s*\(|WebSocketServer|WebSocket\.Server")
_PIPES = re.compile(rb"\.pipe\s*\(|\.stdin\b")
#: What the detail of an act says of a process that lives on by itself, and of a shell that is tied to a connection.
DETACHED, TIED = " (detached)", " (tied to a connection)"
#: What a path is made of when it is somebody's home and nothing below it.
_HOMES = frozenset({":os.homedir()", "process.env.HOME", "process.env.USERPROFILE", ":os.userInfo().homedir"})
#: Elements of an array of arguments that are put together to a command.
_MOST_ARGUMENTS = 12


def acts_of(slicer: Slicer, stop: Stop = never) -> tuple[Behaviour, ...]:
    """The alarming acts of one file, in the order of their places."""
    found: list[Behaviour] = []
    for call in _call_nodes(slicer):
        act = _act(slicer, call)
        if act is not None:
            found.append(act)
        if len(found) >= MAX_ACTS or stop():
            break
    return tuple(found)


def may_hide_calls(source: bytes) -> bool:
    """True if names of methods are spelled in escapes or pieces, or kept in a table as obfuscators do."""
    return is_disguised(source) or source.count(b"_0x") >= _MANY_HEX_NAMES


def _call_nodes(slicer: Slicer) -> Iterator[Node]:
    syntax = slicer.scopes.syntax
    if len(syntax.source) <= _SMALL or may_hide_calls(syntax.source):
        places = calls(syntax.source)
    else:
        places = (match.end() - 1 for match in _CALLS.finditer(syntax.source))
    seen: set[int] = set()
    for place in islice(places, MAX_CALLS):
        node = next(
            (node for node in reversed(syntax.path_to(place, place + 1)) if node.type == "call_expression"), None
        )
        if node is not None and node.id not in seen:
            seen.add(node.id)
            yield node


def _act(slicer: Slicer, call: Node) -> Behaviour | None:
    name = slicer.callees.name(call.child_by_field_name("function"))
    kind = kind_of(name)
    if kind is BehaviourKind.FILE_READ and ".copyFile" in name:
        kind = BehaviourKind.FILE_WRITE
    if kind is None or kind not in OF_KIND:
        return None
    text = _given(slicer, call, kind)
    detached = DETACHED if kind is BehaviourKind.PROCESS and _is_detached(slicer, call) else ""
    if not detached and not any(pattern.search(text) for pattern in OF_KIND[kind]):
        return None
    tied = TIED if kind is BehaviourKind.PROCESS and _is_tied(slicer.scopes.syntax.source, text) else ""
    return slicer.behaviour(kind, call, f"{name.lstrip(':')}{detached}{tied}", text or "a program")


def _given(slicer: Slicer, call: Node, kind: BehaviourKind) -> str:
    """The text that a call works on: a command line, a path, an address."""
    first, second = argument(call), argument(call, 1)
    if first is None:
        return ""
    if kind is BehaviourKind.FILE_DELETE and slicer.callees.name(first) in _HOMES:
        return "~"
    if kind is BehaviourKind.FILE_WRITE and ".copyFile" in slicer.callees.name(call.child_by_field_name("function")):
        return slicer.words(second) if second is not None else ""
    text = "node" if slicer.callees.name(first) == "process.execPath" else slicer.words(first)
    if kind is BehaviourKind.PROCESS and second is not None and second.type == "array":
        elements = islice((each for each in second.named_children if each.type != "comment"), _MOST_ARGUMENTS)
        return " ".join((text, *map(slicer.words, elements)))
    return text


def _is_tied(source: bytes, program: str) -> bool:
    """A bare shell in a file that opens a connection, waits for none, and pipes something into something."""
    if not BARE_SHELL.search(program) or _SERVES.search(source):
        return False
    return bool(_CONNECTS.search(source) and _PIPES.search(source))


def _is_detached(slicer: Slicer, call: Node) -> bool:
    arguments = call.child_by_field_name("arguments")
    return arguments is not None and bool(_DETACHED.search(slicer.scopes.syntax.text(arguments)[:2_000]))
