"""Read one file of a package as JavaScript or TypeScript: what would it do? Nothing of it is ever run."""

from __future__ import annotations

import re

from assay.javascript.acts import acts_of, may_hide_calls
from assay.javascript.alarms import has_alarms
from assay.javascript.drops import drops_of
from assay.javascript.encoding import to_utf8
from assay.javascript.flows import flows_of, slicer_of
from assay.javascript.obfuscation import is_minified, traits
from assay.javascript.syntax import GivenUp, Stop, never, parse
from assay.javascript.template import is_template
from assay.javascript.triage import Triage, triage
from assay.model.source import Behaviour, Flow, SourceFile

#: Entry points that run while a package is installed.
ON_INSTALL = frozenset({"preinstall", "install", "postinstall"})
_MOST_ON_INSTALL = 256 * 1024
_Flows = tuple[Flow, ...]
_Acts = tuple[Behaviour, ...]
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
    acts: tuple[Behaviour, ...] = ()
    unread = ""
    if follow:
        places = triage(source)
        if places.sends or places.runs or _could_act(source, reached_by):
            flows, acts, unread = _followed(path, source, places, stop)
    behaviours = dict.fromkeys((*acts, *(each for flow in flows for each in (flow.source, flow.sink))))
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


def _could_act(source: bytes, reached_by: tuple[str, ...]) -> bool:
    """What runs on installation is followed in any case: it is short, and its words may be put together."""
    is_short = len(source) <= _MOST_ON_INSTALL
    return (is_short and not ON_INSTALL.isdisjoint(reached_by)) or has_alarms(source) or may_hide_calls(source)


def _followed(path: str, source: bytes, places: Triage, stop: Stop) -> tuple[_Flows, _Acts, str]:
    """Flows, alarming acts, and why the file was not followed to its end ("" if it was)."""
    followed = _without_brackets(source)
    try:
        syntax = parse(path, followed, stop)
        if is_template(path, syntax):
            return (), (), ""
        slicer = slicer_of(syntax)
        flows = (*flows_of(slicer, places, stop), *drops_of(slicer, stop))
        acts = acts_of(slicer, stop)
    except GivenUp:
        return (), (), TOO_SLOW
    if stop():
        return flows, acts, TOO_SLOW
    return flows, acts, "" if followed is source else BRACKETS


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
