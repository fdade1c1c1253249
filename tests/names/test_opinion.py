from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assay.model.likeness import Likeness
from assay.names.facts import NameFacts
from assay.names.opinion import NameLevel, judge_name, targets_of
from tests.names.small import small_index

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def test_a_lookalike_is_warned_of_with_its_target() -> None:
    opinion = judge_name(small_index(), "loadsh", NOW)
    assert opinion.level is NameLevel.WARN
    assert (opinion.target, opinion.kind, opinion.exists) == ("lodash", "transposition", None)
    assert "lo[da→ad]sh" in opinion.reasons[0]
    assert opinion.likely == ()


def test_a_name_that_nobody_owns_is_warned_of_even_if_it_is_like_nothing() -> None:
    opinion = judge_name(small_index(), "quite-another-thing", NOW, exists=False)
    assert opinion.level is NameLevel.WARN
    assert opinion.target == ""
    assert "anyone could register it" in opinion.reasons[0]
    assert judge_name(small_index(), "loadsh", NOW, exists=False).likely == ("lodash",)


def test_facts_of_the_registry_are_weighed() -> None:
    facts = {
        "loadsh": NameFacts("loadsh", accounts=frozenset(("jdalton",))),
        "lodash": NameFacts("lodash", accounts=frozenset(("jdalton",))),
    }
    opinion = judge_name(small_index(), "loadsh", NOW, exists=True, facts=facts)
    assert opinion.level is not NameLevel.WARN


def test_a_popular_name_is_fine() -> None:
    opinion = judge_name(small_index(), "lodash", NOW, exists=True)
    assert (opinion.level, opinion.target, opinion.reasons) == (NameLevel.NONE, "", ())


@pytest.mark.parametrize("name", ["", "@babel/", "x y", ".lodash", "l\u00f6dash", "%6codash"])
def test_names_that_npm_refuses_get_its_words(name: str) -> None:
    opinion = judge_name(small_index(), name, NOW)
    assert opinion.level is NameLevel.NOTICE
    assert opinion.reasons[0].startswith("npm refuses the name: ")


def test_a_refused_name_still_says_what_was_meant() -> None:
    assert judge_name(small_index(), "l\u00f6dash", NOW).likely == ("lodash",)


def test_targets_worth_asking_for() -> None:
    assert targets_of(small_index(), "loadsh") == ("lodash",)
    assert targets_of(small_index(), "lodash") == ()


def test_a_name_that_the_registry_holds_says_so_and_what_was_meant() -> None:
    opinion = judge_name(small_index(), "crossenv", NOW, exists=True, facts={"crossenv": holding("crossenv")})
    assert (opinion.level, opinion.target) == (NameLevel.NOTICE, "cross-env")
    assert any("holds the name" in reason for reason in opinion.reasons)
    alone = judge_name(small_index(), "quite-another", NOW, exists=True, facts={"quite-another": holding("x")})
    assert (alone.level, alone.target) == (NameLevel.NOTICE, "")
    assert "holds the name" in alone.reasons[0]


def test_a_likeness_that_the_facts_outweigh_is_still_shown() -> None:
    facts = {
        "loadsh": NameFacts("loadsh", accounts=frozenset(("jdalton",)), versions=80),
        "lodash": NameFacts("lodash", accounts=frozenset(("jdalton",))),
    }
    opinion = judge_name(small_index(), "loadsh", NOW, exists=True, facts=facts)
    assert (opinion.level, opinion.target) == (NameLevel.NONE, "lodash")
    assert "both are maintained by jdalton" in opinion.reasons


def test_nothing_is_proposed_that_nobody_can_install_or_that_imitates_another() -> None:
    missing = judge_name(small_index(), "lodahs", NOW, exists=False, facts={"lodash": holding("lodash")})
    assert "lodash" not in missing.likely
    assert judge_name(Squats(), "lodahs", NOW, exists=False).likely == ("lodash",)


class Squats:
    """Two likely names, one of which is a squat of the other."""

    def likenesses(self, name: str) -> tuple[Likeness, ...]:
        like = {"lodahs": ("lodasj", "lodash"), "lodasj": ("lodash",)}
        return tuple(Likeness(target, ("replacement",), "", 10**6, 0, 0.9) for target in like.get(name, ()))


def holding(name: str) -> NameFacts:
    return NameFacts(name, is_holding=True, versions=1)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("quite-another", "nobody owns this name: anyone could register it"),
        (
            "@acme/quite-another",
            "nobody owns this name: anyone could register it, unless somebody holds the scope @acme",
        ),
        ("Quite-Another", "nobody owns this name: npm lets nobody register it any more"),
    ],
)
def test_who_could_register_a_name_that_nobody_owns(name: str, reason: str) -> None:
    assert judge_name(small_index(), name, NOW, exists=False).reasons[0] == reason


def test_what_npm_takes_no_more_is_among_the_reasons() -> None:
    (told,) = judge_name(small_index(), "quite-another" * 40, NOW).reasons
    assert told.startswith("npm takes no new package of this name: name can no longer contain more than 214")


def test_a_stub_of_the_registry_is_told_by_nothing_else() -> None:
    reasons = judge_name(small_index(), "crossenv", NOW, exists=True, facts={"crossenv": holding("crossenv")}).reasons
    assert len(reasons) == 2


def test_of_two_neighbours_the_better_one_is_proposed() -> None:
    assert judge_name(Neighbours(), "lodahs", NOW, exists=False).likely == ("lodash", "dashlo")


class Neighbours:
    """Three likely names; the second is near the first, but not near enough to be warned of."""

    def likenesses(self, name: str) -> tuple[Likeness, ...]:
        like = {"lodahs": {"lodash": 0.9, "loadash": 0.8, "dashlo": 0.6}, "loadash": {"lodash": 0.3}}
        return tuple(
            Likeness(target, ("replacement",), "", 10**6, 0, how) for target, how in like.get(name, {}).items()
        )
