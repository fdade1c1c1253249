"""Durations as users write them: ``3d``, ``12h``, ``1w 2d``."""

from __future__ import annotations

import re
from datetime import timedelta

_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_WHOLE = re.compile(r"(?:[0-9]{1,6}[mhdw]\s*)+")
_STEP = re.compile(r"([0-9]+)([mhdw])")
LONGEST = timedelta(days=3650)


def parse_duration(text: str) -> timedelta:
    """Read minutes, hours, days and weeks, added up; ``0`` is none. Raises ValueError that says what is expected.

    >>> parse_duration("1d 12h")
    datetime.timedelta(days=1, seconds=43200)
    """
    stripped = text.strip()
    if stripped == "0":
        return timedelta(0)
    if not _WHOLE.fullmatch(stripped):
        raise ValueError(f"{text[:40]!r} is not a duration such as '3d', '12h' or '1w 2d'")
    total = sum((int(number) * _UNITS[unit] for number, unit in _STEP.findall(stripped)), timedelta(0))
    if total > LONGEST:
        raise ValueError(f"{text[:40]!r} is longer than ten years")
    return total


def duration_text(duration: timedelta) -> str:
    """Write a duration so that ``parse_duration`` reads the same, to the minute.

    >>> duration_text(timedelta(days=3, hours=1))
    '3d 1h'
    """
    minutes = int(duration.total_seconds()) // 60
    days, minutes = divmod(minutes, 1440)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{number}{unit}" for number, unit in ((days, "d"), (hours, "h"), (minutes, "m")) if number]
    return " ".join(parts) or "0"
