from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.feeds.osv_ranges import OsvEvent, OsvRange, affected_ranges
from assay.feeds.versions import affects, compare
from assay.model.feed import AffectedRange
from tests.feeds.test_versions import VERSIONS, record


def events(*written: tuple[str, str]) -> OsvRange:
    return OsvRange("SEMVER", [OsvEvent(**{kind: version}) for kind, version in written])


def by_the_schema(written: list[tuple[str, str]], version: str) -> bool:
    """The evaluation algorithm of the OSV schema, as it stands there (events at different versions)."""
    limits = [limit for kind, limit in written if kind == "limit"]
    if limits and not any(compare(version, limit) < 0 for limit in limits):
        return False
    vulnerable = False
    walk = [event for event in written if event[0] != "limit"]
    for kind, at in sorted(walk, key=lambda event: _rank(event[1], walk)):
        if kind == "introduced" and compare(version, at) >= 0:
            vulnerable = True
        elif (kind == "fixed" and compare(version, at) >= 0) or (kind == "last_affected" and compare(version, at) > 0):
            vulnerable = False
    return vulnerable


def _rank(version: str, written: list[tuple[str, str]]) -> int:
    return sum(compare(other, version) < 0 for _, other in written)


_KINDS = st.sampled_from(["introduced", "introduced", "fixed", "last_affected"])
_WRITTEN = st.lists(st.tuples(_KINDS, VERSIONS), min_size=1, max_size=6, unique_by=lambda event: event[1]).filter(
    lambda written: any(kind == "introduced" for kind, _ in written)
)


@settings(deadline=None)
@given(_WRITTEN, st.lists(VERSIONS, max_size=2), VERSIONS)
def test_affects_what_the_schema_says(written: list[tuple[str, str]], limits: list[str], version: str) -> None:
    whole = [*written, *(("limit", limit) for limit in limits)]
    for candidate in (version, *(at for _, at in whole)):
        found = record(*affected_ranges(events(*whole)))
        assert affects(found, candidate) == by_the_schema(whole, candidate), candidate


@settings(deadline=None)
@given(_WRITTEN, st.randoms())
def test_the_order_of_events_means_nothing(written: list[tuple[str, str]], random: Random) -> None:
    shuffled = list(written)
    random.shuffle(shuffled)
    assert affected_ranges(events(*shuffled)) == affected_ranges(events(*written))


def test_the_usual_forms() -> None:
    assert affected_ranges(events(("introduced", "0"))) == (AffectedRange("0"),)
    both = events(("fixed", "2.0.1"), ("introduced", "2.0.0"), ("introduced", "0"), ("fixed", "1.2.0"))
    assert affected_ranges(both) == (AffectedRange("0", fixed="1.2.0"), AffectedRange("2.0.0", fixed="2.0.1"))


def test_stretches_that_touch_stay_whole() -> None:
    touching = events(("introduced", "0"), ("fixed", "1.0.0"), ("introduced", "1.0.0"), ("fixed", "2.0.0"))
    assert affected_ranges(touching) == (AffectedRange("0", fixed="1.0.0"), AffectedRange("1.0.0", fixed="2.0.0"))


def test_one_version_alone() -> None:
    alone = events(("last_affected", "1.0.0"), ("introduced", "1.0.0"))
    assert affected_ranges(alone) == (AffectedRange("1.0.0", last_affected="1.0.0"),)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ("*", (AffectedRange("1.0.0", fixed="3.0.0"),)),
        ("2.0.0", (AffectedRange("1.0.0", fixed="2.0.0"),)),
        ("9.0.0", (AffectedRange("1.0.0", fixed="3.0.0"),)),
        ("1.0.0", ()),
    ],
)
def test_a_limit_cuts_off_what_is_above(limit: str, expected: tuple[AffectedRange, ...]) -> None:
    assert affected_ranges(events(("introduced", "1.0.0"), ("fixed", "3.0.0"), ("limit", limit))) == expected


def test_short_versions_are_completed() -> None:
    short = events(("introduced", "v1"), ("fixed", "1.2"))
    assert affected_ranges(short) == (AffectedRange("1.0.0", fixed="1.2.0"),)


def test_a_range_in_the_ecosystems_order_is_one_in_npms_order() -> None:
    written = OsvRange("ECOSYSTEM", [OsvEvent(introduced="0"), OsvEvent(fixed="4.17.21")])
    assert affected_ranges(written) == (AffectedRange("0", fixed="4.17.21"),)


def test_commits_are_no_versions() -> None:
    assert affected_ranges(OsvRange("GIT", [OsvEvent(introduced="0")])) == ()


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (OsvRange("SEMVER", [OsvEvent(fixed="1.0.0")]), "nothing is introduced"),
        (OsvRange("SEMVER", []), "nothing is introduced"),
        (OsvRange("SEMVER", [OsvEvent()]), "exactly one"),
        (OsvRange("SEMVER", [OsvEvent(introduced="0", fixed="1.0.0")]), "exactly one"),
        (OsvRange("SEMVER", [OsvEvent(introduced="0"), OsvEvent(fixed="soon")]), "'soon' is not a version"),
        (OsvRange("SEMVER", [OsvEvent(introduced="0"), OsvEvent(fixed="0")]), "'0' is not a version"),
        (OsvRange("SEMVER", [OsvEvent(introduced="0")] * 10_001), "more than 10,000 events"),
    ],
)
def test_refuses_a_range_that_cannot_be_ordered(written: OsvRange, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        affected_ranges(written)
