"""Webhook: tells another program what was recalled, again and again until it takes it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING

import msgspec

from assay.gate.log import Log
from assay.model.handout import Recall

if TYPE_CHECKING:
    from aiohttp import ClientSession

#: Seconds before each new try; after the last one it is given up, and the log says so.
PAUSES = (1, 5, 30, 120, 600)
_SECONDS = 10
_OK = range(200, 300)
Sleep = Callable[[float], Coroutine[None, None, None]]


class Webhook:
    """Posts one JSON document for each recall: ``{"package", "version", "record", "because", "time"}``.

    Redirects are not followed: what was recalled goes to the address that was given, and nowhere else.
    """

    def __init__(self, url: str, log: Log, sleep: Sleep = asyncio.sleep) -> None:
        self._url = url
        self._log = log
        self._sleep = sleep
        self._session: ClientSession | None = None
        self._posting: set[asyncio.Task[None]] = set()

    def tell(self, recall: Recall) -> None:
        """Post it in the background."""
        task = asyncio.get_running_loop().create_task(self._post(recall))
        self._posting.add(task)
        task.add_done_callback(self._posting.discard)

    async def close(self) -> None:
        """Give up what is still to be posted."""
        for task in self._posting:
            task.cancel()
        await asyncio.gather(*self._posting, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _post(self, recall: Recall) -> None:
        release = f"{recall.package}@{recall.version}"
        for pause in (*PAUSES, None):
            trouble = await self._try(msgspec.json.encode(recall))
            if not trouble:
                return
            if pause is None:
                self._log.event("webhook-failed", release=release, why=trouble)
                return
            await self._sleep(pause)

    async def _try(self, body: bytes) -> str:
        """What went wrong, "" if nothing did."""
        from aiohttp import ClientError, ClientSession, ClientTimeout

        if self._session is None:
            self._session = ClientSession(timeout=ClientTimeout(total=_SECONDS))
        headers = {"content-type": "application/json"}
        try:
            async with self._session.post(self._url, data=body, headers=headers, allow_redirects=False) as answer:
                return "" if answer.status in _OK else f"it answered {answer.status}"
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            return f"{type(error).__name__}: {error}"[:300]
