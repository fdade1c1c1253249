"""Shares with their uncertainty."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    total: int

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95% interval."""
        if not self.total:
            return 0.0, 1.0
        share, spread = self.hits / self.total, _Z * _Z / self.total
        centre = share + spread / 2
        width = _Z * sqrt(share * (1 - share) / self.total + spread / (4 * self.total))
        return max((centre - width) / (1 + spread), 0.0), min((centre + width) / (1 + spread), 1.0)

    def __str__(self) -> str:
        if not self.total:
            return "-"
        low, high = self.interval
        digits = 2 if self.total > 5_000 else 1
        return f"{self.hits / self.total:.{digits}%} ({low:.{digits}%} to {high:.{digits}%})"
