"""^C: the first one stops the work and still gives what there is, a second one ends the program."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from signal import SIGINT as _SIGINT
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def run_until_stopped(work: Callable[[asyncio.Event], Coroutine[None, None, Result]]) -> Result:
    """Run work in an event loop of its own; the first ^C sets its event, a second one ends the program."""

    async def run() -> Result:
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(_SIGINT, _stop_once, stop)
        return await work(stop)

    return asyncio.run(run())


def _stop_once(stop: asyncio.Event) -> None:
    stop.set()
    asyncio.get_running_loop().remove_signal_handler(_SIGINT)


async def until_stopped(
    stop: asyncio.Event, work: Callable[[Item], Coroutine[None, None, Result]], items: Sequence[Item]
) -> tuple[Result | None, ...]:
    """Work on all items at once, until ``stop`` is set: the results in order, None for what was not done by then."""
    if stop.is_set():
        return (None,) * len(items)
    tasks = [asyncio.ensure_future(work(item)) for item in items]
    stopping = asyncio.ensure_future(stop.wait())
    try:
        waiting = {*tasks}
        while waiting and not stopping.done():
            done, _ = await asyncio.wait({*waiting, stopping}, return_when=asyncio.FIRST_COMPLETED)
            waiting -= done
        finished = [task.done() for task in tasks]
    finally:
        for task in (*tasks, stopping):
            task.cancel()
        await asyncio.gather(*tasks, stopping, return_exceptions=True)
    return tuple(task.result() if is_done else None for task, is_done in zip(tasks, finished, strict=True))
