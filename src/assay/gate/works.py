"""Works: everything of a gate that is opened as the settings say, and opened anew when they say something else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from assay.errors import UsageError
from assay.feeds.matching import FeedIndex
from assay.gate.auditor import Auditor
from assay.gate.counter import Counter
from assay.gate.force import Force, Forces
from assay.gate.judge import Judge
from assay.gate.metrics import Metrics
from assay.gate.order import Order
from assay.gate.packuments import Packuments
from assay.gate.recorder import Recorder
from assay.gate.services import Services
from assay.gate.tarball_cache import TarballCache
from assay.gate.tarballs import Tarballs
from assay.gate.upstream import Upstream
from assay.model.policy import Policy
from assay.registry.client import RegistryClient
from assay.registry.nerf_dart import host_of
from assay.registry.relay import Relay
from assay.settings import Settings
from assay.store.location import cache_folder
from assay.wiring.adapters import Adapters, open_adapters
from assay.wiring.context import Context
from assay.wiring.watched_feeds import WatchedFeeds


@dataclass(frozen=True, slots=True)
class Works:
    """What answers.

    registry  host of the registry behind it
    force     what is in force now
    feeds     the feeds that are in force now; ``trouble`` says why those of the folder are not, "" if they are
    forget    drops what is kept ready of one package
    """

    counter: Counter
    services: Services
    auditor: Auditor
    registry: str
    force: Callable[[], Force]
    feeds: Callable[[], FeedIndex]
    trouble: Callable[[], str]
    forget: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Kept:
    """What outlives the works: it does not depend on settings.

    settings   those in force, which the works ask for their policy
    caches     tarballs by folder: two caches of one folder would not know of each other's files
    """

    order: Order
    context: Context
    clock: Callable[[], datetime]
    recorder: Recorder
    metrics: Metrics
    settings: Callable[[], Settings]
    caches: dict[Path, TarballCache]


def opened_by(settings: Settings) -> Settings:
    """The settings that works are opened by: not the policy's rules and exceptions, which are asked for each time."""
    policy = Policy((), internal=settings.policy.internal, confirmed=settings.policy.confirmed)
    return replace(settings, policy=policy, fail_on=None, allow_gaps=False, source=None)


async def open_works(kept: Kept, settings: Settings, outside: AsyncExitStack) -> Works:
    """Open everything that the gate needs; ``outside`` closes it.

    Raises UsageError, SettingsError, FeedError or StoreError if it could not serve.
    """
    if settings.offline:
        raise UsageError("a gate cannot be offline", hint="take offline out of the settings")
    order, clock = kept.order, kept.clock
    adapters = open_adapters(settings, replace(kept.context, now=clock()), outside, use_cache=True)
    _refuse_itself(adapters, order)
    feeds = WatchedFeeds(
        adapters.feeds,
        adapters.feed_folder,
        lambda: adapters.reopened_feeds(kept.settings()),
        asyncio.get_running_loop().time,
    )
    outside.callback(feeds.close)
    forces = Forces(kept.settings, feeds.current, lambda: clock().date())
    upstream = _upstream(adapters, kept, settings, outside)
    judge = Judge(adapters, upstream, asyncio.Semaphore(adapters.workers))
    packuments = Packuments(upstream, judge, clock, hides=order.enforces)
    outside.push_async_callback(packuments.close)
    tarballs = Tarballs(upstream, judge, packuments, clock, order.patience)
    outside.push_async_callback(tarballs.close)
    relay = Relay(adapters.npm)
    outside.push_async_callback(relay.close)
    counter = Counter(
        packuments,
        tarballs,
        kept.recorder,
        kept.metrics,
        clock,
        enforces=order.enforces,
        base=order.base,
        patience=order.patience,
    )
    services = Services(relay, upstream, packuments, adapters.npm.is_exposed)
    auditor = Auditor(relay, adapters.npm.is_private)
    return Works(
        counter,
        services,
        auditor,
        host_of(adapters.npm.default),
        forces.now,
        feeds.current,
        lambda: feeds.trouble,
        packuments.forget,
    )


def _upstream(adapters: Adapters, kept: Kept, settings: Settings, outside: AsyncExitStack) -> Upstream:
    assert isinstance(adapters.registry, RegistryClient)
    folder = (settings.cache_dir or cache_folder(kept.context.environment)) / "gate" / "tarballs"
    if folder not in kept.caches:
        kept.caches[folder] = TarballCache(folder, kept.order.cache_bytes)
    upstream = Upstream(adapters.registry, kept.caches[folder], kept.clock, adapters.npm.is_exposed)
    outside.push_async_callback(upstream.close)
    return upstream


def _refuse_itself(adapters: Adapters, order: Order) -> None:
    """A gate that asks itself would never answer."""
    own = {f"{each}:{order.port}" for each in (order.host, "localhost", "127.0.0.1", "[::1]")}
    if order.port and any(host_of(url) in own for url in adapters.npm.urls()):
        raise UsageError(
            "the registry that npm is configured with is this gate itself",
            hint="name the registry behind it: assay gate --upstream URL",
        )
