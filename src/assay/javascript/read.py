"""Read one file of a package as JavaScript or TypeScript: what would it do? Nothing of it is ever run."""

from __future__ import annotations

from assay.javascript.encoding import to_utf8
from assay.javascript.flows import flows_of
from assay.javascript.obfuscation import is_minified, traits
from assay.javascript.syntax import GivenUp, Stop, never, parse
from assay.javascript.triage import Triage, triage
from assay.model.source import Flow, SourceFile

#: What ``SourceFile.unread`` says of a file that took too long.
TOO_SLOW = "following it takes longer than is spent on one file"


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
    try:
        flows = flows_of(parse(path, source, stop), places, stop)
    except GivenUp:
        return (), TOO_SLOW
    return flows, TOO_SLOW if stop() else ""
