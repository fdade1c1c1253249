"""Crossing: flows that begin in one file of a package and end in another.

The files are written into one text, each in a function of its own, with plain names in the place of their imports and
exports; values are then followed through it as through any file. Line numbers are kept.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from assay.javascript.across.part import Part
from assay.javascript.flows import flows_of, slicer_of
from assay.javascript.follow import without_brackets
from assay.javascript.signs import Signs
from assay.javascript.syntax import GivenUp, Stop, never, parse
from assay.javascript.triage import triage
from assay.model.location import Location
from assay.model.source import Behaviour, BehaviourKind, Flow

#: What one file may have of a theft or a loader, by the words in it.
STEALS, SENDS, DECODES, RUNS = b"steals", b"sends", b"decodes", b"runs"
_SHAPES = (
    (
        STEALS,
        rb"process\.env\s*[^\s.\[?\w]|\.npmrc|id_rsa|\.ssh\b|\.aws\b|Login Data|wallet\.dat|\.git-credentials"
        rb"|\bhostname\s*\(|\buserInfo\s*\(|\bnetworkInterfaces\s*\(",
    ),
    (
        SENDS,
        rb"['\"`](?:node:)?(?:https?|http2|net|tls|dgram|dns|axios|got|node-fetch|cross-fetch|request|undici|needle"
        rb"|superagent|phin|ws|socket\.io-client)['\"`]|\bfetch\s*\(|XMLHttpRequest|sendBeacon|\bWebSocket\b",
    ),
    (
        DECODES,
        rb"\batob\b|['\"`](?:base64|hex)['\"`]|fromCharCode|createDecipher|inflate|gunzip|brotliDecompress"
        rb"|\.(?:png|jpe?g|gif|ico|svg|woff2?|ttf)['\"`]|LICENSE",
    ),
    (
        RUNS,
        rb"\beval\b|\bFunction\s*\(|\brunIn\w+Context\b|\b_compile\b|\.constructor\s*\(|['\"`](?:node:)?vm['\"`]",
    ),
)
_WHOLE_WAYS = (((STEALS,), (SENDS,)), ((SENDS, DECODES), (RUNS,)))
_SINKS = frozenset({BehaviourKind.NETWORK, BehaviourKind.DYNAMIC_CODE})
#: The name of one variable is sent to its own service by half of all clients; a whole environment is not.
_SOURCES = frozenset(
    {
        BehaviourKind.ENVIRONMENT_DUMP,
        BehaviourKind.CREDENTIAL_READ,
        BehaviourKind.HOST_FACTS,
        BehaviourKind.NETWORK,
        BehaviourKind.DECODE,
        BehaviourKind.FILE_READ,
    }
)

_NAME = re.compile(rb"__part\d{1,3}_[\w$]{1,60}")
_SAME = re.compile(
    rb"(__part\d{1,3}_[\w$]{1,60})\s{0,8}=\s{0,8}(?!\1(?![\w$]))(__part\d{1,3}_[\w$]{1,60})(?=\s{0,8}(?:[;,)}\n]|\Z))"
)
_MAX_SAME = 50
#: What runs code may be handed on under another name, by which its calls are found only in the joined text.
_RUNS_BY_NAME = re.compile(rb"\b(?:eval|Function)\s{0,8}[;,)}\n\]]")


def roles(source: bytes) -> frozenset[bytes]:
    """What a file, in UTF-8, may have of a chain; empty for most."""
    return _signs().of(source)


@lru_cache(maxsize=1)
def _signs() -> Signs:
    return Signs((), _SHAPES)


def could_cross(held: Sequence[frozenset[bytes]]) -> bool:
    """True if one of these files could begin a chain that another could end."""
    for begins, ends in _WHOLE_WAYS:
        first = {index for index, each in enumerate(held) if not each.isdisjoint(begins)}
        last = {index for index, each in enumerate(held) if not each.isdisjoint(ends)}
        if first and last and len(first | last) > 1:
            return True
    return False


def crossing_flows(parts: Sequence[Part], stop: Stop = never) -> tuple[Flow, ...]:
    """The flows between different files, each behaviour at its own place. None once ``stop`` answers True."""
    if not _may_hold_sites(b"\n".join(part.source for part in parts)):
        return ()
    try:
        texts = [b"(function(){" + part.text(stop) + b"\n})();\n" for part in parts]
        starts, line = [], 1
        for text in texts:
            starts.append(line)
            line += text.count(b"\n")
        names = sorted({name for part in parts for name in part.names})
        whole = _unified(b"".join(texts)) + f"var {', '.join(names) or '_'};".encode()
        sites = triage(whole)
        if not sites.sends and not sites.runs:
            return ()
        kind = ".tsx" if any(part.path.endswith(("ts", "tsx")) for part in parts) else ".js"
        syntax = parse(f"joined{kind}", without_brackets(whole), stop)
        found = flows_of(slicer_of(syntax), sites, stop)
    except GivenUp:
        return ()

    def moved(behaviour: Behaviour) -> Behaviour:
        index = max(0, bisect_right(starts, behaviour.location.line) - 1)
        place = Location(parts[min(index, len(parts) - 1)].path, behaviour.location.line - starts[index] + 1)
        return replace(behaviour, location=place)

    placed = (replace(flow, source=moved(flow.source), sink=moved(flow.sink)) for flow in found)
    return tuple(flow for flow in placed if _counts(flow))


def _may_hold_sites(sources: bytes) -> bool:
    """False if no call in these files could be the end of a flow, whatever names it goes by in the joined text."""
    sites = triage(sources)
    return bool(sites.sends or sites.runs) or _RUNS_BY_NAME.search(sources) is not None


def _unified(whole: bytes) -> bytes:
    """One name for an export that is handed on under another."""
    names = {match[1]: match[2] for match in islice(_SAME.finditer(whole), _MAX_SAME)}

    def last(name: bytes) -> bytes:
        for _ in range(len(names)):
            if name not in names:
                break
            name = names[name]
        return name

    return _NAME.sub(lambda match: last(match[0]), whole) if names else whole


def _counts(flow: Flow) -> bool:
    if flow.source.location.file == flow.sink.location.file:
        return False
    return flow.source.kind in _SOURCES and flow.sink.kind in _SINKS
