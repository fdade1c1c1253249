"""ClientLimits: how much and how long the registry client reads, and how often it tries."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ClientLimits:
    """Bounds on one client.

    The largest packument known has 10.5 MB and the 99th percentile of tarballs 1.1 MB; the limits leave room.

    packument_bytes     after decompression
    memory_bytes        a larger tarball goes to a temporary file
    attempt             for one attempt at a packument, and ``tarball_attempt`` at a tarball
    overall             for all attempts at one thing, waiting included
    silence             longest time without a byte
    first_wait          before the second attempt; doubled for each later one, up to ``longest_wait``
    """

    packument_bytes: int = 128 * _MIB
    tarball_bytes: int = 128 * _MIB
    memory_bytes: int = 2 * _MIB
    attempt: timedelta = timedelta(seconds=60)
    tarball_attempt: timedelta = timedelta(seconds=180)
    overall: timedelta = timedelta(seconds=240)
    silence: timedelta = timedelta(seconds=30)
    first_wait: timedelta = timedelta(milliseconds=500)
    longest_wait: timedelta = timedelta(seconds=20)
    redirects: int = 5
    connections: int = 24

    def wait_before(
        self, attempt: int, asked: timedelta | None, chance: Callable[[], float] = random.random
    ) -> timedelta:
        """How long to wait before attempt number ``attempt`` (the first repetition is 1), with jitter.

        ``asked`` is what the registry wants; it is followed up to ``longest_wait``.
        """
        if asked is not None:
            return min(max(asked, timedelta(0)), self.longest_wait)
        full: timedelta = min(self.first_wait * 2 ** min(attempt - 1, 20), self.longest_wait)
        return full * (0.5 + chance() / 2)


def retry_after(value: str, date: str) -> timedelta | None:
    """Read a Retry-After header: seconds, or an HTTP date; None if there is none that can be read.

    A date is compared with the Date header of the same answer, so that our clock does not matter.
    """
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:9]), 10**8))
    until, now = _http_date(value), _http_date(date)
    return until - now if until and now else None


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
