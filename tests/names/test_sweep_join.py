from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from assay.names.sweep_join import join_within, pack_names

NAMES = st.lists(st.text("abc-", min_size=1, max_size=8), max_size=25, unique=True)


def brute(names: list[str], targets: list[str], edits: int) -> set[tuple[int, int, int]]:
    apart = {(i, j): OSA.distance(one, other) for i, one in enumerate(names) for j, other in enumerate(targets)}
    return {(i, j, distance) for (i, j), distance in apart.items() if 0 < distance <= edits}


@settings(deadline=None)
@given(NAMES, NAMES, st.sampled_from([1, 2]))
def test_no_pair_is_missing_and_none_is_extra(names: list[str], targets: list[str], edits: int) -> None:
    found = join_within(pack_names(names), pack_names(targets), edits)
    rows = list(zip(*(column.tolist() for column in found), strict=True))
    assert len(rows) == len(set(rows))
    assert set(rows) == brute(names, targets, edits)


def test_names_of_any_length_are_taken() -> None:
    names = ["", "a" * 214, "lodahs", "l\u00f6dash"]
    found = join_within(pack_names(names), pack_names(["lodash"]), 2)
    assert [column.tolist() for column in found] == [[2, 3], [0, 0], [1, 1]]


def test_other_distances_are_refused() -> None:
    with pytest.raises(ValueError, match="one or two"):
        join_within(pack_names(["a"]), pack_names(["b"]), 3)
