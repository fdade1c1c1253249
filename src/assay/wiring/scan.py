"""One scan: every adapter plugged into its port, from target words to a Report."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter
from typing import Protocol

from assay import __version__, catalog
from assay.assessment.assess import Assessor
from assay.assessment.cover import cover
from assay.assessment.gather import Gatherer
from assay.assessment.neighbours import Neighbours
from assay.model.report import Assessed, Report
from assay.settings import Settings, check_rule_ids
from assay.wiring.adapters import Adapters, open_adapters
from assay.wiring.context import Context as Context
from assay.wiring.interrupt import run_until_stopped
from assay.wiring.requests import resolve_requests
from assay.wiring.surroundings import surroundings_of
from assay.wiring.targets import Targets, read_targets

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


async def scan(order: Order, settings: Settings, context: Context, progress: Progress, stop: asyncio.Event) -> Report:
    """Scan every target. Raises UsageError, InputError, SettingsError or FeedError; all else ends in the Report."""
    check_rule_ids(settings, catalog.rules())
    async with AsyncExitStack() as outside:
        adapters = open_adapters(settings, context, outside, use_cache=order.use_cache)
        return await scan_with(adapters, order, settings, context, progress, stop)


async def scan_with(
    adapters: Adapters, order: Order, settings: Settings, context: Context, progress: Progress, stop: asyncio.Event
) -> Report:
    """Scan every target through these adapters. Raises as ``scan``."""
    began = perf_counter()
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
        notes=(*adapters.npm.notes, *targets.notes),
    )


async def _assess(
    targets: Targets,
    adapters: Adapters,
    settings: Settings,
    context: Context,
    progress: Progress,
    stop: asyncio.Event,
) -> list[Assessed]:
    wanted = targets.all_wanted()
    usages = [usage for each in wanted for usage in each.usages]
    npm = adapters.npm
    gatherer = Gatherer(
        neighbours=Neighbours(adapters.registry) if adapters.registry else None,
        registry=adapters.registry,
        inspector=adapters.inspector,
        names=adapters.names,
        kept=adapters.inspections,
        detectors=catalog.detectors(),
        slots=asyncio.Semaphore(adapters.workers),
        now=context.now,
        max_age=FACTS_MAX_AGE,
    )
    surroundings = surroundings_of(usages, npm.urls(), settings.policy)
    assessor = Assessor(gatherer, adapters.feeds, catalog.rules(), settings.policy, surroundings)
    progress.begin(len(wanted))
    packages: list[Assessed] = []
    async for each in assessor.assess(wanted, stop):
        progress.advance(each)
        packages.append(each)
    return packages


def scan_now(order: Order, settings: Settings, context: Context, progress: Progress) -> Report:
    """Run a scan to its end. The first ^C stops it and still gives the Report; a second one ends the program."""
    return run_until_stopped(lambda stop: scan(order, settings, context, progress, stop))


def words_or_here(words: Sequence[str]) -> tuple[str, ...]:
    """The words, or the current folder if there are none."""
    return tuple(words) or (".",)
