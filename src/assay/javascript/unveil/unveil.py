"""Unveil: a file of an obfuscator with what it hides written back, and where everything stood."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from assay.javascript.disguise import is_disguised
from assay.javascript.places import Places, rewritten
from assay.javascript.pure.limits import Budget
from assay.javascript.scope import Scopes
from assay.javascript.signs import Signs
from assay.javascript.syntax import Stop, Syntax, never
from assay.javascript.unveil.cells import Cells
from assay.javascript.unveil.rewriting import Rewriter
from assay.javascript.unveil.rotation import rotate
from assay.model.finding import MAX_EXCERPT
from assay.model.location import Location

#: Steps that the decoders of one file may take, and nodes looked at for them.
MAX_STEPS = 300_000
MAX_NODES = 500_000
#: Larger files are not rewritten for disguised words alone.
MAX_SPELLED_BYTES = 256 * 1024
#: Decoded texts that are shown, the longest, as they tell most.
MAX_SAMPLES = 20
_NAMES = b"names"
_ROTATION = b"rotation"


@dataclass(frozen=True, slots=True)
class Unveiled:
    """The rewritten source, the places in it, how many texts were decoded, some of them, and where the first stood."""

    source: bytes
    places: Places
    decoded: int
    sample: str = ""
    place: Location | None = None


@lru_cache(maxsize=1)
def _signs() -> Signs:
    rotation = r"push['\"]?\]?\s{0,4}\(\s{0,4}[\w$]{1,40}\s{0,4}(?:\.|\[['\"])\s{0,4}shift"
    return Signs((), [(_NAMES, rb"_0x[0-9a-f]{3,8}[(\[=]"), (_ROTATION, rotation.encode())])


def is_veiled(source: bytes) -> bool:
    """Whether a source holds the signs of a decoder, or spells words in escapes and pieces."""
    return bool(_signs().of(source)) or (len(source) <= MAX_SPELLED_BYTES and is_disguised(source))


def unveil(syntax: Syntax, stop: Stop = never) -> Unveiled | None:
    """Compute the decoders of a file and write back what they hide; None if there is nothing to write."""
    cells = Cells(Scopes(syntax), Budget(MAX_STEPS, MAX_NODES, stop))
    rewriter = Rewriter(cells, stop)
    try:
        rotate(cells)
        rewriter.rewrite(syntax.root)
    finally:
        cells.end()
    if not rewriter.edits:
        return None
    source, places = rewritten(syntax.source, rewriter.edits)
    longest = sorted(rewriter.samples, key=len, reverse=True)[:MAX_SAMPLES]
    first = syntax.location_at(min(rewriter.samples.values())) if rewriter.samples else None
    return Unveiled(source, places, rewriter.decoded, ", ".join(longest)[:MAX_EXCERPT], first)
