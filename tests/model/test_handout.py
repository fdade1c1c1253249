from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.model.handout import NOISE_BYTES, handout_id, shown_address

NOW = datetime(2026, 1, 10, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TIMES = st.integers(0, 32 * 10**15).map(lambda number: EPOCH + timedelta(microseconds=number))
NOISE = st.binary(min_size=NOISE_BYTES, max_size=NOISE_BYTES)


@given(TIMES, TIMES, NOISE, NOISE)
def test_ids_sort_by_time(first: datetime, second: datetime, one: bytes, other: bytes) -> None:
    if second - first >= timedelta(milliseconds=1):
        assert handout_id(first, one) < handout_id(second, other)


@given(TIMES, NOISE, NOISE)
def test_ids_of_one_moment_differ_by_their_noise(time: datetime, one: bytes, other: bytes) -> None:
    assert (handout_id(time, one) == handout_id(time, other)) == (one == other)


def test_an_id_can_be_typed() -> None:
    made = handout_id(NOW, b"\xff\x00\xaa\x55\x01")
    assert (len(made), made.replace("-", "").isalnum(), made.lower()) == (18, True, made)


def test_too_little_noise_is_refused() -> None:
    with pytest.raises(ValueError, match="5 random bytes"):
        handout_id(NOW, b"abc")


@pytest.mark.parametrize("address", ["", "127.0.0.1", "192.168.1.9", "fd00::1", "::1", "169.254.1.1", "kitchen"])
def test_a_private_address_is_not_kept(address: str) -> None:
    assert shown_address(address) == ""


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe"])
def test_a_public_address_is_kept(address: str) -> None:
    assert shown_address(address) == address
