from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.settings.duration import LONGEST, duration_text, parse_duration


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("3d", timedelta(days=3)),
        ("12h", timedelta(hours=12)),
        (" 1w 2d3h 4m ", timedelta(days=9, hours=3, minutes=4)),
        ("0", timedelta(0)),
        ("0d", timedelta(0)),
    ],
)
def test_units_are_added_up(text: str, duration: timedelta) -> None:
    assert parse_duration(text) == duration


@pytest.mark.parametrize("text", ["", "3", "3 days", "-1d", "1.5d", "d", "3D", "1y", "٣d", "4000d", "999999w"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"duration|longer"):
        parse_duration(text)


@given(st.integers(min_value=0, max_value=LONGEST // timedelta(minutes=1)))
def test_writing_and_reading_are_inverse(minutes: int) -> None:
    duration = timedelta(minutes=minutes)
    assert parse_duration(duration_text(duration)) == duration
