"""A cache that fails is a Gap of the run, not of each release, and never stops the run."""

from __future__ import annotations

from datetime import datetime

from assay.assessment.ports import Inspections, Kept
from assay.errors import StoreError
from assay.model.gap import Gap, GapKind
from assay.model.inspection import Inspection
from assay.model.integrity import Integrity
from assay.model.package import PackageRef


class CautiousInspections:
    """Wraps a store of inspections: after its first failure to write nothing more is written, and ``gaps`` says why."""

    def __init__(self, inner: Inspections) -> None:
        self._inner = inner
        self._unreadable: StoreError | None = None
        self._unwritable: StoreError | None = None

    def find(self, ref: PackageRef, integrity: Integrity | None) -> Kept | None:
        """The kept inspection, or None if there is none or the store cannot be read."""
        if self._unreadable is not None:
            return None
        try:
            return self._inner.find(ref, integrity)
        except StoreError as error:
            self._unreadable = error
            return None

    def keep(self, ref: PackageRef, inspection: Inspection, confirmed: datetime) -> None:
        """Keep it if the store can still be written."""
        if self._unwritable is not None:
            return
        try:
            self._inner.keep(ref, inspection, confirmed)
        except StoreError as error:
            self._unwritable = error

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What went wrong with the store in this run, at most one Gap for reading and one for writing."""
        problems = (("reading the verdict cache", self._unreadable), ("writing the verdict cache", self._unwritable))
        return tuple(Gap(GapKind.CACHE, what, str(error), error.hint) for what, error in problems if error)
