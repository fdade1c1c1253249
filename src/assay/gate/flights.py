"""Flights: requests for one thing at the same time wait for one piece of work."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from datetime import timedelta
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Flights(Generic[K, V]):
    """Work in progress by key. Whoever stops waiting does not stop the work: the next one to ask finds it done."""

    def __init__(self) -> None:
        self._running: dict[K, asyncio.Task[V]] = {}

    async def join(self, key: K, start: Callable[[], Coroutine[None, None, V]], within: timedelta) -> V:
        """The result of the work for this key, started if nobody has. Raises TimeoutError if it takes longer."""
        task = self._running.get(key)
        if task is None:
            task = self._running[key] = asyncio.get_running_loop().create_task(start())
            task.add_done_callback(lambda done: self._landed(key, done))
        async with asyncio.timeout(within.total_seconds()):
            return await asyncio.shield(task)

    async def close(self) -> None:
        """Stop what is running."""
        running = list(self._running.values())
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def _landed(self, key: K, task: asyncio.Task[V]) -> None:
        self._running.pop(key, None)
        if not task.cancelled():
            task.exception()  # taken note of, also when nobody waits any more
