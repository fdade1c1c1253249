from __future__ import annotations

import asyncio

import pytest

from assay.gate import hurried as room
from assay.gate.hurried import Message, hurried


async def never() -> Message:
    await asyncio.Event().wait()
    raise AssertionError


async def piece() -> Message:
    await asyncio.sleep(0)
    return {"type": "http.request", "body": b"x", "more_body": True}


def test_silence_counts_as_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "SILENCE_SECONDS", 0.01)

    async def run() -> Message:
        return await hurried(never)()

    assert asyncio.run(run()) == {"type": "http.disconnect"}


def test_a_body_that_does_not_end_counts_as_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "WHOLE_SECONDS", 0.05)

    async def run() -> int:
        receive, pieces = hurried(piece), 0
        while (await receive())["type"] == "http.request":
            pieces += 1
        return pieces

    assert asyncio.run(run()) > 0


def test_what_comes_in_time_is_passed_on() -> None:
    async def run() -> Message:
        return await hurried(piece)()

    assert asyncio.run(run())["body"] == b"x"
