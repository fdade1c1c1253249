from __future__ import annotations

from string import ascii_lowercase, digits

import pytest

from assay.names.keyboard import are_neighbours

KEYS = ascii_lowercase + digits + "-"


@pytest.mark.parametrize("pair", ["qw", "as", "aq", "az", "zt", "yx", "1q", "2q", "0-", "lm"])
def test_keys_that_touch_on_some_layout(pair: str) -> None:
    assert are_neighbours(pair[0], pair[1])


@pytest.mark.parametrize("pair", ["ap", "qp", "1m", "zp", "gq"])
def test_keys_that_touch_on_none(pair: str) -> None:
    assert not are_neighbours(pair[0], pair[1])


def test_touching_goes_both_ways_and_no_key_touches_itself() -> None:
    for one in KEYS:
        assert not are_neighbours(one, one)
        assert 1 <= sum(are_neighbours(one, other) for other in KEYS) <= 16
        assert all(are_neighbours(one, other) == are_neighbours(other, one) for other in KEYS)
