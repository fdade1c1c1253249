"""Hurried: the body of a request, as long as it comes in time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

#: A client that sends nothing for so long has gone.
SILENCE_SECONDS = 60.0
#: The largest package at 150 kB a second; who sends more slowly would hold a connection to upstream for ever.
WHOLE_SECONDS = 1800.0


def hurried(receive: Receive) -> Receive:
    """The same messages; a client that is too slow counts as one that went away. Call it when the request begins."""
    end = asyncio.get_running_loop().time() + WHOLE_SECONDS

    async def next_message() -> Message:
        left = end - asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(min(SILENCE_SECONDS, left)):
                return await receive()
        except TimeoutError:
            return {"type": "http.disconnect"}

    return next_message
