"""Checking names before an install: what is to tell of each name, and the scan of the releases that they stand for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass

from assay import catalog
from assay.model.gap import Gap
from assay.model.report import Assessed, Report
from assay.settings import Settings, check_rule_ids
from assay.wiring.adapters import open_adapters
from assay.wiring.context import Context
from assay.wiring.interrupt import run_until_stopped
from assay.wiring.names import Answer, judge_offline, judged, name_in
from assay.wiring.scan import Order, Progress, scan_with


@dataclass(frozen=True, slots=True)
class Checked:
    """One word, with all that was found out.

    release   the release that it stands for; None if there is none, or if it could not be told which (``gaps`` say)
    brings    what the release would bring along, if that was asked for
    """

    word: str
    answer: Answer
    release: Assessed | None
    brings: tuple[Assessed, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Every word in the order in which they came, and the Report of the scan of them all."""

    words: tuple[Checked, ...]
    report: Report


def check_now(
    words: Sequence[str], settings: Settings, context: Context, progress: Progress, *, use_cache: bool, deps: bool
) -> CheckReport:
    """Judge the names and scan the releases. All words must name releases (``release_target``).

    The first ^C stops it and still gives what there is; a second one ends the program. Raises as ``scan``.
    """
    order = Order(tuple(map(_as_name, words)), use_cache=use_cache, with_dependencies=deps)

    async def work(stop: asyncio.Event) -> CheckReport:
        check_rule_ids(settings, catalog.rules())
        async with AsyncExitStack() as outside:
            adapters = open_adapters(settings, context, outside, use_cache=use_cache)
            names = [name_in(word) for word in words]
            index, registry = adapters.names, adapters.registry
            if registry is None:
                answers = [judge_offline(index, name, context.now) for name in names]
            else:
                answers = [answer async for answer in judged(names, index, registry, context.now, stop)]
            report = await scan_with(adapters, order, settings, context, progress, stop)
            return CheckReport(_together(words, order.words, answers, report), report)

    return run_until_stopped(work)


def _together(
    words: Sequence[str], targets: Sequence[str], answers: Sequence[Answer], report: Report
) -> tuple[Checked, ...]:
    """One Checked a word: the inputs of the report stand in the order of the words, and its usages name theirs."""
    named: dict[str, list[tuple[bool, Assessed]]] = {}
    for package in report.packages:
        for target in {usage.location.file for usage in package.usages}:
            is_direct = any(usage.is_direct for usage in package.usages if usage.location.file == target)
            named.setdefault(target, []).append((is_direct, package))
    checked = []
    for word, target, answer, read in zip(words, targets, answers, report.inputs, strict=True):
        packages = named.get(target, [])
        release = next((package for is_direct, package in packages if is_direct), None)
        brings = tuple(package for _, package in packages if package is not release)
        checked.append(Checked(word, answer, release, brings, read.gaps))
    return tuple(checked)


def _as_name(word: str) -> str:
    """The word as one that is never taken for a path, even where a folder has that name."""
    return word if word.startswith(("npm:", "pkg:")) or "@npm:" in word else f"npm:{word}"
