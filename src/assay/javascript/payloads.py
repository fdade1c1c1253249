"""Payloads: texts in code that are code themselves, decoded or put together, to be read again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from tree_sitter import Node

from assay.javascript.pure.encodings import decode_as
from assay.javascript.readable import readable
from assay.javascript.signs import Ends
from assay.javascript.slicing import Slicer
from assay.javascript.syntax import CALLS, Stop, Syntax, named_parts, never
from assay.javascript.triage import Triage
from assay.javascript.vocabulary import kind_of
from assay.model.location import Location
from assay.model.source import BehaviourKind

#: Calls of one text, and encoded texts in it, that are looked at.
MAX_CALLS, MAX_LITERALS = 50, 50
#: Shorter texts hide nothing that the call itself does not show.
SHORTEST = 12
_ENCODED = re.compile(rb"(?<=['\"`])(?:[0-9a-fA-F]{80,}|[A-Za-z0-9+/]{80,}={0,2}|[A-Za-z0-9_-]{80,})(?=['\"`])")
#: Where such a text could begin; its first bytes are looked for in one pass.
_LONG_TEXT, _LONG_TEXT_BYTES = rb"['\"`][A-Za-z0-9+/_-]{80}", 80
_HEX = re.compile(r"[0-9a-fA-F]+")
_CODE = re.compile(
    r"\brequire\s*\(|\bfunction\b|=>|\beval\s*\(|\bimport\s*[({*'\"]|\bprocess\.|\b(?:const|let|var)\s+[\w${[]|\bfetch\s*\("
    r"|\bconsole\.|\bglobal(?:This)?[.\[]|\w\s*\(.*\)\s*(?:[;}]|$)"
)


@dataclass(frozen=True, slots=True)
class Payload:
    """Code in UTF-8, where its text stands, and how that was hidden: ``base64``, ``hex``, ``a text``, ..."""

    code: bytes
    place: Location | None
    decoding: str


def payloads_of(slicer: Slicer, places: Triage, stop: Stop = never) -> list[Payload]:
    """The texts that calls run as code as far as they can be told, and encoded texts that turn out to be code."""
    found: dict[bytes, Payload] = {}
    for payload in (*_run_by_calls(slicer, places, stop), *_encoded(slicer.scopes.syntax)):
        found.setdefault(payload.code, payload)
    return list(found.values())


def is_beyond_limits(slicer: Slicer, places: Triage, stop: Stop) -> bool:
    """True if a call runs a text as code that takes more to compute than the limits allow."""
    for _, node in _run_as_code(slicer, places, stop):
        if slicer.folder.text(node) is None and slicer.folder.is_over(node):
            return True
    return False


def _run_by_calls(slicer: Slicer, places: Triage, stop: Stop) -> Iterator[Payload]:
    syntax = slicer.scopes.syntax
    for call, each in _run_as_code(slicer, places, stop):
        text = slicer.folder.text(each)
        if text is not None and is_code(text):
            yield Payload(text.encode("utf-8", "replace"), syntax.location(call), _decoding(slicer, each))


def _run_as_code(slicer: Slicer, places: Triage, stop: Stop) -> Iterator[tuple[Node, Node]]:
    """Calls that run code, and what they are given as the text of it."""
    syntax = slicer.scopes.syntax
    for place in islice(places.runs, MAX_CALLS):
        if stop():
            return
        call = syntax.innermost(place, place + 1, *CALLS)
        if call is None or not _runs_code(slicer, call):
            continue
        arguments = call.child_by_field_name("arguments")
        given = named_parts(arguments) if arguments is not None and arguments.child_count < 20 else []
        for each in given[-1:] if len(given) > 1 and call.type == "new_expression" else given[:1]:
            yield call, each


def _runs_code(slicer: Slicer, call: Node) -> bool:
    name = slicer.callees.name(call.child_by_field_name("function") or call.child_by_field_name("constructor"))
    return kind_of(name) is BehaviourKind.DYNAMIC_CODE


def _decoding(slicer: Slicer, node: Node) -> str:
    """The decoders that a text went through, nearest first."""
    names = [each.detail for each in slicer.sources([node]) if each.kind is BehaviourKind.DECODE]
    return ", ".join(dict.fromkeys(names)) or "a text that is put together"


@lru_cache(maxsize=1)
def _long_texts() -> Ends:
    return Ends([_LONG_TEXT])


def _literals(source: bytes) -> Iterator[re.Match[bytes]]:
    for end, _ in _long_texts().of(source, len(source)):
        match = _ENCODED.match(source, end - _LONG_TEXT_BYTES)
        if match is not None:
            yield match


def _encoded(syntax: Syntax) -> Iterator[Payload]:
    for match in islice(_literals(syntax.source), MAX_LITERALS):
        written = match[0].decode()
        name = "hex" if _HEX.fullmatch(written) and len(written) % 2 == 0 else "base64"
        text = decode_as(written, name)
        if text is not None and "\N{REPLACEMENT CHARACTER}" not in text and is_code(text):
            yield Payload(text.encode("utf-8", "replace"), syntax.location_at(match.start()), name)


def is_code(text: str) -> bool:
    """Whether a text reads like JavaScript: enough of it, readable, with words or calls of code."""
    return len(text) >= SHORTEST and bool(readable(text)) and _CODE.search(text[:20_000]) is not None
