"""Triage: from the bytes alone, where a file could send or run something; only what has such a place is parsed.

A place decides what is parsed, never what is flagged. Which words a file holds at all is told in one pass; those are
then looked for with plain searches, which are a hundred times faster than patterns, and a pattern looks at the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from assay.javascript.disguise import calls, is_disguised, undisguised
from assay.javascript.signs import Ends, Signs
from assay.javascript.triage_words import (
    COMPUTED_GLOBALS,
    CONSTRUCTED,
    DECODE_WORDS,
    GLOBALS_THAT_SEND,
    GLUED,
    MODULES_THAT_SEND,
    NO_CODE_WORDS,
    PROCESS_CALL,
    PROCESS_CALLS,
    PROCESS_MODULES,
    PROGRAMS_THAT_SEND,
    RUN_WORDS,
    SEND_CALL_WORDS,
    STEAL_WORDS,
    TAKES_CONSTRUCTOR,
    VM,
    WHOLE,
)

#: ``e = eval`` and the like, read backwards from the word: a search forward takes quadratic time in long words.
_TAKES = re.compile(rb"([\w$]{1,40})\s{0,8}=\s{0,8}(?:\w{1,12}\s{0,8}\.\s{0,8})?\Z")
#: The same in a larger file, where ``t = Types.Function`` is a member of anything else and ``t(`` stands everywhere.
_TAKES_GLOBAL = re.compile(
    rb"([\w$]{1,40})\s{0,8}=\s{0,8}(?:(?:window|global|globalThis|self|top|this)\s{0,8}\.\s{0,8})?\Z"
)
_PUT_TOGETHER = re.compile(rb"['\"`+(]")
_ENDS_WITH_CONSTRUCTOR = re.compile(rb"\.constructor\s{0,4}[;,\n]")
_NAME = re.compile(rb"[A-Za-z_$][\w$]*")
#: What stands between the names that an import binds and the name of its module.
_IMPORTS = re.compile(
    rb"(?:=\s*(?:[\w$]+\s*\(\s*)?require\s*\(\s*|\bfrom\s*|=\s*await\s+import\s*\(\s*)['\"`](?:node:)?\Z"
)
_LOOK_BACK = 500
_LONGEST_NAME = 80
_KEYWORDS = frozenset({b"const", b"let", b"var", b"import", b"as", b"type", b"default", b"await"})
#: A module's name computed: anything may hide behind it.
_HIDDEN_REQUIRE = (b"require", re.compile(rb"require\s*\(\s*(?!['\"`][^'\"`\n]*['\"`]\s*\))"))
#: ``run = util.promisify(cp.exec)``: the name first, read backwards, then what is wrapped.
_PROMISED = re.compile(rb"promisify\s{0,8}\(\s{0,8}[^()\n]{0,80}(?:\([^()\n]{0,40}\)[^()\n]{0,40})?\)")
_TAKES_PROMISED = re.compile(
    rb"([\w$]{1,40})\s{0,8}=\s{0,8}(?:(?:[\w$]{1,20}|require\([^()\n]{1,20}\))\s{0,8}\.\s{0,8})?\Z"
)
#: Compilers write ``(0, module.request)(...)`` for a call of what was imported.
_OPENS = rb"\s*\)?\s*(?:\?\.)?\("
#: A name that is given what a call returns, read backwards from the call.
_TAKES_RESULT = re.compile(rb"([\w$]{1,40})\s{0,8}=\s{0,8}(?:(?:await|new)\s{1,8})?\Z")
_LAST_NAME = re.compile(rb"[\w$]+\Z")
#: In larger files (bundles) only calls on names that senders are bound to are followed: ``get`` is everybody's word.
LARGE_BYTES = 40_000
HUGE_BYTES = 500_000
#: Places looked at in one file.
MAX_SITES = 20_000


@dataclass(frozen=True, slots=True)
class Triage:
    """Offsets of the opening brackets of calls that could be sinks.

    sends   calls that could reach a network, in a file that could also read secrets or facts about the host
    runs    calls that could run a text as code or start a process, in a file where that could come from a network
            or out of an encoding
    """

    sends: tuple[int, ...] = ()
    runs: tuple[int, ...] = ()


def triage(source: bytes) -> Triage:
    """Look for the places that matter in UTF-8 source; where words are disguised, any call may be one."""
    if not is_disguised(source):
        return _spelled(source)
    found = _spelled(undisguised(source))
    places = tuple(calls(source))
    return Triage(places if found.sends else (), places if found.runs else ())


@lru_cache(maxsize=1)
def _signs() -> Signs:
    """What one pass over a file is to tell."""
    words = {word for word, _ in (*STEAL_WORDS, *RUN_WORDS, *COMPUTED_GLOBALS, _HIDDEN_REQUIRE)}
    words.update(GLOBALS_THAT_SEND, PROGRAMS_THAT_SEND, PROCESS_MODULES, PROCESS_CALLS, DECODE_WORDS, NO_CODE_WORDS)
    modules = (*MODULES_THAT_SEND, *PROCESS_MODULES, *VM)
    return Signs(words, [(_quoted(each), rb"['\"`](?:node:)?" + re.escape(each) + rb"['\"`]") for each in modules])


def _quoted(module: bytes) -> bytes:
    return b"'" + module + b"'"


def _spelled(source: bytes) -> Triage:
    held = _signs().of(source)
    could_send = (
        not held.isdisjoint(GLOBALS_THAT_SEND)
        or any(_quoted(each) in held for each in MODULES_THAT_SEND)
        or any(True for _ in _places(source, (_HIDDEN_REQUIRE,), held))
    )
    sends: list[int] = []
    if could_send and any(True for _ in _places(source, STEAL_WORDS, held)):
        sends = _bounded(_send_sites(source, held))
    runs: list[int] = []
    could_hide = not held.isdisjoint((*DECODE_WORDS, *NO_CODE_WORDS, *PROGRAMS_THAT_SEND))
    if could_send or could_hide or any(True for _ in _places(source, GLUED, held)):
        runs = _bounded(_run_sites(source, held))
    return Triage(tuple(sends), tuple(runs))


def _places(
    source: bytes, words: Iterable[tuple[bytes, re.Pattern[bytes]]], held: frozenset[bytes] | None = None
) -> Iterator[re.Match[bytes]]:
    """Every place where a word stands and its pattern fits; ``held`` saves the search for words that stand nowhere."""
    for word, pattern in words:
        if held is not None and word not in held:
            continue
        position = source.find(word)
        while position >= 0:
            match = pattern.match(source, position)
            if match is not None:
                yield match
            position = source.find(word, position + 1)


def _send_sites(source: bytes, held: frozenset[bytes]) -> Iterator[int]:
    bound = _bound_names(source, MODULES_THAT_SEND, held)
    names = {*SEND_CALL_WORDS, *bound}
    senders = _senders(source, bound) if len(source) > LARGE_BYTES else None
    for match in _named_calls(source, names, _OPENS):
        if senders is None or _is_on(source, match, senders):
            yield match.end() - 1


def _named_calls(source: bytes, names: set[bytes], opens: bytes) -> Iterator[re.Match[bytes]]:
    """Where one of these names stands, and behind it what opens a call. A file of megabytes is gone through once."""
    called = [(name, re.compile(WHOLE + re.escape(name) + opens)) for name in sorted(names)]
    if len(source) <= HUGE_BYTES or not called:
        yield from _places(source, called)
        return
    for end, number in Ends([re.escape(name) + opens for name, _ in called]).of(source, MAX_SITES):
        name, pattern = called[number]
        start = source.rfind(name, max(0, end - _LOOK_BACK), end)
        match = pattern.match(source, start) if start >= 0 else None
        if match is not None:
            yield match


def _senders(source: bytes, bound: set[bytes]) -> set[bytes]:
    """Names bound to a module that sends, and names that are given what such a one returns."""
    found = set(bound)
    for match in _named_calls(source, {*bound, *GLOBALS_THAT_SEND}, rb"\s*[.(]"):
        taken = _TAKES_RESULT.search(source[max(0, match.start() - 80) : match.start()])
        found.update([taken[1]] if taken else [])
    return found


def _is_on(source: bytes, call: re.Match[bytes], senders: set[bytes]) -> bool:
    """Whether a call is one of a sender, of its method, or of a method of what was required on the spot."""
    name = _NAME.match(call[0])
    if name is not None and name[0] in GLOBALS_THAT_SEND:
        return True
    before = source[max(0, call.start() - 80) : call.start()].rstrip()
    if not before.endswith(b"."):
        return name is not None and name[0] in senders
    subject = before.rstrip(b".?").removesuffix(b".default").rstrip()
    last = _LAST_NAME.search(subject)
    return last[0] in senders if last is not None else b"require" in subject or b"import" in subject


def _run_sites(source: bytes, held: frozenset[bytes]) -> Iterator[int]:
    for match in _places(source, RUN_WORDS, held):
        if match[0].startswith(b".constructor") and not CONSTRUCTED.search(
            source[max(0, match.start() - 16) : match.start()]
        ):
            continue
        yield match.end() - 1
    names = _aliases_of_eval(source, held) | _bound_names(source, VM, held)
    if not held.isdisjoint(PROCESS_MODULES):
        bound = _bound_names(source, PROCESS_MODULES, held)
        names |= bound | _promised(source)
        starters = bound if len(source) > LARGE_BYTES else None
        for match in _places(source, [(word, PROCESS_CALL) for word in PROCESS_CALLS], held):
            if starters is None or _is_on(source, match, starters):
                yield match.end() - 1
    for match in _named_calls(source, names, _OPENS):
        yield match.end() - 1


#: ``bind = Function.prototype.bind`` names no way of running a text.
_PROTOTYPE = b".prototype"


def _aliases_of_eval(source: bytes, held: frozenset[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    takes = _TAKES_GLOBAL if len(source) > LARGE_BYTES else _TAKES
    for word in (b"eval", b"Function"):
        position = source.find(word) if word in held else -1
        while position >= 0:
            behind = source[position + len(word) : position + len(word) + len(_PROTOTYPE)]
            if behind[:1] in (b";", b",", b"\n", b")", b".") and behind != _PROTOTYPE:
                match = takes.search(source[max(0, position - 80) : position])
                found.update([match[1]] if match else [])
            position = source.find(word, position + 1)
    for match in _places(source, ((b".constructor", _ENDS_WITH_CONSTRUCTOR),), held):
        made = TAKES_CONSTRUCTOR.search(source[max(0, match.start() - 120) : match.start()])
        found.update([made[1]] if made else [])
    for match in _places(source, COMPUTED_GLOBALS, held):
        taken = takes.search(source[max(0, match.start() - 80) : match.start()])
        if taken is not None and (takes is _TAKES or _PUT_TOGETHER.search(match[0])):
            found.add(taken[1])
    return found


def _promised(source: bytes) -> set[bytes]:
    found: set[bytes] = set()
    for match in _places(source, ((b"promisify", _PROMISED),)):
        taken = _TAKES_PROMISED.search(source[max(0, match.start() - 120) : match.start()])
        found.update([taken[1]] if taken else [])
    return found


def _named(source: bytes, modules: Iterable[bytes], held: frozenset[bytes]) -> Iterator[int]:
    """Where the quoted name of one of these modules begins, with or without ``node:``."""
    for module in modules:
        if _quoted(module) not in held:
            continue
        for end in (module + b"'", module + b'"', module + b"`"):
            position = source.find(end)
            while position >= 0:
                before = source[max(0, position - 6) : position]
                if before.endswith((end[-1:], end[-1:] + b"node:")):
                    yield position
                position = source.find(end, position + 1)


def _bound_names(source: bytes, modules: Iterable[bytes], held: frozenset[bytes]) -> set[bytes]:
    """Names that are bound where one of these modules is imported or required."""
    found: set[bytes] = set()
    for position in _named(source, modules, held):
        before = source[max(0, position - _LOOK_BACK) : position]
        match = _IMPORTS.search(before)
        if match is not None:
            head = before[: match.start()].rstrip()
            head = head[head.rfind(b"{") :] if head.endswith(b"}") else head[-_LONGEST_NAME:].rpartition(b"\n")[2]
            found.update(_NAME.findall(head if head.startswith(b"{") else b" ".join(_NAME.findall(head)[-2:])))
    return found - _KEYWORDS


def _bounded(sites: Iterator[int]) -> list[int]:
    found: set[int] = set()
    for site in sites:
        found.add(site)
        if len(found) >= MAX_SITES:
            break
    return sorted(found)
