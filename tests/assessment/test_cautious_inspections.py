from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from assay.assessment.cautious_inspections import CautiousInspections
from assay.assessment.ports import Kept
from assay.errors import StoreError
from assay.model.gap import GapKind
from assay.model.inspection import Inspection
from assay.model.integrity import Integrity
from assay.model.package import PackageRef
from tests.assessment.fakes import NOW, FakeInspections, kept

REF = PackageRef("pkg", "1.0.0")


@dataclass
class BrokenInspections:
    """A store that fails as told, and counts how often it was asked."""

    finds: bool = True
    keeps: bool = True
    asked: list[str] = field(default_factory=list)
    inner: FakeInspections = field(default_factory=FakeInspections)

    def find(self, ref: PackageRef, integrity: Integrity | None) -> Kept | None:
        self.asked.append("find")
        if not self.finds:
            raise StoreError("the file is damaged", hint="delete it")
        return self.inner.find(ref, integrity)

    def keep(self, ref: PackageRef, inspection: Inspection, confirmed: datetime) -> None:
        self.asked.append("keep")
        if not self.keeps:
            raise StoreError("the disk is full", hint="make room")
        self.inner.keep(ref, inspection, confirmed)


def test_a_sound_store_is_used_as_it_is() -> None:
    store, one = FakeInspections(), kept("pkg")
    cautious = CautiousInspections(store)
    assert cautious.find(REF, None) is None
    cautious.keep(REF, one.inspection, NOW)
    assert store.kept == {REF: one}
    assert cautious.find(REF, Integrity.of(b"tarball")) == one
    assert cautious.find(REF, Integrity.of(b"other")) is None
    assert cautious.gaps == ()


def test_a_store_that_cannot_be_read_is_asked_once_and_still_written() -> None:
    store = BrokenInspections(finds=False)
    cautious = CautiousInspections(store)
    assert [cautious.find(REF, None) for _ in range(3)] == [None, None, None]
    cautious.keep(REF, kept("pkg").inspection, NOW)
    assert store.asked == ["find", "keep"]
    (gap,) = cautious.gaps
    assert (gap.kind, gap.what) == (GapKind.CACHE, "reading the verdict cache")
    assert (gap.why, gap.hint) == ("the file is damaged", "delete it")


def test_a_store_that_cannot_be_written_is_tried_once_and_still_read() -> None:
    store = BrokenInspections(keeps=False)
    store.inner.kept[REF] = kept("pkg")
    cautious = CautiousInspections(store)
    for _ in range(3):
        cautious.keep(REF, kept("pkg").inspection, NOW)
    assert cautious.find(REF, None) == kept("pkg")
    assert store.asked == ["keep", "find"]
    assert [(gap.what, gap.why) for gap in cautious.gaps] == [("writing the verdict cache", "the disk is full")]


def test_each_of_reading_and_writing_has_at_most_one_gap() -> None:
    cautious = CautiousInspections(BrokenInspections(finds=False, keeps=False))
    for _ in range(3):
        cautious.find(REF, None)
        cautious.keep(REF, kept("pkg").inspection, NOW)
    assert [gap.what for gap in cautious.gaps] == ["reading the verdict cache", "writing the verdict cache"]
