from __future__ import annotations

from assay.lockfiles.collector import Collector
from assay.lockfiles.content import MAX_GAPS
from assay.lockfiles.json_document import read_object
from assay.model.gap import GapKind
from assay.model.location import Location

_PLACE = Location("a.json", 3)


def test_gaps_are_kept_in_order_with_their_place() -> None:
    gaps = Collector("a.json")
    gaps.add("x" * 500, "it is odd", _PLACE, "look")
    (gap,) = gaps.gaps()
    assert (gap.kind, len(gap.what), gap.why, gap.hint, gap.location) == (
        GapKind.INPUT,
        120,
        "it is odd",
        "look",
        _PLACE,
    )


def test_too_many_are_counted() -> None:
    gaps = Collector("a.json")
    for _ in range(MAX_GAPS + 7):
        gaps.add("x", "it is odd", _PLACE)
    assert len(gaps.gaps()) == MAX_GAPS + 1
    assert gaps.gaps()[-1].why.startswith("7 more")


def test_integrity() -> None:
    gaps = Collector("a.json")
    found = read_object(
        "a.json", b'{"good": {"integrity": "sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA="},\n"bad": {"integrity": "x"}, "no": {}}'
    )
    assert gaps.integrity("good", found.child("good")) is not None
    assert gaps.integrity("no", found.child("no")) is None
    assert gaps.gaps() == ()
    assert gaps.integrity("bad", found.child("bad")) is None
    assert [(gap.what, gap.location and gap.location.line) for gap in gaps.gaps()] == [("integrity of bad", 2)]


def test_repeated_keys() -> None:
    gaps = Collector("a.json")
    gaps.repeated("it", read_object("a.json", b'{"a": 1,\n"a": 2}'))
    assert [(gap.what, gap.location and gap.location.line) for gap in gaps.gaps()] == [("a of it", 2)]
