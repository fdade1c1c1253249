from __future__ import annotations

from assay.model.gap import Gap, GapKind
from assay.model.location import Location
from assay.model.package import PackageRef
from assay.reports.gap_groups import gap_groups, grouped
from tests.reports.sample import report


def test_one_reason_is_one_group_and_the_biggest_comes_first() -> None:
    groups = gap_groups(report())
    assert [(group.kind, len(group.what)) for group in groups] == [
        (GapKind.TARBALL, 5),
        (GapKind.CACHE, 1),
        (GapKind.INPUT, 1),
    ]


def test_a_reason_that_names_its_release_is_the_same_reason() -> None:
    why = "{}@1.0.0: the registry answered 503"
    gaps = [
        (Gap(GapKind.REGISTRY, f"packument of {name}", why.format(name)), PackageRef(name, "1.0.0"))
        for name in ("first", "@scope/second")
    ]
    (group,) = grouped(gaps)
    assert (group.why, group.what) == (
        "…: the registry answered 503",
        ("packument of first", "packument of @scope/second"),
    )
    (alone,) = grouped(gaps[:1])
    assert alone.why == "first@1.0.0: the registry answered 503"


def test_the_place_is_told_and_repeats_are_not() -> None:
    gap = Gap(GapKind.INPUT, "entry", "cut short", location=Location("yarn.lock", 7))
    (group,) = grouped([(gap, None), (gap, None)])
    assert group.what == ("entry (yarn.lock:7)",)
