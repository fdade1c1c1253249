from __future__ import annotations

from datetime import timedelta

import pytest

from assay.registry.client_limits import ClientLimits, retry_after

DATE = "Sun, 01 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("value", "date", "wait"),
    [
        ("", DATE, None),
        ("7", "", timedelta(seconds=7)),
        ("Sun, 01 Nov 2026 12:00:30 GMT", DATE, timedelta(seconds=30)),
        ("Sun, 01 Nov 2026 11:00:00 GMT", DATE, timedelta(hours=-1)),
        ("Sun, 01 Nov 2026 12:00:30 GMT", "", None),
        ("soon", DATE, None),
        ("-1", DATE, None),
        ("9" * 500, DATE, timedelta(seconds=10**8)),
        ("Sun, 01 Nov 99999 12:00:30 GMT", DATE, None),
    ],
)
def test_reads_what_the_registry_asks_for(value: str, date: str, wait: timedelta | None) -> None:
    assert retry_after(value, date) == wait


def test_waits_longer_each_time_up_to_a_bound() -> None:
    limits = ClientLimits()
    waits = [limits.wait_before(attempt, None, lambda: 1.0).total_seconds() for attempt in range(1, 9)]
    assert waits == [0.5, 1, 2, 4, 8, 16, 20, 20]
    assert limits.wait_before(10**9, None, lambda: 0.0) == timedelta(seconds=10)


def test_follows_the_registry_within_bounds() -> None:
    limits = ClientLimits()
    assert limits.wait_before(1, timedelta(seconds=3), lambda: 0.5) == timedelta(seconds=3)
    assert limits.wait_before(1, timedelta(days=3), lambda: 0.5) == limits.longest_wait
    assert limits.wait_before(1, timedelta(days=-3), lambda: 0.5) == timedelta(0)
