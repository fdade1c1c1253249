"""Follow: values and acts in a text of code, in what its decoders hide, and in the code that it hides in texts."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field, replace

from assay.javascript.acts import acts_of, may_hide_calls
from assay.javascript.alarm_words import has_alarms
from assay.javascript.capabilities import capabilities_of
from assay.javascript.conditions import could_depend, dependent_harm
from assay.javascript.drops import drops_of
from assay.javascript.flows import flows_of, slicer_of
from assay.javascript.payloads import Payload, is_beyond_limits, payloads_of
from assay.javascript.slicing import Slicer
from assay.javascript.syntax import GivenUp, Stop, Syntax, never, parse
from assay.javascript.template import is_template
from assay.javascript.triage import Triage, triage
from assay.javascript.unveil.unveil import is_veiled, unveil
from assay.model.finding import MAX_EXCERPT
from assay.model.location import Location
from assay.model.source import Behaviour, Flow, Layer, Trait

#: What ``SourceFile.unread`` says of a file that took too long.
TOO_SLOW = "following it takes longer than is spent on one file"
TOO_DENSE = "it has more operators and brackets than are parsed of one file: that would take gigabytes"
TOO_DEEP = "parts of it are nested deeper than is followed"
TOO_HIDDEN = "it hides code in texts within texts, deeper than is followed"
BRACKETS = "a long part of brackets and signs was left out: it takes the parser gigabytes"
TOO_LONG = "a text that it runs as code takes more to compute than is spent on one"
#: Code in a text in the code in a text; texts of one file that are read as code, and bytes of all of them.
MAX_DEPTH, MAX_PAYLOADS, MAX_PAYLOAD_BYTES = 6, 30, 2_000_000
#: Runs of brackets and signs (JSFuck, and broken forms of it) are not parsed: 48 kB need 5 GB, in one step that cannot
#: be stopped. None of 9,668 files of 86 popular packages has more than one such block.
_BLOCK_BYTES = 1_024
_MOST_BLOCKS = 3
_SIGNS = b"[]()!+"
#: The tree of a file takes some 150 bytes for each of these, 350 in a file of the shortest statements. Of 2,353 popular
#: and suspicious-looking honest packages one file has more, a bundle of 13 MB.
_PUNCTUATION = bytes(byte for byte in range(0x21, 0x7F) if not chr(byte).isalnum() and byte not in b"_$'\"`/\\")
MAX_PUNCTUATION = 2_000_000
_RUN = re.compile(rb"(?<![\[\]()!+])(?>[\[\]()!+]{1,4}+[^\[\]()!+]{0,2}+){256,}")
#: Kept at both ends of a run: what stands beside it may belong to its first and last brackets.
_KEPT = 256
_VISIBLE = re.compile(rb"[^\n]")


@dataclass(slots=True)
class Followed:
    """What following one file told; ``unread`` says why it was not followed to its end.

    ``whole`` asks for every capability, not only for what alarms.
    """

    flows: dict[Flow, None] = field(default_factory=dict)
    acts: dict[Behaviour, None] = field(default_factory=dict)
    capabilities: dict[Behaviour, None] = field(default_factory=dict)
    traits: dict[str, Trait] = field(default_factory=dict)
    layers: list[Layer] = field(default_factory=list)
    unread: str = ""
    whole: bool = False


def is_worth_following(source: bytes, places: Triage, *, on_install: bool) -> bool:
    """What runs on installation is followed in any case: it is short, and its words may be put together."""
    return (
        bool(on_install or places.sends or places.runs)
        or has_alarms(source)
        or may_hide_calls(source)
        or could_depend(source)
    )


def follow(path: str, source: bytes, stop: Stop = never, *, on_install: bool = False, whole: bool = False) -> Followed:
    """Follow a file, UTF-8, if it is worth it, and the layers of code in it."""
    found = Followed(whole=whole)
    waiting = deque([Payload(source, None, "")])
    chains: dict[int, tuple[str, ...]] = {id(waiting[0]): ()}
    size, is_cut = 0, False
    while waiting and len(chains) <= MAX_PAYLOADS and not found.unread:
        payload = waiting.popleft()
        chain = chains[id(payload)]
        if payload.place is not None:
            chain = (*chain, payload.decoding)
            start = payload.code[: 4 * MAX_EXCERPT].decode("utf-8", "replace")[:MAX_EXCERPT]
            found.layers.append(Layer(payload.decoding, payload.place, start, len(chain)))
        for inner in _one(path, payload, chain, found, stop, on_install=on_install and payload.place is None):
            size += len(inner.code)
            if len(chain) < MAX_DEPTH and size <= MAX_PAYLOAD_BYTES:
                chains[id(inner)] = chain
                waiting.append(inner)
            else:
                is_cut = True
    if (is_cut or waiting) and not found.unread:
        found.unread = TOO_HIDDEN
    return found


def _one(
    path: str, payload: Payload, chain: tuple[str, ...], found: Followed, stop: Stop, *, on_install: bool
) -> list[Payload]:
    """Follow one layer; the texts in it that are code."""
    source = payload.code
    try:
        if is_veiled(source):
            source = without_brackets(source)
            syntax = _unveiled(path, source, payload.place, found, stop)
        else:
            syntax = None
        places = triage(source if syntax is None else syntax.source)
        if syntax is None:
            if not found.whole and not is_worth_following(source, places, on_install=on_install):
                return []
            source = without_brackets(payload.code)
            if len(source) - len(source.translate(None, _PUNCTUATION)) > MAX_PUNCTUATION:
                found.unread = TOO_DENSE
                return []
            syntax = parse(path, source, stop)
            if is_template(path, syntax):
                return []
        slicer = slicer_of(syntax)
        inner = _tell(slicer, places, payload.place, chain, found, stop)
    except GivenUp:
        found.unread = TOO_SLOW
        return []
    if stop():
        found.unread = TOO_SLOW
    elif syntax.is_cut:
        found.unread = TOO_DEEP
    elif source is not payload.code and payload.place is None:
        found.unread = BRACKETS
    return inner


def _unveiled(path: str, source: bytes, place: Location | None, found: Followed, stop: Stop) -> Syntax | None:
    """The file of an obfuscator with what it hides written back, None if it hides nothing. Raises GivenUp."""
    syntax = parse(path, source, stop)
    if is_template(path, syntax):
        return None
    plain = unveil(syntax, stop)
    if plain is None:
        return None
    if plain.decoded:
        where = plain.place or Location(path, 1, 1)
        found.layers.append(Layer(f"decoder of {plain.decoded:,} texts", place or where, plain.sample, 1))
    del syntax  # two trees of a large file are more than a worker may hold
    return parse(path, plain.source, stop, plain.places)


def _tell(
    slicer: Slicer, places: Triage, place: Location | None, chain: tuple[str, ...], found: Followed, stop: Stop
) -> list[Payload]:
    for flow in (*flows_of(slicer, places, stop), *drops_of(slicer, stop)):
        told = Flow(_moved(flow.source, place), _moved(flow.sink, place), flow.steps, chain)
        found.flows[told] = None
    for act in acts_of(slicer, stop):
        found.acts[_moved(act, place)] = None
    if could_depend(slicer.scopes.syntax.source):
        for trait in dependent_harm(slicer, stop):
            found.traits.setdefault(trait.name, trait if place is None else replace(trait, location=place))
    for capability in capabilities_of(slicer, stop) if found.whole else ():
        found.capabilities[_moved(capability, place)] = None
    inner = payloads_of(slicer, places, stop)
    if is_beyond_limits(slicer, places, stop):
        found.unread = TOO_LONG
    return [replace(each, place=place) for each in inner] if place is not None else inner


def _moved(behaviour: Behaviour, place: Location | None) -> Behaviour:
    """What stands in a hidden text stands where that text does."""
    return behaviour if place is None else replace(behaviour, location=place)


def without_brackets(source: bytes) -> bytes:
    """The source with the middle of every long run of brackets and signs blanked; every place stays what it is."""
    starts = range(0, len(source), _BLOCK_BYTES)
    blocks = (source[start : start + _BLOCK_BYTES] for start in starts)
    if sum(len(block.translate(None, _SIGNS)) < len(block) / 2 for block in blocks) <= _MOST_BLOCKS:
        return source
    return _RUN.sub(_blanked, source)


def _blanked(run: re.Match[bytes]) -> bytes:
    text = run[0]
    return text[:_KEPT] + _VISIBLE.sub(b" ", text[_KEPT:-_KEPT]) + text[-_KEPT:]
