from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

from assay.gate.log import Log
from assay.gate.webhook import PAUSES, Webhook
from assay.model.handout import Recall

NOW = datetime(2026, 1, 10, tzinfo=UTC)
RECALL = Recall("bad\nthing", "1.0.0", "MAL-1", "it steals", NOW)


def test_one_that_never_answers_is_given_up_with_a_line() -> None:
    lines: list[str] = []
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async def tell() -> None:
        webhook = Webhook("http://127.0.0.1:1/", Log(lines.append, lambda: NOW), sleep)
        webhook.tell(RECALL)
        await asyncio.gather(*webhook._posting)
        await webhook.close()

    asyncio.run(tell())
    assert slept == list(PAUSES)
    (line,) = lines
    assert "\n" not in line
    assert json.loads(line)["event"] == "webhook-failed"
    assert json.loads(line)["release"] == "bad\nthing@1.0.0"
    assert json.loads(line)["time"] == "2026-01-10T00:00:00.000+00:00"
