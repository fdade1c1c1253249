"""Gather: from a wanted release to its Inspection, through the cache, the registry and a worker."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from assay.assessment.inspect import Detector
from assay.assessment.neighbours import Neighbours
from assay.assessment.ports import Blob, Inspections, Inspector, Kept, Names, Registry
from assay.assessment.read_release import inspect_release
from assay.assessment.wanted import Wanted
from assay.errors import AccessDenied, PackageNotFound, RegistryError, WorkerError
from assay.model.dependency import Origin
from assay.model.gap import Gap, GapKind
from assay.model.inspection import Inspection
from assay.model.likeness import Likeness
from assay.model.packument import Packument
from assay.model.report import Source
from assay.model.subject import Existence, Subject
from assay.names.facts import MAX_README
from assay.names.strength import NOTICE


@dataclass(frozen=True, slots=True)
class Gathered:
    """One release with what is known of it; ``source`` says whether that is fresh or kept."""

    wanted: Wanted
    inspection: Inspection
    source: Source


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Gathers facts and has them inspected.

    registry    None when offline
    slots       one for each worker: a tarball is only held by who has a slot
    max_age     how long registry facts of a kept inspection are believed without asking again
    neighbours  who asks about the names that a name could be taken for, None if nobody is to
    """

    registry: Registry | None
    inspector: Inspector
    names: Names
    kept: Inspections | None
    detectors: Sequence[Detector]
    slots: asyncio.Semaphore
    now: datetime
    max_age: timedelta
    neighbours: Neighbours | None = None

    def recall(self, wanted: Wanted) -> Gathered | None:
        """The inspection kept from an earlier run, if its facts are young enough or there is nobody to ask."""
        kept = self._find(wanted)
        if kept is None:
            return None
        if self.registry is not None and self.now - kept.confirmed > self.max_age:
            return None
        return Gathered(wanted, kept.inspection, Source.CACHED)

    async def gather(self, name: str, group: Sequence[Wanted]) -> tuple[Gathered, ...]:
        """Every release of one package: its packument is fetched once for all of them.

        Bytes that the user handed over are inspected as they are; the registry is not asked about them.
        """
        asked = [wanted for wanted in group if wanted.origin is Origin.REGISTRY]
        own = [await self._handed_over(wanted, None) for wanted in group if wanted.origin is not Origin.REGISTRY]
        return (*own, *(await self._ask(name, asked) if asked else ()))

    async def described(self, wanted: Wanted, packument: Packument) -> Gathered:
        """One release by the registry's facts alone: its tarball is not fetched, and nothing is kept."""
        subject = self._subject(wanted, packument)
        gaps: tuple[Gap, ...] = ()
        if self.neighbours is not None:
            found, gaps = await self.neighbours.of(wanted.ref.name, subject.likenesses)
            subject = replace(subject, neighbours=found)
        inspection = inspect_release(subject, None, self.detectors)
        return Gathered(wanted, replace(inspection, gaps=(*inspection.gaps, *gaps)), Source.FRESH)

    async def _ask(self, name: str, group: Sequence[Wanted]) -> tuple[Gathered, ...]:
        if self.registry is None:
            gap = Gap(GapKind.OFFLINE, f"registry facts and tarball of {name}", "not kept from an earlier run")
            return tuple([await self._handed_over(wanted, gap) for wanted in group])
        try:
            packument = await self.registry.packument(name)
        except PackageNotFound:
            return tuple([await self._handed_over(wanted, None, Existence.NO_PACKAGE) for wanted in group])
        except RegistryError as error:
            gap = _registry_gap(f"packument of {name}", error)
            return tuple([await self._handed_over(wanted, gap) for wanted in group])
        return tuple([await self._one(wanted, packument) for wanted in group])

    async def _one(self, wanted: Wanted, packument: Packument) -> Gathered:
        subject = self._subject(wanted, packument)
        if subject.release is None:
            return await self._inspected(wanted, subject)
        kept = self._find(wanted)
        if kept is not None and kept.inspection.release == subject.release:
            self._keep(wanted, kept.inspection)
            return Gathered(wanted, kept.inspection, Source.CACHED)
        gaps: tuple[Gap, ...] = ()
        if self.neighbours is not None:
            found, gaps = await self.neighbours.of(wanted.ref.name, subject.likenesses)
            subject = replace(subject, neighbours=found)
        return await self._inspected(wanted, subject, gaps)

    async def _handed_over(self, wanted: Wanted, gap: Gap | None, existence: Existence = Existence.UNKNOWN) -> Gathered:
        """Inspect without registry facts: what the user handed over, or the name alone."""
        gathered = await self._inspected(wanted, replace(self._subject(wanted, None), existence=existence))
        if gap is None:
            return gathered
        source = gathered.source if wanted.blob or wanted.folder else Source.NONE
        inspection = replace(gathered.inspection, gaps=(gap, *gathered.inspection.gaps))
        return Gathered(wanted, inspection, source)

    def _subject(self, wanted: Wanted, packument: Packument | None) -> Subject:
        release = packument.releases.get(wanted.ref.version) if packument else None
        likenesses = self.names.likenesses(wanted.ref.name)
        existence = Existence.UNKNOWN
        if packument is not None:
            existence = Existence.EXISTS if release else Existence.NO_RELEASE
        return Subject(
            ref=wanted.ref,
            now=self.now,
            existence=existence,
            packument=_narrowed(packument, wanted.ref.version, likenesses) if packument else None,
            release=release,
            likenesses=likenesses,
            monthly_downloads=self.names.monthly_downloads(wanted.ref.name),
        )

    async def _inspected(self, wanted: Wanted, subject: Subject, gaps: tuple[Gap, ...] = ()) -> Gathered:
        if wanted.blob is not None or wanted.folder:
            async with self.slots:
                inspection = await self._in_worker(subject, wanted.blob, wanted.folder)
        elif subject.release is not None and self.registry is not None:
            inspection = await self._downloaded(subject, self.registry)
        else:
            inspection = inspect_release(subject, None, self.detectors)
        inspection = replace(inspection, gaps=(*inspection.gaps, *gaps)) if gaps else inspection
        if not wanted.folder and not wanted.blob:
            self._keep(wanted, inspection)
        return Gathered(wanted, inspection, Source.FRESH)

    async def _downloaded(self, subject: Subject, registry: Registry) -> Inspection:
        assert subject.release is not None
        async with self.slots:
            try:
                blob = await registry.download(subject.release)
            except RegistryError as error:
                inspection = inspect_release(subject, None, self.detectors)
                gap = _registry_gap(f"tarball of {subject.ref}", error, GapKind.TARBALL)
                return replace(inspection, gaps=(gap, *inspection.gaps))
            try:
                return await self._in_worker(subject, blob, "")
            finally:
                await registry.discard(blob)

    async def _in_worker(self, subject: Subject, blob: Blob | None, folder: str) -> Inspection:
        try:
            return await self.inspector.inspect(subject, blob, folder)
        except WorkerError as error:
            gap = Gap(GapKind.WORKER, f"tarball of {subject.ref}", str(error), error.hint)
            inspection = inspect_release(subject, None, self.detectors)
            return replace(inspection, gaps=(gap, *inspection.gaps))

    def _find(self, wanted: Wanted) -> Kept | None:
        if self.kept is None or wanted.blob or wanted.folder:
            return None
        return self.kept.find(wanted.ref, wanted.pinned)

    def _keep(self, wanted: Wanted, inspection: Inspection) -> None:
        if self.kept is None or not inspection.is_lasting or inspection.integrity is None or inspection.release is None:
            return
        published = inspection.release.integrity
        if published is None or published.agrees_with(inspection.integrity) is not True:
            return
        self.kept.keep(wanted.ref, inspection, self.now)


def _narrowed(packument: Packument, version: str, likenesses: Sequence[Likeness]) -> Packument:
    """With the release before, and a README only where one is compared with it: it has to travel to the worker."""
    is_like = any(one.strength >= NOTICE for one in likenesses)
    return packument.only(version, packument.before(version), readme_characters=MAX_README if is_like else 0)


def _registry_gap(what: str, error: RegistryError, kind: GapKind = GapKind.REGISTRY) -> Gap:
    hint = error.hint
    if not hint and isinstance(error, AccessDenied):
        hint = "check the credentials for this registry in .npmrc"
    return Gap(kind, what, str(error), hint)
