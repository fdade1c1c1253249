"""Bounded: values kept in memory up to a size, what was used longest ago forgotten first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Bounded(Generic[K, V]):
    """A mapping whose entries have costs (bytes, or 1 each) that add up to at most ``most``."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._total = 0
        self._entries: OrderedDict[K, tuple[V, int]] = OrderedDict()

    def find(self, key: K) -> V | None:
        """The value, and it counts as used now."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def keep(self, key: K, value: V, cost: int = 1) -> list[tuple[K, V]]:
        """Keep a value in place of an older one; returns what was forgotten for it."""
        self.drop(key)
        self._entries[key] = (value, cost)
        self._total += cost
        forgotten = []
        while self._total > self._most and len(self._entries) > 1:
            oldest, (gone, freed) = self._entries.popitem(last=False)
            self._total -= freed
            forgotten.append((oldest, gone))
        return forgotten

    def drop(self, key: K) -> None:
        """Forget a value, if it is there."""
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._total -= entry[1]

    def drop_if(self, is_meant: Callable[[K], bool]) -> None:
        """Forget every value whose key is meant."""
        for key in [key for key in self._entries if is_meant(key)]:
            self.drop(key)
