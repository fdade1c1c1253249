from __future__ import annotations

import asyncio

import pytest

from assay.wiring.interrupt import until_stopped


def test_results_come_in_the_order_of_the_items() -> None:
    async def work(turns: int) -> int:
        for _ in range(turns):
            await asyncio.sleep(0)
        return turns

    assert asyncio.run(until_stopped(asyncio.Event(), work, (5, 0, 3))) == (5, 0, 3)


def test_what_is_not_done_when_it_is_stopped_is_none_and_ends() -> None:
    stop = asyncio.Event()
    ended: list[int] = []

    async def work(item: int) -> int:
        if item == 2:
            stop.set()
            try:
                await asyncio.Event().wait()
            finally:
                ended.append(item)
        return item

    assert asyncio.run(until_stopped(stop, work, (1, 2))) == (1, None)
    assert ended == [2]


def test_nothing_is_begun_after_a_stop() -> None:
    begun: list[int] = []

    async def work(item: int) -> int:
        begun.append(item)
        return item

    async def scene() -> tuple[int | None, ...]:
        stop = asyncio.Event()
        stop.set()
        return await until_stopped(stop, work, (1, 2))

    assert asyncio.run(scene()) == (None, None)
    assert begun == []


def test_a_failure_is_not_hidden() -> None:
    async def work(item: int) -> int:
        raise ValueError(item)

    with pytest.raises(ValueError, match="7"):
        asyncio.run(until_stopped(asyncio.Event(), work, (7,)))
