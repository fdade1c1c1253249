"""Assess: every wanted release to its verdict and decision, streaming, in bounded memory."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from assay.assessment.decide import decide
from assay.assessment.gather import Gathered, Gatherer
from assay.assessment.inspect import inspect
from assay.assessment.judge import judge
from assay.assessment.ports import Feeds
from assay.assessment.wanted import Wanted
from assay.errors import FeedError
from assay.model.dependency import Origin
from assay.model.feed import FeedMatch
from assay.model.gap import Gap, GapKind
from assay.model.inspection import Inspection
from assay.model.policy import Action, Decision, Policy
from assay.model.report import Assessed, Source
from assay.model.rule import Reach, Rule
from assay.model.subject import Existence, Subject, Surroundings
from assay.model.verdict import Level, Verdict

#: Packages whose packument is asked for at the same time; tarballs are bounded by the gatherer's slots.
CONCURRENCY = 16

_FEEDS_SPEAK_OF = frozenset({Origin.REGISTRY, Origin.TARGET, Origin.BUNDLED, Origin.TARBALL_URL})


@dataclass(frozen=True, slots=True)
class Assessor:
    """Assesses releases one by one as their facts arrive.

    rules         every rule by id
    surroundings  of the project whose inputs name the releases
    """

    gatherer: Gatherer
    feeds: Feeds
    rules: Mapping[str, Rule]
    policy: Policy
    surroundings: Surroundings

    async def assess(self, wanted: Sequence[Wanted], stop: asyncio.Event) -> AsyncIterator[Assessed]:
        """Yield every wanted release once, in no particular order.

        When ``stop`` is set the work in progress is dropped, and what is left comes out with a Gap that says so.
        """
        waiting: list[Wanted] = []
        for each in wanted:
            gathered = self._without_asking(each)
            if gathered is None:
                waiting.append(each)
            else:
                yield self.decided(gathered)
        left = set(range(len(waiting)))
        index = {id(each): number for number, each in enumerate(waiting)}
        async for gathered in self._stream(waiting, stop):
            left.discard(index[id(gathered.wanted)])
            yield self.decided(gathered)
        for number in sorted(left):
            yield self.decided(_unlooked(waiting[number], _interrupted(waiting[number])))

    def _without_asking(self, wanted: Wanted) -> Gathered | None:
        if wanted.origin is Origin.REGISTRY:
            return self.gatherer.recall(wanted)
        if wanted.blob is not None or wanted.folder:
            return None
        if wanted.origin.is_local or wanted.origin is Origin.BUNDLED:
            return _unlooked(wanted)
        return _unlooked(wanted, _elsewhere(wanted))

    async def _stream(self, waiting: Sequence[Wanted], stop: asyncio.Event) -> AsyncIterator[Gathered]:
        groups = deque(_by_name(waiting).items())
        results: asyncio.Queue[Gathered | None] = asyncio.Queue()

        async def work() -> None:
            while groups:
                name, group = groups.popleft()
                for gathered in await self.gatherer.gather(name, group):
                    results.put_nowait(gathered)

        workers = asyncio.gather(*(work() for _ in range(min(CONCURRENCY, len(groups)))))
        stopping = asyncio.ensure_future(stop.wait())
        for future in (workers, stopping):
            future.add_done_callback(lambda _: results.put_nowait(None))
        try:
            while (gathered := await results.get()) is not None:
                yield gathered
            if workers.done():
                workers.result()
        finally:
            for future in (workers, stopping):
                future.cancel()
                with suppress(asyncio.CancelledError):
                    await future

    def decided(self, gathered: Gathered) -> Assessed:
        """Verdict and decision for one release that was gathered: feeds, rules of reach ``usage``, policy."""
        wanted, inspection = gathered.wanted, gathered.inspection
        if wanted.origin.is_local and gathered.source is Source.NONE:
            verdict = Verdict(Level.UNKNOWN, "part of the project itself: not looked at")
            return _assessed(gathered, verdict, Decision(Action.ALLOW))
        matches, feed_gaps = self._matches(wanted)
        subject = self._usage_subject(gathered, matches)
        findings, failed = inspect(subject, self.gatherer.detectors, Reach.USAGE)
        gaps = (*inspection.gaps, *feed_gaps, *failed)
        verdict = judge((*inspection.findings, *findings), gaps, self.rules)
        decision = decide(
            verdict,
            usages=wanted.usages,
            policy=self.policy,
            today=self.gatherer.now.date(),
            ref=wanted.ref,
            integrity=inspection.integrity or wanted.pinned,
            rules=self.rules,
        )
        return _assessed(gathered, verdict, decision)

    def _usage_subject(self, gathered: Gathered, matches: tuple[FeedMatch, ...]) -> Subject:
        wanted = gathered.wanted
        return Subject(
            ref=wanted.ref,
            now=self.gatherer.now,
            existence=gathered.inspection.existence,
            release=gathered.inspection.release,
            monthly_downloads=self.gatherer.names.monthly_downloads(wanted.ref.name),
            matches=matches,
            usages=wanted.usages,
            surroundings=self.surroundings,
            read_integrity=gathered.inspection.integrity,
        )

    def _matches(self, wanted: Wanted) -> tuple[tuple[FeedMatch, ...], tuple[Gap, ...]]:
        if wanted.origin not in _FEEDS_SPEAK_OF:
            return (), ()
        try:
            return self.feeds.match(wanted.ref), ()
        except FeedError as error:
            return (), (Gap(GapKind.FEED, f"known malware and advisories for {wanted.ref}", str(error), error.hint),)


def _assessed(gathered: Gathered, verdict: Verdict, decision: Decision) -> Assessed:
    wanted, inspection = gathered.wanted, gathered.inspection
    return Assessed(
        ref=wanted.ref,
        origin=wanted.origin,
        verdict=verdict,
        decision=decision,
        usages=wanted.usages,
        source=gathered.source,
        integrity=inspection.integrity or wanted.pinned,
        published=inspection.release.published if inspection.release else None,
    )


def _by_name(wanted: Iterable[Wanted]) -> dict[str, list[Wanted]]:
    groups: dict[str, list[Wanted]] = {}
    for each in wanted:
        groups.setdefault(each.ref.name, []).append(each)
    return groups


def _unlooked(wanted: Wanted, *gaps: Gap) -> Gathered:
    return Gathered(wanted, Inspection(Existence.UNKNOWN, gaps=gaps), Source.NONE)


def _elsewhere(wanted: Wanted) -> Gap:
    where = {
        Origin.GIT: "a git repository",
        Origin.TARBALL_URL: "an address outside the registry",
    }.get(wanted.origin, "a place that the input does not tell")
    return Gap(
        GapKind.ORIGIN,
        what=f"code of {wanted.ref}",
        why=f"it comes from {where}, which Assay does not fetch",
        hint="pack it (npm pack) and scan the tarball, or depend on a published release",
        location=wanted.usages[0].location,
    )


def _interrupted(wanted: Wanted) -> Gap:
    return Gap(GapKind.REGISTRY, f"everything about {wanted.ref}", "the run was stopped before its turn")
