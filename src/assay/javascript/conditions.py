"""Conditions: harm or a message that depends on the country of the machine, or on a certain day.

Looked for from the harm upwards: the conditions that a deletion stands under, in its own function or where that is
called, with what their names stand for written out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from tree_sitter import Node

from assay.javascript.signs import Signs
from assay.javascript.slicing import Slicer
from assay.javascript.syntax import CALLS, FUNCTIONS, Stop, argument, child, never
from assay.model.source import Trait

#: Larger files are bundles, which hold all of these words and take seconds.
MAX_BYTES = 256 * 1024
COUNTRY_HARM, COUNTRY_MESSAGE, TIME_HARM = "country-harm", "country-message", "time-harm"
#: Places of harm that are looked at, conditions of one, names that are written out in one, and characters of each.
_MAX_PLACES, _MAX_CONDITIONS, _MAX_NAMES, _MAX_TEXT = 300, 12, 12, 400
#: Calls of the function that the harm stands in.
_MAX_CALLERS = 5
_ASKS = re.compile(r"time_?zone|locale|language|country|\bLANG\b|\bLC_ALL\b|\benv\.TZ\b|\bgeo\b|geoip", re.IGNORECASE)
_NAMES = re.compile(
    r"['\"`/^(|](?:Europe/(?:Mos|Minsk|Ki?e?y?i?[ev]|Belgrade|Istanbul|Samara|Volgograd|Kaliningrad)"
    r"|Asia/(?:Jerusalem|Tel_Aviv|Tehran|Gaza|Shanghai|Pyongyang|Yekaterinburg|Novosibirsk|Vladivostok|Omsk)"
    r"|(?:ru(?:[-_]RU)?|be(?:[-_]BY)?|he(?:[-_]IL)?|fa(?:[-_]IR)?|uk(?:[-_]UA)?|RU|BY|IL|IR|UA|CN"
    r"|russian?(?: federation)?|belarus|israel|iran)\b)"
)
_OFFSET = re.compile(r"getTimezoneOffset\(\)\s*/?\s*[-\d]*\s*[=!]==?\s*-?\d{1,3}\b")
_DAY = re.compile(
    r"new Date\(\s*(?:['\"`]20\d\d|20\d\d\s*,|1[5-9]\d{11})|[<>]=?\s*1[5-9]\d{8}(?:\d{3})?\b|\b1[5-9]\d{11}\s*[<>]"
    r"|Date\.parse\(\s*['\"`]20\d\d|Date\.UTC\(\s*20\d\d|getFullYear\(\)\s*[<>=]{1,3}\s*20\d\d"
    r"|getMonth\(\)\s*={2,3}\s*\d{1,2}\b"
)
_CLOCK = re.compile(r"Date\.now|new Date\b|getTime\b|getMonth\b|getFullYear\b|getDate\b")
_DELETES = re.compile(
    r"(?::?(?:fs|fs-extra|graceful-fs)(?:/promises|\.promises)?\.(?:rm|rmdir|unlink|remove|emptyDir)(?:Sync)?|:?rimraf(?:\.\w+)?"
    r"|:?del)$"
)
_WRITES = re.compile(r":?(?:fs|fs-extra|graceful-fs)(?:/promises|\.promises)?\.(?:writeFile|truncate)(?:Sync)?$")
_STARTS = re.compile(r":?(?:child_process|cp|execa|shelljs)\.\w+$")
_WIPES = re.compile(r"\brm\s+-\w*r|\bdel\s+/|\brd\s+/s|\brmdir\s+/s|\bformat\s|\bmkfs|\bshred\b|\bshutdown\b")
_RECURSIVE = re.compile(r"recursive['\"]?\s*:\s*(?:true|!0)|emptyDir|remove|rimraf|\bdel\b|rmdir")
_SPEAKS = re.compile(r"(?:console\.(?:log|warn|error|info)|alert|window\.alert|process\.(?:stdout|stderr)\.write)$")
_HARM_WORDS = re.compile(
    rb"\b(?:rm|rmSync|rmdir|rmdirSync|unlink|unlinkSync|remove|removeSync|emptyDir|emptyDirSync|rimraf|rimrafSync|del|sync"
    rb"|writeFile|writeFileSync|truncate|truncateSync|exec|execSync|spawn|spawnSync|log|warn|error|info|alert|write)\s{0,4}\("
    rb"|pointerEvents\s{0,4}=|innerHTML\s{0,4}=|new\s{1,4}Audio\s{0,4}\("
)
_LOOPS_FOR_EVER = re.compile(rb"\bwhile\s{0,4}\(\s{0,4}(?:true|1)\s{0,4}\)\s{0,4}(?:;|\{\s{0,4}\})")
_IDENTIFIER = re.compile(r"(?<![\w$.'\"`])[A-Za-z_$][\w$]{0,60}")
_LEAVES = ("return_statement", "throw_statement")
_NO_HARM, _MESSAGE, _HARM, _WIPE = range(4)


def could_depend(source: bytes) -> bool:
    """True if a file names a country or a day, asks for one, and could do harm."""
    if len(source) > MAX_BYTES:
        return False
    asked = _first_signs().of(source)
    if not asked:  # as in most files
        return False
    held = asked | _signs().of(source)
    return {b"asks", b"names", b"harms"} <= held or {b"day", b"wipes"} <= held or {b"offset", b"harms"} <= held


@lru_cache(maxsize=1)
def _first_signs() -> Signs:
    asks = rb"[tT]ime_?[zZ]one|[cC]ountry|env\.(?:LANG|LC_ALL|TZ)\b|navigator\.language|\.locale\b|\{\s*locale\s*\}"
    wipes = rb"recursive|rimraf|emptyDir|rm -\w*r|\bdel /|\brd /s|\brmdir /s|\bshred\b|mkfs"
    return Signs((), [(b"asks", asks), (b"wipes", wipes), (b"offset", rb"getTimezoneOffset")])


@lru_cache(maxsize=1)
def _signs() -> Signs:
    names = (
        rb"Europe/(?:Mos|Minsk|Kiev|Kyiv)|Asia/(?:Jerusalem|Tel_Aviv|Tehran|Gaza)"
        rb"|['\"`/^(](?:(?:ru|be|he|fa|uk)(?:_[A-Z]{2})?|RU|BY|IL|IR|russia|belarus|israel|iran)\b"
    )
    harms = (
        rb"\brm(?:dir)?(?:Sync)?\s*\(|unlink(?:Sync)?\s*\(|rimraf|emptyDir|rm -\w*r|pointerEvents|innerHTML|new Audio"
        rb"|writeFile|console\.|\balert\s*\(|while\s*\((?:true|1)\)"
    )
    day = (
        rb"\b1[5-9][0-9]{8}(?:[0-9]{3})?\b|new Date\s*\(\s*['\"`]?20[0-9]{2}|getFullYear|getMonth"
        rb"|Date\.(?:parse|UTC)\s*\("
    )
    return Signs((), [(b"names", names), (b"harms", harms), (b"day", day)])


def dependent_harm(slicer: Slicer, stop: Stop = never) -> tuple[Trait, ...]:
    """The worst that depends on a country, and the first wipe that depends on a day; each at its condition."""
    found: dict[str, Trait] = {}
    for node, harm in _harms(slicer):
        for condition in islice(_conditions(slicer, node), _MAX_CONDITIONS):
            written = _written_out(slicer, condition)
            for name, why in _named(harm, written):
                shown = " ".join(slicer.scopes.syntax.text(condition).split())[:80]
                found.setdefault(name, Trait(name, slicer.scopes.syntax.location(condition), f"{why}: {shown}"))
        if stop():
            break
    if COUNTRY_HARM in found:
        found.pop(COUNTRY_MESSAGE, None)
    return tuple(found.values())


def _named(harm: int, written: str) -> Iterator[tuple[str, str]]:
    if (_ASKS.search(written) and _NAMES.search(written)) or _OFFSET.search(written):
        is_message = harm == _MESSAGE
        if not is_message or not _OFFSET.search(written):
            yield COUNTRY_MESSAGE if is_message else COUNTRY_HARM, "what follows depends on a country"
    if harm == _WIPE and _DAY.search(written) and _CLOCK.search(written):
        yield TIME_HARM, "what follows depends on a day"


def _harms(slicer: Slicer) -> Iterator[tuple[Node, int]]:
    syntax = slicer.scopes.syntax
    for match in islice(_HARM_WORDS.finditer(syntax.source), _MAX_PLACES):
        node = syntax.innermost(match.end() - 1, match.end(), *CALLS)
        if match[0].endswith(b"=") or node is None or match[0].startswith(b"new"):
            yield syntax.path_to(match.end() - 1, match.end())[-1], _HARM
            continue
        harm = _harm(slicer, node)
        if harm:
            yield node, harm
    for match in islice(_LOOPS_FOR_EVER.finditer(syntax.source), 5):
        yield syntax.path_to(match.start(), match.start() + 5)[-1], _HARM


def _harm(slicer: Slicer, node: Node) -> int:
    name = slicer.callees.name(node.child_by_field_name("function"))
    text = slicer.scopes.syntax.text(node)[:_MAX_TEXT]
    if _DELETES.match(name):
        return _WIPE if _RECURSIVE.search(text) else _HARM
    if _STARTS.match(name):
        return _WIPE if _WIPES.search(slicer.folder.text(argument(node)) or text) else _NO_HARM
    if _WRITES.match(name):
        data = slicer.folder.text(argument(node, 1))
        return _HARM if data is not None and len(data) < 80 and _in_loop(slicer, node) else _NO_HARM
    return _MESSAGE if _SPEAKS.match(name) else _NO_HARM


def _in_loop(slicer: Slicer, node: Node) -> bool:
    path = slicer.scopes.syntax.path_to(node.start_byte, node.end_byte)
    return any(each.type.startswith(("for_", "while_", "do_")) for each in path) or any(
        each.type == "call_expression" and ".forEach" in slicer.scopes.syntax.text(each)[:_MAX_TEXT] for each in path
    )


def _conditions(slicer: Slicer, node: Node, hops: int = 0) -> Iterator[Node]:
    """What must hold for a node to be reached: in its functions, and where those that have a name are called."""
    path = slicer.scopes.syntax.path_to(node.start_byte, node.end_byte)
    for parent, here in zip(reversed(path[:-1]), reversed(path[1:]), strict=True):
        condition = parent.child_by_field_name("condition")
        if condition is not None and parent.type in ("if_statement", "ternary_expression"):
            if not condition.start_byte <= here.start_byte < condition.end_byte:
                yield condition
        elif parent.type == "binary_expression":
            left = parent.child_by_field_name("left")
            operator = parent.child_by_field_name("operator")
            if left is not None and operator is not None and operator.type in ("&&", "||") and here.id != left.id:
                yield left
        elif parent.type in ("statement_block", "program"):
            yield from _guards(parent, here)
        if parent.type in FUNCTIONS and hops < 2:
            for call in _callers(slicer, parent):
                yield from _conditions(slicer, call, hops + 1)


def _guards(block: Node, here: Node) -> Iterator[Node]:
    """``if (...) return;`` before a statement of the same block."""
    before = [each for each in block.named_children[:200] if each.end_byte <= here.start_byte]
    for each in before[-20:]:
        condition = each.child_by_field_name("condition") if each.type == "if_statement" else None
        then = each.child_by_field_name("consequence")
        then = child(then) if then is not None and then.type == "statement_block" else then
        if condition is not None and then is not None and then.type in _LEAVES:
            yield condition


def _callers(slicer: Slicer, function: Node) -> Iterator[Node]:
    syntax = slicer.scopes.syntax
    name = function.child_by_field_name("name")
    if name is None:
        path = syntax.path_to(function.start_byte, function.end_byte)
        outer = next((each for each in reversed(path) if each.type == "variable_declarator"), None)
        value = outer.child_by_field_name("value") if outer is not None else None
        name = outer.child_by_field_name("name") if outer is not None and value == function else None
    if name is None or name.type not in ("identifier", "property_identifier"):
        return
    called = re.compile(rb"(?<![\w$])" + re.escape(syntax.source[name.start_byte : name.end_byte]) + rb"\s{0,4}\(")
    for match in islice(called.finditer(syntax.source), _MAX_CALLERS):
        if function.start_byte <= match.start() < function.end_byte or match.start() == name.start_byte:
            continue
        node = syntax.path_to(match.start(), match.start() + 1)[-1]
        yield node


def _written_out(slicer: Slicer, condition: Node) -> str:
    """The text of a condition, followed by that of what its names stand for."""
    syntax = slicer.scopes.syntax
    texts = [syntax.text(condition)[:_MAX_TEXT]]
    waiting: list[tuple[str, Node]] = [(texts[0], condition)]
    seen: set[str] = set()
    while waiting and len(seen) < _MAX_NAMES:
        text, at = waiting.pop(0)
        for name in _IDENTIFIER.findall(text):
            if name in seen:
                continue
            seen.add(name)
            for definition in slicer.scopes.definitions(name, at)[:3]:
                value = definition.value
                if value is None or definition.callback or value.type in FUNCTIONS:
                    continue
                texts.append(f"{definition.property} = {syntax.text(value)[:_MAX_TEXT]}")
                waiting.append((texts[-1], value))
    return "\n".join(texts)
