from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.names.quantity import MAX_DOWNLOADS, pack_downloads, unpack_downloads


@given(st.integers(0, MAX_DOWNLOADS))
def test_a_count_survives_within_two_hundredths_of_a_percent(downloads: int) -> None:
    code = pack_downloads(downloads)
    assert 0 <= code <= 0xFFFF
    assert unpack_downloads(code) == pytest.approx(downloads, rel=0.0003, abs=1)


@given(st.integers(0, MAX_DOWNLOADS), st.integers(0, MAX_DOWNLOADS))
def test_order_is_kept(one: int, other: int) -> None:
    assert pack_downloads(min(one, other)) <= pack_downloads(max(one, other))


@pytest.mark.parametrize(("downloads", "code"), [(-5, 0), (MAX_DOWNLOADS * 9, 0xFFFF)])
def test_what_is_out_of_range_is_cut(downloads: int, code: int) -> None:
    assert pack_downloads(downloads) == code
