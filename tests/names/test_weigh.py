from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.model.likeness import Likeness
from assay.names.facts import NameFacts
from assay.names.weigh import weigh

NOW = datetime(2026, 11, 1, tzinfo=UTC)
LIKENESS = Likeness("lodash", ("transposition",), "lo[da→ad]sh", 450_000_000, 0, 0.9)
TEXT = "A modern JavaScript utility library delivering modularity performance and extras"
TARGET = NameFacts(
    "lodash",
    created=datetime(2012, 4, 23, tzinfo=UTC),
    versions=114,
    accounts=frozenset(("jdalton",)),
    repository="github.com/lodash/lodash",
    description=TEXT,
    readme=TEXT,
)
NAME = NameFacts("loadsh", created=datetime(2024, 1, 1, tzinfo=UTC), versions=5, accounts=frozenset(("eve",)))


def strength(name: NameFacts, likeness: Likeness = LIKENESS) -> float:
    return weigh(likeness, name, TARGET, NOW).strength


def test_without_facts_the_names_decide() -> None:
    weighed = weigh(LIKENESS, None, None, NOW)
    assert weighed.strength == pytest.approx(0.9)
    assert weighed.is_warning
    assert weighed.reasons == ()


@pytest.mark.parametrize(
    "honest",
    [
        replace(NAME, accounts=frozenset(("eve", "jdalton"))),
        replace(NAME, created=datetime(2011, 1, 1, tzinfo=UTC)),
        replace(NAME, deprecated="use `lodash` instead"),
        replace(NAME, is_holding=True),
        replace(NAME, versions=80),
        replace(NAME, description="Reads the shelves of a warehouse and prints labels for pallets"),
    ],
)
def test_signs_of_honesty_count_against_it_and_are_shown(honest: NameFacts) -> None:
    assert strength(honest) < strength(NAME)
    assert min(reason.weight for reason in weigh(LIKENESS, honest, TARGET, NOW).reasons) < 0


@pytest.mark.parametrize(
    "worse",
    [
        replace(NAME, created=datetime(2026, 10, 20, tzinfo=UTC)),
        replace(NAME, versions=1),
        replace(NAME, readme=TEXT),
        replace(NAME, repository="github.com/lodash/lodash"),
    ],
)
def test_signs_of_imitation_count_for_it_and_are_shown(worse: NameFacts) -> None:
    assert strength(worse) > strength(NAME)
    assert max(reason.weight for reason in weigh(LIKENESS, worse, TARGET, NOW).reasons) > 0


def test_a_shared_maintainer_ends_the_warning() -> None:
    assert not weigh(LIKENESS, replace(NAME, accounts=TARGET.accounts), TARGET, NOW).is_warning


def test_a_name_in_use_is_weaker() -> None:
    used = replace(LIKENESS, name_downloads=90_000_000)
    assert strength(NAME, used) < strength(NAME)


def test_reasons_come_weightiest_first() -> None:
    weighed = weigh(LIKENESS, replace(NAME, versions=1, accounts=TARGET.accounts), TARGET, NOW)
    weights = [abs(reason.weight) for reason in weighed.reasons]
    assert weights == sorted(weights, reverse=True)


@given(st.floats(0, 1), st.integers(0, 10**9), st.integers(0, 10**9))
def test_strength_stays_within_bounds(given_strength: float, own: int, others: int) -> None:
    likeness = replace(LIKENESS, strength=given_strength, name_downloads=own, target_downloads=others)
    assert 0 <= weigh(likeness, NAME, TARGET, NOW).strength <= 1


def test_a_scope_in_common_is_an_owner_in_common() -> None:
    name, target = replace(NAME, name="@acme/loadsh"), replace(TARGET, name="@acme/lodash")
    (first, *_) = weigh(replace(LIKENESS, target="@acme/lodash"), name, target, NOW).reasons
    assert first.fact == "both are in the scope @acme"


def test_what_the_publisher_has_beside_it_counts() -> None:
    alone, known = replace(NAME, publisher="eve", others=0), replace(NAME, publisher="eve", others=40)
    assert strength(alone) > strength(replace(NAME, publisher="eve", others=3)) > strength(known)


def test_a_name_whose_versions_were_all_removed_is_worse() -> None:
    assert strength(replace(NAME, versions=0, is_removed=True)) > strength(replace(NAME, versions=2))


def test_a_name_that_was_held_and_published_again_is_worse() -> None:
    assert strength(replace(NAME, was_held=True)) > strength(NAME) > strength(replace(NAME, is_holding=True))


def test_owners_that_the_registry_does_not_tell_are_no_sign_and_are_said() -> None:
    unknown = replace(NAME, accounts=frozenset(), repository=TARGET.repository)
    facts = [reason.fact for reason in weigh(LIKENESS, unknown, TARGET, NOW).reasons]
    assert "it claims the repository of lodash" in facts
    assert facts[-1] == "the registry does not tell who maintains loadsh"
    assert strength(replace(NAME, accounts=frozenset())) == strength(NAME)
