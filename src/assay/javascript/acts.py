"""Acts: calls that start, write, delete or send, whose given text alarms: a command, a path, an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from tree_sitter import Node

from assay.javascript.alarms import BARE_SHELL, OF_KIND
from assay.javascript.disguise import calls, is_disguised
from assay.javascript.signs import Ends
from assay.javascript.slicing import Slicer
from assay.javascript.syntax import FUNCTIONS, Stop, argument, never
from assay.javascript.vocabulary import kind_of
from assay.javascript.wording import UNKNOWN, Wording
from assay.model.finding import MAX_EXCERPT
from assay.model.source import Behaviour, BehaviourKind

#: Calls of one file that are looked at, and acts that are told of it.
MAX_CALLS, MAX_ACTS = 3_000, 40
_CALLS = (
    rb"\b(?:exec\w{0,8}|spawn\w{0,4}|fork|execa\w{0,12}|writeFile\w{0,4}|appendFile\w{0,4}|createWriteStream|outputFile\w{0,4}"
    rb"|copyFile\w{0,4}|symlink\w{0,4}|rm|rmSync|rmdir\w{0,4}|unlink\w{0,4}|remove\w{0,4}|emptyDir\w{0,4}|rimraf\w{0,4}|fetch"
    rb"|request|get|post|put|send|lookup|resolve\w{0,4}|connect|createConnection|axios|got|needle|phin)\s{0,4}\)?\s{0,4}\("
)
_MANY_HEX_NAMES = 20
#: In a file of so few bytes every call is looked at: an import may have given the function another name.
_SMALL = 8_000
_DETACHED = re.compile(r"\bdetached\b['\"]?\s*:\s*(?:true|!0|!!\[\])")
_CONNECTS = re.compile(rb"\b(?:net|tls)['\"]|socket\.io-client|['\"]ws['\"]")
_SERVES = re.compile(rb"\bcreateServer\s*\(|\.listen\s*\(|WebSocketServer|WebSocket\.Server")
_PIPES = re.compile(rb"\.pipe\s*\(|\.stdin\b")
#: These take the path that they write as their second argument.
_TO_SECOND = re.compile(r"\.(?:copyFile|symlink)(?:Sync)?$")
#: What the detail of an act says of a process that lives on by itself, and of a shell that is tied to a connection.
DETACHED, TIED = " (detached)", " (tied to a connection)"
#: And of one that is started as soon as the file is loaded.
AT_LOAD = " (at load)"
#: Characters of the text that a call is given.
MAX_GIVEN = 2_000


def acts_of(slicer: Slicer, stop: Stop = never) -> tuple[Behaviour, ...]:
    """The alarming acts of one file, in the order of their places."""
    found: list[Behaviour] = []
    wording = Wording(slicer.scopes, slicer.folder, slicer.callees)
    for call in call_nodes(slicer):
        act = _act(slicer, wording, call)
        if act is not None:
            found.append(act)
        if len(found) >= MAX_ACTS or stop():
            break
    return tuple(found)


def may_hide_calls(source: bytes) -> bool:
    """True if names of methods are spelled in escapes or pieces, or kept in a table as obfuscators do."""
    return is_disguised(source) or source.count(b"_0x") >= _MANY_HEX_NAMES


@lru_cache(maxsize=1)
def _calls() -> Ends:
    return Ends((_CALLS,))


def call_nodes(slicer: Slicer) -> Iterator[Node]:
    """The calls that could be acts, in a small file or one that hides its calls every call."""
    syntax = slicer.scopes.syntax
    hides_calls = is_disguised(syntax.source) if syntax.places is not None else may_hide_calls(syntax.source)
    if len(syntax.source) <= _SMALL or hides_calls:
        places = calls(syntax.source)
    else:
        places = (end - 1 for end, _ in _calls().of(syntax.source, MAX_CALLS))
    seen: set[int] = set()
    for place in islice(places, MAX_CALLS):
        node = syntax.innermost(place, place + 1, "call_expression")
        if node is not None and node.id not in seen:
            seen.add(node.id)
            yield node


def _act(slicer: Slicer, wording: Wording, call: Node) -> Behaviour | None:
    name = slicer.callees.name(call.child_by_field_name("function"))
    kind = kind_of(name)
    if kind is BehaviourKind.FILE_READ and ".copyFile" in name:
        kind = BehaviourKind.FILE_WRITE
    if kind is None or kind not in OF_KIND:
        return None
    text = _alarming(slicer, wording, call, name, kind)
    detached = DETACHED if kind is BehaviourKind.PROCESS and is_detached(slicer, call) else ""
    if not detached and not text:
        return None
    tied = TIED if kind is BehaviourKind.PROCESS and _is_tied(slicer.scopes.syntax.source, text) else ""
    location = slicer.scopes.syntax.location(call)
    at_load = AT_LOAD if detached and _runs_at_load(slicer, call) else ""
    detail = f"{name.lstrip(':')}{detached}{at_load}{tied}"[:MAX_EXCERPT]
    return Behaviour(
        kind, location, detail, (text or command_or_path(wording, call, name, kind) or "a program")[:MAX_GIVEN]
    )


def _alarming(slicer: Slicer, wording: Wording, call: Node, name: str, kind: BehaviourKind) -> str:
    """The text that a call is given, if it alarms: as it can be worded, else the words that it is made of."""
    for text in (command_or_path(wording, call, name, kind), _words(slicer, call, name, kind)):
        if any(pattern.search(line) for line in text.splitlines() for pattern in OF_KIND[kind]):
            return text
    return ""


def command_or_path(wording: Wording, call: Node, name: str, kind: BehaviourKind) -> str:
    """What a call works on, one possibility a line: a command line, a path, an address; "" if nothing is known."""
    first, second = argument(call), argument(call, 1)
    target = second if kind is BehaviourKind.FILE_WRITE and _TO_SECOND.search(name) else first
    texts = wording.texts(target)
    if kind is BehaviourKind.PROCESS:
        lists = wording.lists(second)
        texts = tuple(f"{program} {rest}" for program in texts for rest in lists) or texts
    return "\n".join(each for each in texts if each != UNKNOWN)


def _words(slicer: Slicer, call: Node, name: str, kind: BehaviourKind) -> str:
    """The words in what a call is given: of an object, of a list that is gone through, of a text in pieces."""
    first, second = argument(call), argument(call, 1)
    target = second if kind is BehaviourKind.FILE_WRITE and _TO_SECOND.search(name) else first
    if target is None or kind is BehaviourKind.FILE_DELETE:  # a path that is not fully known is not a whole home
        return ""
    return slicer.words(target)


def _is_tied(source: bytes, program: str) -> bool:
    """A bare shell in a file that opens a connection, waits for none, and pipes something into something."""
    if not any(map(BARE_SHELL.search, program.splitlines())) or _SERVES.search(source):
        return False
    return bool(_CONNECTS.search(source) and _PIPES.search(source))


def _runs_at_load(slicer: Slicer, call: Node) -> bool:
    """True if no function stands around a call but those that are called where they stand."""
    path = slicer.scopes.syntax.path_to(call.start_byte, call.end_byte)
    for index, node in enumerate(path):
        if node.type not in FUNCTIONS:
            continue
        around = [each for each in path[max(0, index - 3) : index] if each.type != "parenthesized_expression"]
        called = around[-1].child_by_field_name("function") if around else None
        if called is None or not called.start_byte <= node.start_byte < called.end_byte:
            return False
    return True


def is_detached(slicer: Slicer, call: Node) -> bool:
    """True if the options of a call that starts a process, in place or by name, let it live on by itself."""
    arguments = call.child_by_field_name("arguments")
    if arguments is None:
        return False
    texts = [slicer.scopes.syntax.text(arguments)[:2_000]]
    last = arguments.named_children[-1] if 1 < arguments.named_child_count < 6 else None
    if last is not None and last.type == "identifier":
        found = slicer.scopes.definitions(slicer.scopes.syntax.text(last), last)
        texts += [slicer.scopes.syntax.text(each.value)[:2_000] for each in found if each.value is not None]
    return any(map(_DETACHED.search, texts))
