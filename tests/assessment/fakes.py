"""Ports in memory, and small values to build subjects from."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from assay.assessment.assess import Assessor
from assay.assessment.gather import Gatherer
from assay.assessment.inspect import Detector
from assay.assessment.ports import Blob, Inspections, Kept, Registry
from assay.assessment.wanted import Wanted
from assay.errors import AssayError, FeedError, PackageNotFound, RegistryUnavailable
from assay.model.dependency import Dependency, Origin
from assay.model.feed import FeedInfo, FeedMatch
from assay.model.finding import Evidence, Finding, finding
from assay.model.inspection import Inspection
from assay.model.integrity import Integrity
from assay.model.likeness import Likeness
from assay.model.location import Location
from assay.model.manifest import Manifest
from assay.model.package import PackageRef
from assay.model.packument import Packument, Release
from assay.model.policy import Action, Policy, PolicyRule
from assay.model.report import Assessed
from assay.model.rule import Concern, Confidence, Reach, Rule, Severity
from assay.model.subject import Existence, Subject, Surroundings
from assay.model.verdict import Level

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
BLOCK_MALICIOUS = Policy(rules=(PolicyRule("block.verdict", Action.BLOCK, verdicts=(Level.MALICIOUS,)),))


def release(name: str, version: str = "1.0.0", data: bytes = b"tarball") -> Release:
    ref = PackageRef(name, version)
    return Release(ref, Manifest(name, version), tarball_url="https://registry.example/x", integrity=Integrity.of(data))


def dependency(name: str, version: str = "1.0.0", origin: Origin = Origin.REGISTRY) -> Dependency:
    return Dependency(PackageRef(name, version), origin, Location("package-lock.json", 7), paths=(("app", name),))


def wanted(name: str, version: str = "1.0.0", origin: Origin = Origin.REGISTRY) -> Wanted:
    return Wanted(PackageRef(name, version), origin, (dependency(name, version, origin),))


def rule(rule_id: str, reach: Reach = Reach.RELEASE, severity: Severity = Severity.CRITICAL) -> Rule:
    return Rule(rule_id, "A rule", severity, Concern.MALICE, "Do not install it.", reach=reach)


@dataclass(frozen=True)
class FakeDetector:
    rule: Rule
    detect: Callable[[Subject], Iterator[Finding]]


def detector(the_rule: Rule, *names: str) -> FakeDetector:
    """A detector that finds something in the packages of these names."""

    def detect(subject: Subject) -> Iterator[Finding]:
        if subject.ref.name in names:
            yield finding(the_rule, "found it", Evidence("because"), confidence=Confidence.HIGH)

    return FakeDetector(the_rule, detect)


@dataclass
class FakeRegistry:
    """Releases by name; an AssayError in place of releases is raised."""

    packages: dict[str, tuple[Release, ...] | AssayError] = field(default_factory=dict)
    broken_tarballs: dict[str, AssayError] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    held: int = 0
    most_held: int = 0

    async def packument(self, name: str) -> Packument:
        self.asked.append(name)
        await asyncio.sleep(0)
        found = self.packages.get(name, PackageNotFound(f"{name} does not exist"))
        if isinstance(found, AssayError):
            raise found
        return Packument(name, {each.ref.version: each for each in found}, tuple(each.ref.version for each in found))

    async def download(self, release: Release) -> Blob:
        await asyncio.sleep(0)
        if release.ref.name in self.broken_tarballs:
            raise self.broken_tarballs[release.ref.name]
        self.held += 1
        self.most_held = max(self.most_held, self.held)
        return Blob(7, Integrity.of(b"tarball"), data=b"tarball")

    async def packages_of(self, account: str) -> int:
        raise RegistryUnavailable(f"no search for {account}")

    async def discard(self, blob: Blob) -> None:
        del blob
        self.held -= 1


@dataclass
class FakeInspector:
    """Finds nothing; a package in ``broken`` kills the worker, one in ``endless`` never returns."""

    broken: dict[str, AssayError] = field(default_factory=dict)
    endless: frozenset[str] = frozenset()
    inspected: list[PackageRef] = field(default_factory=list)

    async def inspect(self, subject: Subject, blob: Blob | None, folder: str) -> Inspection:
        del folder
        await asyncio.sleep(0)
        if subject.ref.name in self.broken:
            raise self.broken[subject.ref.name]
        if subject.ref.name in self.endless:
            await asyncio.Event().wait()
        self.inspected.append(subject.ref)
        return Inspection(subject.existence, subject.release, blob.integrity if blob else None)


@dataclass
class FakeFeeds:
    matches: dict[str, tuple[FeedMatch, ...]] = field(default_factory=dict)
    error: FeedError | None = None

    def match(self, ref: PackageRef) -> tuple[FeedMatch, ...]:
        if self.error is not None:
            raise self.error
        return self.matches.get(ref.name, ())

    def feeds(self) -> tuple[FeedInfo, ...]:
        return ()


class FakeNames:
    def likenesses(self, name: str) -> tuple[Likeness, ...]:
        del name
        return ()

    def monthly_downloads(self, name: str) -> int | None:
        del name
        return None


@dataclass
class FakeInspections:
    kept: dict[PackageRef, Kept] = field(default_factory=dict)

    def find(self, ref: PackageRef, integrity: Integrity | None) -> Kept | None:
        found = self.kept.get(ref)
        if found is None or (integrity is not None and found.inspection.integrity != integrity):
            return None
        return found

    def keep(self, ref: PackageRef, inspection: Inspection, confirmed: datetime) -> None:
        self.kept[ref] = Kept(inspection, confirmed)


@dataclass
class Scene:
    """One run with everything faked; change a field and run."""

    registry: Registry | None = field(default_factory=FakeRegistry)
    inspector: FakeInspector = field(default_factory=FakeInspector)
    feeds: FakeFeeds = field(default_factory=FakeFeeds)
    kept: Inspections | None = None
    detectors: tuple[Detector, ...] = ()
    slots: int = 2

    def run(self, wanted: Sequence[Wanted], stop_after: int | None = None) -> list[Assessed]:
        return asyncio.run(self._run(wanted, stop_after))

    async def _run(self, wanted: Sequence[Wanted], stop_after: int | None) -> list[Assessed]:
        gatherer = Gatherer(
            registry=self.registry,
            inspector=self.inspector,
            names=FakeNames(),
            kept=self.kept,
            detectors=self.detectors,
            slots=asyncio.Semaphore(self.slots),
            now=NOW,
            max_age=timedelta(days=1),
        )
        rules = {each.rule.id: each.rule for each in self.detectors}
        assessor = Assessor(gatherer, self.feeds, rules, BLOCK_MALICIOUS, Surroundings())
        stop = asyncio.Event()
        found: list[Assessed] = []
        async for each in assessor.assess(wanted, stop):
            found.append(each)
            if stop_after is not None and len(found) >= stop_after:
                stop.set()
        return found


def kept(name: str, age: timedelta = timedelta(0)) -> Kept:
    one = release(name)
    return Kept(Inspection(Existence.EXISTS, one, Integrity.of(b"tarball")), NOW - age)


def with_bytes(one: Wanted, data: bytes) -> Wanted:
    return replace(one, blob=Blob(len(data), Integrity.of(data), data=data))
