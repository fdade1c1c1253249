"""Tarball: the members of one release's archive, read in memory within limits, never unpacked to disk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assay.model.integrity import Integrity
from assay.model.manifest import Manifest


class AnomalyKind(StrEnum):
    """What no honest packer writes."""

    ABSOLUTE_PATH = "absolute-path"
    PARENT_PATH = "parent-path"
    LINK = "link"
    DEVICE = "device"
    DUPLICATE = "duplicate"
    CASE_COLLISION = "case-collision"
    SEVERAL_ROOTS = "several-roots"
    LONG_NAME = "long-name"
    BAD_NAME = "bad-name"
    TOO_DEEP = "too-deep"
    TOO_MANY = "too-many"
    TOO_BIG = "too-big"
    EXPANSION = "expansion"
    TRAILING_DATA = "trailing-data"
    TRUNCATED = "truncated"
    BAD_CHECKSUM = "bad-checksum"


@dataclass(frozen=True, slots=True)
class Anomaly:
    """One oddity of the archive: its kind, the member's path (as far as it can be shown) and a sentence."""

    kind: AnomalyKind
    path: str
    detail: str


@dataclass(frozen=True, slots=True)
class Member:
    """One regular file of the archive.

    path          relative to the package's root (the first folder, usually ``package/``, is dropped), ``/`` separated
    size_bytes    of the whole file
    is_executable the mode has an execute bit
    head          its first bytes (at most 4,096): enough to tell what it is
    data          the whole file, or None if it was not kept (binary, too big, or over the tarball's budget)
    """

    path: str
    size_bytes: int
    is_executable: bool = False
    head: bytes = b""
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class Tarball:
    """The archive of one release.

    root             the first folder's name, usually ``package``
    integrity        sha1 and sha512 of the bytes that were read, None for an unpacked folder
    manifest         its own package.json, None if there is none that can be read
    manifest_error   why it could not be read, "" otherwise
    """

    integrity: Integrity | None
    size_bytes: int
    unpacked_bytes: int
    members: tuple[Member, ...]
    anomalies: tuple[Anomaly, ...] = ()
    root: str = "package"
    manifest: Manifest | None = None
    manifest_error: str = ""

    def member(self, path: str) -> Member | None:
        """The member at exactly this path, the last one if there are several, as an unpacker would leave it."""
        found = None
        for member in self.members:
            if member.path == path:
                found = member
        return found
