"""Inspection: what the detectors of reach ``release`` said of one release, and on which facts."""

from __future__ import annotations

from dataclasses import dataclass

from assay.model.finding import Finding
from assay.model.gap import Gap, GapKind
from assay.model.integrity import Integrity
from assay.model.packument import Release
from assay.model.subject import Existence


@dataclass(frozen=True, slots=True)
class Inspection:
    """The part of a verdict that depends on the release alone and can be kept.

    release     the registry's entry, None where the registry has none
    integrity   of the tarball that was read, None if none was
    is_passing  a worker was lost on it: another try may tell more
    """

    existence: Existence
    release: Release | None = None
    integrity: Integrity | None = None
    findings: tuple[Finding, ...] = ()
    gaps: tuple[Gap, ...] = ()
    file_count: int = 0
    unpacked_bytes: int = 0
    is_passing: bool = False

    @property
    def is_lasting(self) -> bool:
        """True if another look at the same bytes would tell the same, what it could not read of them included."""
        return not self.is_passing and all(gap.kind is GapKind.SOURCE for gap in self.gaps)
