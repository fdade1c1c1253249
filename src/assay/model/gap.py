"""Gap: something that could not be checked, and why. A Gap is a result, never silence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assay.model.location import Location


class GapKind(StrEnum):
    """What kind of check is missing."""

    INPUT = "input"  # an input file could not be read, or only in part
    REGISTRY = "registry"  # the registry gave no usable answer
    TARBALL = "tarball"  # the tarball could not be fetched
    ARCHIVE = "archive"  # the archive could not be read, or only in part
    SOURCE = "source"  # a file of the package could not be read as what it claims to be
    DETECTOR = "detector"  # a detector failed: a bug in Assay
    FEED = "feed"  # a feed is missing or unreadable
    ORIGIN = "origin"  # bytes that are not fetched from here (git, another host, bundled)
    OFFLINE = "offline"  # it would have needed the network
    CACHE = "cache"  # the verdict cache: the next run is slower, nothing of this one is missing
    WORKER = "worker"  # the process that read the package died or ran out of time


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """One thing that could not be checked.

    what    the check or thing, such as ``tarball of left-pad@1.3.0``
    why     the reason, in one sentence a user understands
    hint    what to do about it, or ""
    """

    kind: GapKind
    what: str
    why: str
    hint: str = ""
    location: Location | None = None
