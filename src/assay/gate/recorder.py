"""Recorder: handouts that wait at the same time are written to the ledger together, one push to the disk for all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from assay.errors import StoreError
from assay.model.handout import Handout

#: So many rows go into one transaction.
_BATCH = 500


class Recorder:
    """Writes through ``write`` (``Ledger.record``), in a thread. Use it in one event loop."""

    def __init__(self, write: Callable[..., None]) -> None:
        self._write = write
        self._waiting: list[tuple[Handout, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def record(self, handout: Handout) -> None:
        """Returns when the handout is kept for good. Raises StoreError if it could not be."""
        loop = asyncio.get_running_loop()
        kept: asyncio.Future[None] = loop.create_future()
        self._waiting.append((handout, kept))
        if self._writing is None:
            self._writing = loop.create_task(self._drain())
        await kept

    async def close(self) -> None:
        """Wait until everything is written."""
        while self._writing is not None:
            await asyncio.shield(self._writing)

    async def _drain(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:_BATCH], self._waiting[_BATCH:]
                await self._keep(batch)
        finally:
            self._writing = None

    async def _keep(self, batch: list[tuple[Handout, asyncio.Future[None]]]) -> None:
        failure: StoreError | None = None
        try:
            await asyncio.to_thread(self._write, *(handout for handout, _ in batch))
        except StoreError as error:
            failure = error
        for _, kept in batch:
            if kept.done():
                continue  # whoever waited for it has gone
            if failure is None:
                kept.set_result(None)
            else:
                kept.set_exception(StoreError(str(failure), hint=failure.hint))
