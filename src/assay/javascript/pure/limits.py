"""Limits: how much may be computed, and the two ways in which a computation ends early."""

from __future__ import annotations

from dataclasses import dataclass

from assay.javascript.syntax import Stop, never

#: Characters of a text and items of an array.
MAX_TEXT = 1_000_000
MAX_ITEMS = 100_000
#: Calls within calls; each takes some ten frames of Python's own.
MAX_CALLS = 30
#: Expressions within expressions.
MAX_NESTING = 60
_BETWEEN_STOPS = 1_024


class Unknown(Exception):
    """A value cannot be told: it depends on what is outside, or takes more than the limits allow. Internal."""


class TooMuch(Unknown):
    """The same, and the limits are why. Internal."""


class Thrown(Exception):
    """The interpreted code throws. Internal."""

    def __init__(self, value: object) -> None:
        super().__init__()
        self.value = value


@dataclass(slots=True)
class Budget:
    """Counts steps: loops taken, calls made, 256 characters or items built.

    steps   how many may be taken
    nodes   how many nodes of syntax may be looked at
    stop    asked now and then; once it answers True, nothing more is computed
    """

    steps: int
    nodes: int
    stop: Stop = never
    calls: int = 0
    _next_stop: int = 0

    def spend(self, steps: int = 1) -> None:
        """Take steps; raises TooMuch if there are none left."""
        self.steps -= steps
        if self.steps < 0:
            raise TooMuch
        if self.steps < self._next_stop or not self._next_stop:
            self._next_stop = max(1, self.steps - _BETWEEN_STOPS)
            if self.stop():
                self.steps = 0
                raise TooMuch

    def look(self, nodes: int = 1) -> None:
        """Look at nodes; raises TooMuch if no more may be looked at."""
        self.nodes -= nodes
        if self.nodes < 0:
            raise TooMuch

    def build(self, size: int, most: int = MAX_TEXT) -> None:
        """Make room for a text or an array; raises TooMuch if it is too large."""
        if size > most:
            raise TooMuch
        if size >= 256:
            self.spend(size >> 8)
