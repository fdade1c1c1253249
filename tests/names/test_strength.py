from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.names.kind import Family, Kind
from assay.names.measure import Measure
from assay.names.strength import NOTICE, WARN, evidence_values, strength
from assay.names.weights import BASES, EVIDENCE, WEIGHTS

MEASURE = Measure((Kind.OMISSION,), 10**8, 0, 6, 0, 0, 0.0, 0.0, 0.0, 0, first_differs=False, last_differs=False)
COUNTS = st.integers(0, 10**12)
RARITIES = st.floats(0, 40)


def test_the_weights_fit_to_the_kinds_and_the_evidence() -> None:
    assert set(BASES) == set(Kind)
    assert set(WEIGHTS) == set(Family)
    assert all(len(weights) == len(EVIDENCE) for weights in WEIGHTS.values())
    assert len(evidence_values(MEASURE)) == len(EVIDENCE)


@given(
    st.builds(
        Measure,
        *(st.lists(st.sampled_from(list(Kind)), min_size=1, max_size=3).map(tuple), COUNTS, COUNTS),
        *(st.integers(1, 214), st.integers(0, 10**4), st.integers(0, 10**4), RARITIES, RARITIES, RARITIES),
        *(st.integers(0, 50), st.booleans(), st.booleans(), st.booleans(), COUNTS, COUNTS, st.integers(0, 10**5)),
    )
)
def test_a_strength_lies_between_zero_and_one(measure: Measure) -> None:
    assert 0 <= strength(measure) <= 1


def test_a_name_that_nobody_uses_beside_one_that_all_use_is_worth_a_warning() -> None:
    assert strength(MEASURE) > WARN > NOTICE > 0


@pytest.mark.parametrize("downloads", [10, 10**3, 10**6, 10**9])
def test_a_name_in_use_is_less_telling(downloads: int) -> None:
    assert strength(replace(MEASURE, name_downloads=downloads)) < strength(MEASURE)


def test_only_the_first_kind_and_the_number_of_kinds_count() -> None:
    one = replace(MEASURE, kinds=(Kind.OMISSION, Kind.PLURAL))
    assert strength(one) == strength(replace(MEASURE, kinds=(Kind.OMISSION, Kind.LEETSPEAK)))
    pairs = zip(EVIDENCE, evidence_values(one), evidence_values(MEASURE), strict=True)
    assert [title for title, mine, theirs in pairs if mine != theirs] == ["it resembles in more than one way"]


def test_a_dropped_scope_with_many_siblings_is_more_telling() -> None:
    dropped = replace(MEASURE, kinds=(Kind.SCOPE_DROPPED,), target_downloads=1000)
    assert strength(replace(dropped, siblings=50)) > strength(dropped)
