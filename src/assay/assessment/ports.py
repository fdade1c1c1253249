"""What the use case needs from the outside, as Protocols. ``wiring`` plugs the adapters in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from assay.model.feed import FeedInfo, FeedMatch
from assay.model.inspection import Inspection
from assay.model.integrity import Integrity
from assay.model.likeness import Likeness
from assay.model.package import PackageRef
from assay.model.packument import Packument, Release
from assay.model.subject import Subject


@dataclass(frozen=True, slots=True)
class Blob:
    """Downloaded bytes: in memory while small, in a private temporary file when large. Close it when done.

    data        the bytes, if they are in memory
    path        the file, if they are not ("" otherwise); whoever downloaded it owns it until ``Registry.discard``
    integrity   sha1 and sha512 of what really came; None for a file of the user's, which only the worker reads
    """

    size_bytes: int
    integrity: Integrity | None
    data: bytes = b""
    path: str = ""


class Registry(Protocol):
    """Where packuments and tarballs come from. Every method raises a RegistryError, and nothing else of its own."""

    async def packument(self, name: str) -> Packument:
        """The full packument. Raises PackageNotFound if nobody owns the name."""

    async def download(self, release: Release) -> Blob:
        """The tarball of a release, whatever its hash turns out to be."""

    async def packages_of(self, account: str) -> int:
        """How many packages an account maintains, as the registry's search tells."""

    async def discard(self, blob: Blob) -> None:
        """Give the blob's memory or file back."""


class Inspector(Protocol):
    """Runs the detectors of reach ``release`` where hostile bytes can do no harm."""

    async def inspect(self, subject: Subject, blob: Blob | None, folder: str) -> Inspection:
        """Read the blob (or the unpacked package in ``folder``), complete the subject, run the detectors.

        Raises WorkerError if the process that read it was lost.
        """


class Feeds(Protocol):
    """Known malware and advisories."""

    def match(self, ref: PackageRef) -> tuple[FeedMatch, ...]:
        """Every record that speaks of this release, malware first. Raises FeedError."""

    def feeds(self) -> tuple[FeedInfo, ...]:
        """The feeds in use."""


class Names(Protocol):
    """The corpus of popular names."""

    def likenesses(self, name: str) -> tuple[Likeness, ...]:
        """Known names that this one could be taken for, most telling first."""

    def monthly_downloads(self, name: str) -> int | None:
        """Downloads a month, None if the name is not in the corpus."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An inspection from an earlier run, and when its registry facts were last confirmed (UTC)."""

    inspection: Inspection
    confirmed: datetime


class Inspections(Protocol):
    """Inspections kept from earlier runs with the same rules. Reading and writing raise StoreError."""

    def find(self, ref: PackageRef, integrity: Integrity | None) -> Kept | None:
        """The inspection of exactly these bytes, or the latest of this release if ``integrity`` is None."""

    def keep(self, ref: PackageRef, inspection: Inspection, confirmed: datetime) -> None:
        """Keep an inspection that has no gap and whose bytes agreed with the registry."""
