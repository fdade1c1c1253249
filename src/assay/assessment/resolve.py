"""Resolve: a manifest without a lockfile becomes the releases that ``npm install`` would choose today.

Packages are taken in npm's order (the ones nearest to the project's folder first), and their needs placed one after the
other, so the result does not depend on which answer came first. Whenever an answer is missing, everything that is
known to be needed by then is asked for at the same time.
"""

from __future__ import annotations

import asyncio
import heapq
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assay.assessment.install_tree import WEIGHTS, Placed, answers, link, place, start_of, survey, visible
from assay.assessment.pick import exact_version, pick
from assay.assessment.ports import Registry
from assay.assessment.requirement import Requirement, requirements
from assay.errors import PackageNotFound, RegistryError, ReleaseNotFound
from assay.model.dependency import MAX_PATHS, Dependency, DependencyType, Origin
from assay.model.gap import Gap, GapKind
from assay.model.location import Location
from assay.model.package import PackageRef
from assay.model.packument import Packument

#: No honest project comes near; an endless one would never be resolved.
MAX_RELEASES = 20_000
#: Packuments asked for at the same time.
MAX_CONCURRENT = 16
#: Packuments kept in memory for ranges of a later level; some hold megabytes.
_KEPT_PACKUMENTS = 64


class Asked(Protocol):
    """A range of the manifest. The fields are those of ``lockfiles.content.Request``."""

    @property
    def name(self) -> str:
        """The package that is really meant."""

    @property
    def range(self) -> str:
        """The npm range or dist-tag, "" for any."""

    @property
    def location(self) -> Location:
        """The line in the manifest."""

    @property
    def type(self) -> DependencyType:
        """The list that it stands in."""

    @property
    def alias(self) -> str:
        """The name it is installed under, "" if that is its own."""

    @property
    def paths(self) -> tuple[tuple[str, ...], ...]:
        """The way from the project to it."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What would be installed, sorted by name and version, and what could not be found out."""

    dependencies: tuple[Dependency, ...]
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class _Chosen:
    """An answer of the registry: the version and what it needs, or the reason why there is none.

    is_missing   the registry said that it does not exist: rules have something to say about that
    """

    version: str = ""
    needs: tuple[Requirement, ...] = ()
    why: str = ""
    hint: str = ""
    is_missing: bool = False


async def resolve(asked: Sequence[Asked], registry: Registry, *, max_releases: int = MAX_RELEASES) -> Resolution:
    """Resolve the ranges of one manifest and of all that they need.

    A name or version that does not exist stays in the result (a version that cannot be told is ""), as its absence is
    a fact about the project; it has its Gap too. Never raises a RegistryError.
    """
    return await _Resolver(registry, max_releases).run(asked)


