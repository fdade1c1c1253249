"""Opening: put the gate together from settings, and take it apart again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assay import catalog
from assay.errors import UsageError
from assay.gate.application import Application
from assay.gate.auditor import Auditor
from assay.gate.counter import Counter
from assay.gate.force import Forces
from assay.gate.judge import Judge
from assay.gate.log import Log
from assay.gate.metrics import Metrics
from assay.gate.own import Own
from assay.gate.packuments import Packuments
from assay.gate.recall_watch import RecallWatch
from assay.gate.recorder import Recorder
from assay.gate.services import Services
from assay.gate.tarball_cache import DEFAULT_MAX_BYTES, TarballCache
from assay.gate.tarballs import Tarballs
from assay.gate.upstream import Upstream
from assay.gate.webhook import Webhook
from assay.registry.client import RegistryClient
from assay.registry.nerf_dart import host_of
from assay.registry.relay import Relay
from assay.settings import Settings, check_rule_ids
from assay.settings.watched import WatchedSettings
from assay.store.ledger import Ledger
from assay.store.location import cache_folder
from assay.wiring.adapters import Adapters, open_adapters
from assay.wiring.context import Context
from assay.wiring.watched_feeds import WatchedFeeds

#: Clients give up after a minute or later; they are to hear from us before.
DEFAULT_PATIENCE = timedelta(seconds=45)


@dataclass(frozen=True, slots=True)
class Order:
    """How the gate is to run.

    store        address of the ledger
    enforces     False to only record what would be refused
    base         address as clients see it, "" to take it from each request
    token        for the metrics from elsewhere, "" for this machine only
    patience     how long a client waits for an inspection
    cache_bytes  of tarballs on disk
    webhook      address that is told what was recalled, "" for none
    log          takes the lines of the log
    """

    host: str
    port: int
    store: str
    enforces: bool = True
    base: str = ""
    token: str = ""
    patience: timedelta = DEFAULT_PATIENCE
    cache_bytes: int = DEFAULT_MAX_BYTES
    webhook: str = ""
    log: Callable[[str], None] = print


def _now() -> datetime:
    return datetime.now(UTC)


async def open_gate(
    order: Order,
    watched: WatchedSettings,
    context: Context,
    outside: AsyncExitStack,
    clock: Callable[[], datetime] = _now,
) -> Application:
    """Open everything that the gate needs; ``outside`` closes it.

    Raises UsageError, SettingsError, FeedError or StoreError if it could not serve.
    """
    settings = watched.current()
    if settings.offline:
        raise UsageError("a gate cannot be offline", hint="take offline out of the settings")
    check_rule_ids(settings, catalog.rules())
    adapters = open_adapters(settings, context, outside, use_cache=True)
    _refuse_itself(adapters, order)
    ledger = Ledger.open(order.store)
    outside.callback(ledger.close)
    await asyncio.to_thread(ledger.check)
    feeds = WatchedFeeds(
        adapters.feeds,
        adapters.feed_folder,
        lambda: adapters.reopened_feeds(watched.current()),
        asyncio.get_running_loop().time,
    )
    outside.callback(feeds.close)
    forces = Forces(watched.current, feeds.current, lambda: clock().date())
    forces.now()
    upstream = _upstream(adapters, _cache_folder(settings, context), order, clock, outside)
    judge = Judge(adapters, upstream, asyncio.Semaphore(adapters.workers))
    packuments = Packuments(upstream, judge, clock, hides=order.enforces)
    outside.push_async_callback(packuments.close)
    tarballs = Tarballs(upstream, judge, packuments, clock, order.patience)
    outside.push_async_callback(tarballs.close)
    recorder, metrics = Recorder(ledger.record), Metrics()
    outside.push_async_callback(recorder.close)
    relay = Relay(adapters.npm)
    outside.push_async_callback(relay.close)
    counter = Counter(
        packuments,
        tarballs,
        recorder,
        metrics,
        clock,
        enforces=order.enforces,
        base=order.base,
        patience=order.patience,
    )
    services = Services(relay, upstream, packuments, adapters.npm.is_exposed)
    log = Log(order.log, clock)

    _watch(RecallWatch(ledger, feeds.current, clock, log, _webhook(order, log, outside), packuments.forget), outside)

    def troubles() -> tuple[str, ...]:
        unfed = tuple(f"{gap.what}: {gap.why}" for gap in feeds.current().gaps)
        return (*unfed, *(each for each in (watched.trouble, feeds.trouble) if each))

    auditor = Auditor(relay, adapters.npm.is_private)
    return Application(counter, services, auditor, Own(ledger, metrics, troubles, dict, order.token), forces.now)


def _webhook(order: Order, log: Log, outside: AsyncExitStack) -> Webhook | None:
    if not order.webhook:
        return None
    webhook = Webhook(order.webhook, log)
    outside.push_async_callback(webhook.close)
    return webhook


def _watch(watch: RecallWatch, outside: AsyncExitStack) -> None:
    task = asyncio.get_running_loop().create_task(watch.run())

    async def stop() -> None:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    outside.push_async_callback(stop)


def _upstream(
    adapters: Adapters, folder: Path, order: Order, clock: Callable[[], datetime], outside: AsyncExitStack
) -> Upstream:
    assert isinstance(adapters.registry, RegistryClient)
    upstream = Upstream(adapters.registry, TarballCache(folder, order.cache_bytes), clock, adapters.npm.is_exposed)
    outside.push_async_callback(upstream.close)
    return upstream


def _cache_folder(settings: Settings, context: Context) -> Path:
    return (settings.cache_dir or cache_folder(context.environment)) / "gate" / "tarballs"


def _refuse_itself(adapters: Adapters, order: Order) -> None:
    """A gate that asks itself would never answer."""
    own = {f"{each}:{order.port}" for each in (order.host, "localhost", "127.0.0.1", "[::1]")}
    if order.port and any(host_of(url) in own for url in adapters.npm.urls()):
        raise UsageError(
            "the registry that npm is configured with is this gate itself",
            hint="name the registry behind it: assay gate --upstream URL",
        )
