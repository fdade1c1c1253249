"""Opening: put the gate together, and take it apart again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from assay.gate.application import Application
from assay.gate.following import Following
from assay.gate.log import Log
from assay.gate.metrics import Metrics
from assay.gate.order import Order
from assay.gate.own import Own
from assay.gate.recall_watch import EVERY_SECONDS, RecallWatch
from assay.gate.recorder import Recorder
from assay.gate.request_log import RequestLog
from assay.gate.webhook import Webhook
from assay.gate.works import Kept, open_works
from assay.settings.watched import WatchedSettings
from assay.store.ledger import Ledger
from assay.wiring.context import Context


@dataclass(frozen=True, slots=True)
class OpenGate:
    """A gate that is ready to serve, with the host of the registry behind it and what messages call its ledger."""

    application: Application
    registry: str
    ledger: str


def _now() -> datetime:
    return datetime.now(UTC)


async def open_gate(
    order: Order,
    watched: WatchedSettings,
    context: Context,
    outside: AsyncExitStack,
    clock: Callable[[], datetime] = _now,
) -> OpenGate:
    """Open everything that the gate needs; ``outside`` closes it.

    Raises UsageError, SettingsError, FeedError or StoreError if it could not serve.
    """
    ledger = Ledger.open(order.store)
    outside.callback(ledger.close)
    await asyncio.to_thread(ledger.check)
    recorder, metrics, log = Recorder(ledger.record), Metrics(), Log(order.log, clock, is_text=order.is_text)
    outside.push_async_callback(recorder.close)
    following: Following
    kept = Kept(order, context, clock, recorder, metrics, lambda: following.settings, {})
    following = Following(watched, partial(open_works, kept), log)
    outside.push_async_callback(following.close)
    works = await following.start()
    _watch(following, _webhook(order, log, outside), ledger, clock, log, outside)
    own = Own(ledger, metrics, following.troubles, dict, order.token, order.base)
    requests = RequestLog(log, asyncio.get_running_loop().time) if order.logs_requests else None
    return OpenGate(Application(following, own, requests), works.registry, ledger.name)


def _webhook(order: Order, log: Log, outside: AsyncExitStack) -> Webhook | None:
    if not order.webhook:
        return None
    webhook = Webhook(order.webhook, log)
    outside.push_async_callback(webhook.close)
    return webhook


def _watch(
    following: Following,
    webhook: Webhook | None,
    ledger: Ledger,
    clock: Callable[[], datetime],
    log: Log,
    outside: AsyncExitStack,
) -> None:
    """Look after settings and recalls now and then, also while nobody asks for anything."""
    watch = RecallWatch(ledger, clock, log, webhook)

    async def look() -> None:
        while True:
            shift = await following.take()
            try:
                await watch.look(shift.works.feeds(), shift.works.forget)
            finally:
                following.leave(shift)
            await asyncio.sleep(EVERY_SECONDS)

    task = asyncio.get_running_loop().create_task(look())

    async def stop() -> None:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    outside.push_async_callback(stop)
