from __future__ import annotations

import re
from functools import cmp_to_key

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.feeds.versions import BEGINNING, affects, compare, condemns_all, fixed_in, is_version
from assay.model.feed import AffectedRange, Record, RecordKind
from assay.model.rule import Severity

_NUMBERS = st.integers(0, 12)
_IDENTIFIERS = st.one_of(_NUMBERS.map(str), st.sampled_from(["alpha", "beta", "rc", "a-b", "x1"]))
VERSIONS = st.builds(
    lambda core, pre: ".".join(map(str, core)) + ("-" + ".".join(pre) if pre else ""),
    st.tuples(_NUMBERS, _NUMBERS, _NUMBERS),
    st.lists(_IDENTIFIERS, max_size=3),
)


def record(*ranges: AffectedRange, versions: tuple[str, ...] = ()) -> Record:
    return Record("X-1", "left-pad", RecordKind.ADVISORY, "", Severity.HIGH, versions, ranges)


def by_the_book(one: str, other: str) -> int:
    """Section 11 of the semantic versioning specification, word by word."""

    def key(version: str) -> tuple[list[int], bool, list[tuple[int, int, str]]]:
        core, _, pre = version.partition("+")[0].partition("-")
        parts = [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in pre.split(".")] if pre else []
        return [int(part) for part in core.split(".")], not pre, parts

    return (key(one) > key(other)) - (key(one) < key(other))


@settings(deadline=None)
@given(VERSIONS, VERSIONS)
def test_orders_versions_as_the_specification_does(one: str, other: str) -> None:
    found = compare(one, other)
    assert (found > 0) - (found < 0) == by_the_book(one, other)
    assert compare(BEGINNING, one) < 0 < compare(one, BEGINNING)


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_version_or_not(text: str) -> None:
    assert not is_version(text) or re.match(r"[0-9]+\.[0-9]+\.[0-9]+", text)


@settings(deadline=None)
@given(VERSIONS)
def test_every_version_is_one(version: str) -> None:
    assert is_version(version)


@settings(deadline=None)
@given(st.lists(st.tuples(VERSIONS, st.booleans()), min_size=1, max_size=4), VERSIONS)
def test_a_range_holds_what_stands_between_its_ends(ends: list[tuple[str, bool]], version: str) -> None:
    by_order = cmp_to_key(by_the_book)
    start = min((each for each, _ in ends), key=by_order)
    end, is_fixed = max(ends, key=lambda each: by_order(each[0]))
    stretch = AffectedRange(start, fixed=end) if is_fixed else AffectedRange(start, last_affected=end)
    after_start = by_the_book(version, start) >= 0
    before_end = by_the_book(version, end) < 0 if is_fixed else by_the_book(version, end) <= 0
    assert affects(record(stretch), version) == (after_start and before_end)


def test_exact_versions_match_with_and_without_build_metadata() -> None:
    found = record(versions=("1.0.0", "2.0.0-rc.1"))
    assert affects(found, "1.0.0")
    assert affects(found, "1.0.0+build.5")
    assert affects(found, "v1.0.0")
    assert affects(found, "2.0.0-rc.1")
    assert not affects(found, "1.0.1")
    assert not affects(found, "2.0.0")


def test_a_missing_version_matches_nothing() -> None:
    assert not affects(record(AffectedRange("0")), "")


def test_a_version_npm_would_refuse_is_covered_only_by_a_record_of_everything() -> None:
    assert affects(record(AffectedRange("0")), "not.a.version")
    assert not affects(record(AffectedRange("1.0.0")), "not.a.version")
    assert affects(record(versions=("not.a.version",)), "not.a.version")


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        ((AffectedRange("0"),), True),
        ((AffectedRange("0.0.0"),), True),
        ((AffectedRange("0.0.0-0"),), True),
        ((AffectedRange("0", fixed="1.0.0"), AffectedRange("1.0.0")), True),
        ((AffectedRange("1.0.0"), AffectedRange("0", fixed="2.0.0")), True),
        ((AffectedRange("0", last_affected="1.0.0"), AffectedRange("1.0.0")), True),
        ((AffectedRange("0", last_affected="1.0.0"), AffectedRange("1.0.1")), False),
        ((AffectedRange("0", fixed="1.0.0"),), False),
        ((AffectedRange("0.0.1"),), False),
        ((), False),
    ],
)
def test_knows_a_record_of_every_version(ranges: tuple[AffectedRange, ...], expected: bool) -> None:
    assert condemns_all(record(*ranges)) is expected


@settings(deadline=None)
@given(st.lists(st.tuples(VERSIONS, VERSIONS), max_size=3), VERSIONS)
def test_the_fix_is_later_free_and_the_lowest_named(pairs: list[tuple[str, str]], version: str) -> None:
    found = record(*(AffectedRange(start, fixed=end) for start, end in pairs))
    fix = fixed_in(found, version)
    named = [end for _, end in pairs if by_the_book(end, version) > 0 and not affects(found, end)]
    assert (fix in named) if named else fix == ""
    assert all(by_the_book(fix, each) <= 0 for each in named)


def test_the_fix_of_one_branch_is_not_the_hole_of_another() -> None:
    found = record(AffectedRange("0", fixed="1.5.0"), AffectedRange("1.4.0", fixed="2.0.0"))
    assert fixed_in(found, "1.0.0") == "2.0.0"
    assert fixed_in(found, "") == ""
