"""One scan: every adapter plugged into its port, from target words to a Report."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from signal import SIGINT as _SIGINT
from time import perf_counter
from typing import Protocol

from assay import __version__, catalog
from assay.assessment.assess import Assessor
from assay.assessment.cautious_inspections import CautiousInspections
from assay.assessment.cover import cover
from assay.assessment.gather import Gatherer
from assay.assessment.ports import Registry
from assay.feeds.court import Court
from assay.feeds.matching import FeedIndex, open_feeds
from assay.model.gap import Gap, GapKind
from assay.model.report import Assessed, Report
from assay.names.index import NameIndex
from assay.registry.client import RegistryClient
from assay.registry.configuration import read_registry_settings
from assay.registry.document_cache import CachedDocument
from assay.registry.registry_settings import RegistrySettings
from assay.settings import Settings, check_rule_ids
from assay.store.corpus_file import open_corpus
from assay.store.documents import DocumentStore
from assay.store.inspections import InspectionStore
from assay.store.location import cache_folder, data_folder
from assay.wiring.default_registry import remembered_default
from assay.wiring.inspector import TARGET, PoolInspector
from assay.wiring.requests import resolve_requests
from assay.wiring.surroundings import surroundings_of
from assay.wiring.targets import Targets, read_targets
from assay.workers.pool import WorkerPool

#: How long kept registry facts (deprecation, removal) are believed without asking again.
FACTS_MAX_AGE = timedelta(days=1)


class Progress(Protocol):
    """Told how far a scan is."""

    def begin(self, total: int) -> None:
        """So many releases are to be assessed."""

    def advance(self, assessed: Assessed) -> None:
        """One more is done."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be scanned, and how.

    words               target words
    use_cache           read and write kept inspections and packuments
    with_dependencies   for ranges and names: also what they bring along
    """

    words: tuple[str, ...]
    use_cache: bool = True
    with_dependencies: bool = True


@dataclass(frozen=True, slots=True)
class Context:
    """The outside of one scan: the clock, the environment, and the folder that npm's configuration is looked for in."""

    now: datetime
    environment: Mapping[str, str]
    project: Path | None
    home: Path


async def scan(order: Order, settings: Settings, context: Context, progress: Progress, stop: asyncio.Event) -> Report:
    """Scan every target. Raises UsageError, InputError, SettingsError or FeedError; all else ends in the Report."""
    began = perf_counter()
    check_rule_ids(settings, catalog.rules())
    async with AsyncExitStack() as outside:
        adapters = _open(order, settings, context, outside)
        targets = read_targets(order.words)
        await resolve_requests(targets, adapters.registry, stop, with_dependencies=order.with_dependencies)
        packages = await _assess(targets, adapters, settings, context, progress, stop)
        return Report(
            tool_version=__version__,
            ruleset=catalog.revision(),
            started=context.now,
            seconds=perf_counter() - began,
            offline=settings.offline,
            inputs=tuple(targets.inputs),
            packages=tuple(sorted(packages, key=lambda each: (each.ref, each.origin))),
            coverage=cover(targets.inputs, packages),
            feeds=adapters.feeds.feeds(),
            gaps=(*targets.gaps, *adapters.gaps()),
            rules=catalog.rules(),
        )


async def _assess(
    targets: Targets,
    adapters: _Adapters,
    settings: Settings,
    context: Context,
    progress: Progress,
    stop: asyncio.Event,
) -> list[Assessed]:
    wanted = targets.all_wanted()
    usages = [usage for each in wanted for usage in each.usages]
    npm = adapters.npm
    gatherer = Gatherer(
        registry=adapters.registry,
        inspector=adapters.inspector,
        names=adapters.names,
        kept=adapters.inspections,
        detectors=catalog.detectors(),
        slots=asyncio.Semaphore(adapters.workers),
        now=context.now,
        max_age=FACTS_MAX_AGE,
    )
    surroundings = surroundings_of(usages, (npm.default, *npm.scopes.values()), settings.policy)
    assessor = Assessor(gatherer, adapters.feeds, catalog.rules(), settings.policy, surroundings)
    progress.begin(len(wanted))
    packages: list[Assessed] = []
    async for each in assessor.assess(wanted, stop):
        progress.advance(each)
        packages.append(each)
    return packages


