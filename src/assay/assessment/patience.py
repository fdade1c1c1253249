"""Patience: how much computing a package and each of its files is worth before it is given up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from time import thread_time

#: For one file, and for each megabyte of it. An honest megabyte is parsed in 0.16 s (492 files of 100 packages).
FOR_A_FILE = timedelta(seconds=1)
FOR_A_MEGABYTE = timedelta(seconds=0.5)
#: For all files of a package; what else is done for a package takes some two seconds at most. With 8 seconds the
#: slowest of the 100 largest tarballs measured took 10.1 seconds of processor time in all.
FOR_A_PACKAGE = timedelta(seconds=7)
_MEGABYTE = 1_000_000


class Patience:
    """Counts the time that reading the files of one package takes.

    ``clock`` tells seconds from any start. The usual one is the processor time of this thread, so that a busy machine
    changes nothing.
    """

    def __init__(self, clock: Callable[[], float] = thread_time) -> None:
        self._clock = clock
        self._last = clock() + FOR_A_PACKAGE.total_seconds()
        self._until = self._last

    def start(self, size_bytes: int) -> None:
        """Begin with a file of this size."""
        allowed = FOR_A_FILE + FOR_A_MEGABYTE * (size_bytes / _MEGABYTE)
        self._until = min(self._last, self._clock() + allowed.total_seconds())

    def is_over(self) -> bool:
        """True once the file, or the package, has had its time."""
        return self._clock() > self._until