class _Resolver:
    """One run: the tree so far, the answers so far, the Gaps so far."""

    def __init__(self, registry: Registry, max_releases: int) -> None:
        self._registry = registry
        self._max = max_releases
        self._slots = asyncio.Semaphore(MAX_CONCURRENT)
        self._chosen: dict[tuple[str, str], _Chosen] = {}
        self._packuments: OrderedDict[str, Packument] = OrderedDict()
        self._count = 0
        self._waiting: list[tuple[int, tuple[str, ...], int, Placed]] = []
        self._fresh: list[Placed] = []  # queued since the registry was asked last
        self._gaps: dict[tuple[str, str], Gap] = {}
        self._is_full = False

    async def run(self, asked: Sequence[Asked]) -> Resolution:
        root, lines = _root(asked)
        self._queue(root)
        while self._waiting:
            owner = heapq.heappop(self._waiting)[-1]
            for need in owner.needs:
                location = lines[need.folder] if owner is root else owner.location
                while not owner.is_dropped and not self._settle(owner, need, location):
                    await self._look_up([owner, *self._fresh])
                    self._fresh.clear()
        return Resolution(_dependencies(survey(root)), tuple(self._gaps.values()))

    def _queue(self, node: Placed) -> None:
        """Let a copy wait for its turn: npm takes those nearest to the project first, then by their place."""
        place_of = node.place
        self._count += 1
        heapq.heappush(self._waiting, (len(place_of), place_of, self._count, node))
        self._fresh.append(node)

    async def _look_up(self, owners: list[Placed]) -> None:
        """Ask the registry for everything that the tree does not answer yet, each name once."""
        ranges: dict[str, set[str]] = {}
        for owner, need in [(each, need) for each in owners for need in each.needs]:
            copy = visible(start_of(owner, need), need.folder)
            is_known = (need.name, need.range) in self._chosen or (copy is not None and answers(copy, need))
            if need.origin is Origin.REGISTRY and not need.is_bundled and not is_known:
                ranges.setdefault(need.name, set()).add(need.range)
        await asyncio.gather(*(self._choose(name, sorted(wanted)) for name, wanted in sorted(ranges.items())))

    async def _choose(self, name: str, ranges: list[str]) -> None:
        try:
            packument = await self._packument(name)
        except RegistryError as error:
            is_missing = isinstance(error, PackageNotFound | ReleaseNotFound)
            failed = _Chosen(why=str(error), hint=error.hint, is_missing=is_missing)
            self._chosen.update({(name, wanted): failed for wanted in ranges})
            return
        for wanted in ranges:
            version = pick(packument, wanted)
            release = packument.releases.get(version) if version is not None else None
            if version is None or release is None:
                why = f"no release of {name} satisfies {wanted[:80] or '*'}"
                self._chosen[name, wanted] = _Chosen(why=why, is_missing=bool(exact_version(wanted)))
            else:
                self._chosen[name, wanted] = _Chosen(version, requirements(release.manifest))

    async def _packument(self, name: str) -> Packument:
        if name in self._packuments:
            self._packuments.move_to_end(name)
            return self._packuments[name]
        async with self._slots:
            packument = await self._registry.packument(name)
        self._packuments[name] = packument
        if len(self._packuments) > _KEPT_PACKUMENTS:
            self._packuments.popitem(last=False)
        return packument

    def _settle(self, owner: Placed, need: Requirement, location: Location) -> bool:
        """Find or place one need; a new copy is queued. False if the registry must be asked first."""
        copy = visible(start_of(owner, need), need.folder)
        if copy is not None and answers(copy, need):
            link(owner, need, copy)
            return True
        is_asked = need.origin is Origin.REGISTRY and not need.is_bundled
        if is_asked and (need.name, need.range) not in self._chosen:
            return False
        new = self._new(need, location)
        if new is None:
            return True
        copy = place(owner, need, new)
        link(owner, need, copy)
        if copy is new:
            self._queue(new)
        return True

    def _new(self, need: Requirement, location: Location) -> Placed | None:
        new = Placed(need.folder, need.name, location=location, requested=need.range, origin=need.origin)
        if self._count > self._max:  # the project itself is one
            self._note_full(location)
            return None
        if need.is_bundled:
            new.origin = Origin.BUNDLED
        elif need.origin is Origin.REGISTRY:
            chosen = self._chosen[need.name, need.range]
            new.version, new.needs = chosen.version, chosen.needs
            if chosen.why:
                what = f"{need.name}@{need.range or '*'}"
                gap = Gap(GapKind.REGISTRY, what[:300], chosen.why, chosen.hint, location)
                self._gaps.setdefault((need.name, need.range), gap)
                new.version = exact_version(need.range.strip())
                return new if chosen.is_missing else None
        return new

    def _note_full(self, location: Location) -> None:
        if not self._is_full:
            self._is_full = True
            why = f"it needs more than {self._max} releases; the others were not resolved"
            hint = "make a lockfile and scan that"
            self._gaps["", ""] = Gap(GapKind.INPUT, location.file, why, hint, location)


def _root(asked: Sequence[Asked]) -> tuple[Placed, dict[str, Location]]:
    needs: dict[str, Requirement] = {}
    lines: dict[str, Location] = {}
    project: tuple[str, ...] = ()
    for each in sorted(asked, key=lambda each: each.alias or each.name):
        folder = each.alias or each.name
        project = project or (each.paths[0][:-1] if each.paths else ())
        needs[folder] = Requirement(folder, each.name, each.range, each.type)
        lines[folder] = each.location
    root = Placed("", paths=[project or ("project",)], needs=tuple(needs.values()))
    return root, lines


def _dependencies(placed: list[Placed]) -> tuple[Dependency, ...]:
    """One Dependency for each release, whatever the number of its copies."""
    grouped: dict[tuple[str, str, Origin, str], list[Placed]] = {}
    for node in placed:
        address = "" if node.origin is Origin.REGISTRY else node.requested
        grouped.setdefault((node.name, node.version, node.origin, address), []).append(node)
    return tuple(_dependency(copies) for _, copies in sorted(grouped.items(), key=lambda item: item[0]))


def _dependency(copies: list[Placed]) -> Dependency:
    first = min(copies, key=lambda node: (len(node.paths[0]), node.paths[0]))
    paths = sorted({path for node in copies for path in node.paths}, key=lambda path: (len(path), path))
    folders = {node.folder for node in copies}
    return Dependency(
        ref=PackageRef(first.name, first.version),
        origin=first.origin,
        location=first.location,
        paths=tuple(paths[:MAX_PATHS]),
        type=min((node.type for node in copies), key=WEIGHTS.index),
        alias="" if first.name in folders else min(folders),
        resolved="" if first.origin in (Origin.REGISTRY, Origin.BUNDLED) else first.requested,
        is_direct=any(user.parent is None and not user.folder for node in copies for user, _ in node.users),
        requested=first.requested,
    )
