from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from assay.names.opinion import NameLevel, judge_name
from assay.names.protected import ProtectedNames
from tests.names.small import small_index

OWN = ("billing-engine", "@acme/design-tokens", "@acme/*", "inhouse-*")
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def protected() -> ProtectedNames:
    return ProtectedNames(small_index(), OWN)


def test_own_names_are_targets_like_popular_ones() -> None:
    for name in ("biling-engine", "billing_engine", "engine-billing", "billing-engine-js"):
        (first, *_) = protected().likenesses(name)
        assert (first.target, first.is_internal) == ("billing-engine", True)


def test_the_reason_says_whose_name_it_is() -> None:
    opinion = judge_name(protected(), "biling-engine", NOW)
    assert (opinion.level, opinion.target) == (NameLevel.WARN, "billing-engine")
    assert "one of your own names" in opinion.reasons[0]


def test_a_scope_like_an_own_one_is_a_likeness_whatever_comes_after_it() -> None:
    (likeness,) = protected().likenesses("@acmee/whatever")
    assert (likeness.target, likeness.classes) == ("@acme/whatever", ("scope-lookalike",))
    assert protected().likenesses("@else/whatever") == ()


def test_an_own_scope_that_is_dropped() -> None:
    assert "@acme/design-tokens" in {each.target for each in protected().likenesses("design-tokens")}


def test_own_names_themselves_are_like_nothing() -> None:
    for name in ("billing-engine", "@acme/anything", "inhouse-lodas"):
        assert protected().likenesses(name) == ()


def test_popular_names_are_left_alone() -> None:
    assert ProtectedNames(small_index(), ("lodahs",)).likenesses("lodash") == ()


def test_known_names_stay_targets() -> None:
    assert protected().likenesses("loadsh") == small_index().likenesses("loadsh")
    assert protected().monthly_downloads("nothing-like-it") is None


@given(st.lists(st.text(max_size=12), max_size=4), st.text(max_size=20))
def test_any_pattern_and_any_name(patterns: list[str], name: str) -> None:
    assert isinstance(ProtectedNames(small_index(), patterns).likenesses(name), tuple)