@dataclass(frozen=True, slots=True)
class _Adapters:
    registry: Registry | None
    npm: RegistrySettings
    inspector: PoolInspector
    names: NameIndex
    feeds: FeedIndex
    inspections: CautiousInspections | None
    documents: DocumentStore[CachedDocument] | None
    workers: int
    warnings: tuple[Gap, ...]

    def gaps(self) -> tuple[Gap, ...]:
        """What went wrong beside the releases themselves."""
        kept = self.inspections.gaps if self.inspections else ()
        documents = self.documents.gaps if self.documents else ()
        return (*self.feeds.gaps, *self.warnings, *kept, *documents)


def _open(order: Order, settings: Settings, context: Context, outside: AsyncExitStack) -> _Adapters:
    cache = settings.cache_dir or cache_folder(context.environment)
    data = data_folder(context.environment)
    npm = _npm_settings(settings, context, cache)
    corpus = open_corpus(data / "corpus.bin")
    names = NameIndex(corpus.corpus)
    feeds = open_feeds(data / "feeds", Court(names.monthly_downloads, settings.policy.confirmed))
    outside.callback(feeds.close)
    inspections, documents = None, None
    if order.use_cache:
        inspections, documents = _open_stores(cache, npm, feeds, context, outside)
    registry = None
    if not settings.offline:
        registry = RegistryClient(npm, cache=documents)
        outside.push_async_callback(registry.close)
    workers = settings.workers or len(os.sched_getaffinity(0))
    pool = WorkerPool(TARGET, workers)
    outside.push_async_callback(pool.close)
    warnings = (Gap(GapKind.CACHE, "updated corpus of names", corpus.warning),) if corpus.warning else ()
    kept = CautiousInspections(inspections) if inspections else None
    return _Adapters(registry, npm, PoolInspector(pool), names, feeds, kept, documents, workers, warnings)


def _open_stores(
    cache: Path, npm: RegistrySettings, feeds: FeedIndex, context: Context, outside: ExitStack | AsyncExitStack
) -> tuple[InspectionStore, DocumentStore[CachedDocument]]:
    inspections = InspectionStore(
        cache / "inspections.sqlite",
        ruleset=catalog.revision(),
        registry=npm.default,
        now=context.now,
        feeds=feeds.revision,
    )
    documents = DocumentStore(cache / "documents.sqlite", CachedDocument, now=context.now)
    outside.callback(inspections.close)
    outside.callback(documents.close)
    return inspections, documents


def _npm_settings(settings: Settings, context: Context, cache: Path) -> RegistrySettings:
    npm = read_registry_settings(context.project, context.home, context.environment)
    return replace(
        npm,
        registry=settings.registry or npm.registry,
        scopes={**npm.scopes, **dict(settings.scope_registries)},
        find_default=partial(remembered_default, cache, context.now),
    )


def scan_now(order: Order, settings: Settings, context: Context, progress: Progress) -> Report:
    """Run a scan to its end. The first ^C stops it and still gives the Report; a second one ends the program."""

    async def run() -> Report:
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(_SIGINT, _stop_once, stop)
        return await scan(order, settings, context, progress, stop)

    return asyncio.run(run())


def _stop_once(stop: asyncio.Event) -> None:
    stop.set()
    asyncio.get_running_loop().remove_signal_handler(_SIGINT)


def words_or_here(words: Sequence[str]) -> tuple[str, ...]:
    """The words, or the current folder if there are none."""
    return tuple(words) or (".",)
