"""Read one file of a package as JavaScript or TypeScript: what would it do? Nothing of it is ever run."""

from __future__ import annotations

import re

from assay.javascript.encoding import to_utf8
from assay.javascript.flows import flows_of
from assay.javascript.obfuscation import is_minified, traits
from assay.javascript.syntax import GivenUp, Stop, never, parse
from assay.javascript.template import is_template
from assay.javascript.triage import Triage, triage
from assay.model.source import Flow, SourceFile

#: What ``SourceFile.unread`` says of a file that took too long.
TOO_SLOW = "following it takes longer than is spent on one file"
BRACKETS = "a long part of brackets and signs was left out: it takes the parser gigabytes"
#: Runs of brackets and signs (JSFuck, and broken forms of it) are not parsed: 48 kB need 5 GB, in one step that cannot
#: be stopped. None of 9,668 files of 86 popular packages has more than one such block.
_BLOCK_BYTES = 1_024
_MOST_BLOCKS = 3
_SIGNS = b"[]()!+"
_RUN = re.compile(rb"(?<![\[\]()!+])(?>[\[\]()!+]{1,4}+[^\[\]()!+]{0,2}+){256,}")
#: Kept at both ends of a run: what stands beside it may belong to its first and last brackets.
_KEPT = 256
_VISIBLE = re.compile(rb"[^\n]")


def read(
    path: str, data: bytes, reached_by: tuple[str, ...] = (), *, follow: bool = True, stop: Stop = never
) -> SourceFile:
    """Behaviours, flows and signs of obfuscation in one file. Never fails, whatever the bytes are.

    path        inside the package; its ending tells TypeScript from JavaScript
    data        the whole file, in any encoding
    reached_by  the entry points that reach it, passed on
    follow      also follow values through its syntax, not only look at its text
    stop        asked now and then; once it answers True, the file is told as far as it was read, and ``unread`` says so
    """
    source = to_utf8(data)
    flows: tuple[Flow, ...] = ()
    unread = ""
    if follow:
        places = triage(source)
        flows, unread = _flows(path, source, places, stop) if places.sends or places.runs else ((), "")
    behaviours = {each: None for flow in flows for each in (flow.source, flow.sink)}
    return SourceFile(
        path=path,
        size_bytes=len(data),
        reached_by=reached_by,
        behaviours=tuple(behaviours),
        flows=flows,
        traits=traits(path, source),
        is_minified=is_minified(source),
        unread=unread,
    )


def _flows(path: str, source: bytes, places: Triage, stop: Stop) -> tuple[tuple[Flow, ...], str]:
    followed = _without_brackets(source)
    try:
        syntax = parse(path, followed, stop)
        flows = () if is_template(path, syntax) else flows_of(syntax, places, stop)
    except GivenUp:
        return (), TOO_SLOW
    if stop():
        return flows, TOO_SLOW
    return flows, "" if followed is source else BRACKETS


def _without_brackets(source: bytes) -> bytes:
    """The source with the middle of every long run of brackets and signs blanked; every place stays what it is."""
    starts = range(0, len(source), _BLOCK_BYTES)
    blocks = (source[start : start + _BLOCK_BYTES] for start in starts)
    if sum(len(block.translate(None, _SIGNS)) < len(block) / 2 for block in blocks) <= _MOST_BLOCKS:
        return source
    return _RUN.sub(_blanked, source)


def _blanked(run: re.Match[bytes]) -> bytes:
    text = run[0]
    return text[:_KEPT] + _VISIBLE.sub(b" ", text[_KEPT:-_KEPT]) + text[-_KEPT:]
