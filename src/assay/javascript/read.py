"""Read one file of a package as JavaScript or TypeScript: what would it do? Nothing of it is ever run."""

from __future__ import annotations

from assay.javascript.encoding import to_utf8
from assay.javascript.follow import Followed
from assay.javascript.follow import follow as followed
from assay.javascript.hooks import hooks
from assay.javascript.obfuscation import is_minified, traits
from assay.javascript.syntax import Stop, never
from assay.model.source import ON_INSTALL, SourceFile

_MOST_ON_INSTALL = 256 * 1024


def read(
    path: str,
    data: bytes,
    reached_by: tuple[str, ...] = (),
    *,
    follow: bool = True,
    whole: bool = False,
    stop: Stop = never,
) -> SourceFile:
    """Behaviours, flows and signs of obfuscation in one file. Never fails, whatever the bytes are.

    path        inside the package; its ending tells TypeScript from JavaScript
    data        the whole file, in any encoding
    reached_by  the entry points that reach it, passed on
    follow      also follow values through its syntax, not only look at its text
    whole       tell every capability, not only what alarms; of what runs on installation in any case
    stop        asked now and then; once it answers True, the file is told as far as it was read, and ``unread`` says so
    """
    source = to_utf8(data)
    is_early = len(source) <= _MOST_ON_INSTALL and not ON_INSTALL.isdisjoint(reached_by)
    found = followed(path, source, stop, on_install=is_early, whole=whole or is_early) if follow else Followed()
    behaviours = dict.fromkeys((*found.acts, *(each for flow in found.flows for each in (flow.source, flow.sink))))
    known = {(each.kind, each.location) for each in behaviours}
    others = (each for each in found.capabilities if (each.kind, each.location) not in known)
    return SourceFile(
        path=path,
        size_bytes=len(data),
        reached_by=reached_by,
        behaviours=(*behaviours, *others),
        flows=tuple(found.flows),
        traits=(*traits(path, source), *hooks(path, source), *found.traits.values()),
        is_minified=is_minified(source),
        unread=found.unread,
        layers=tuple(found.layers),
    )
