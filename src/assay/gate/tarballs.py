"""Tarballs: fetched once, hashed whole, inspected and judged as in a scan, and only then handed out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from assay.errors import RegistryError, ReleaseNotFound, StoreError
from assay.gate.bounded import Bounded
from assay.gate.flights import Flights
from assay.gate.force import Force
from assay.gate.judge import FACTS_MAX_AGE, Judge
from assay.gate.packuments import Packuments
from assay.gate.tarball_cache import Opened
from assay.gate.upstream import Document, Upstream
from assay.model.package import PackageRef
from assay.model.packument import Release
from assay.model.policy import Action
from assay.model.report import Assessed

#: How long one decision is believed in memory.
_BELIEVED = timedelta(minutes=10)
_BLOCK_BELIEVED = timedelta(seconds=30)
_MOST_DECIDED = 50_000


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one tarball.

    release   as the registry describes it
    assessed  by its facts alone where those block it, else by everything
    """

    release: Release
    assessed: Assessed
    revision: str
    until: datetime

    @property
    def is_blocked(self) -> bool:
        """True if the policy does not let it pass."""
        return self.assessed.decision.action is Action.BLOCK


class Tarballs:
    """Decides about tarballs, each once at a time, and opens those that may pass.

    within   whoever waits longer is told to try again; the work goes on
    """

    def __init__(
        self,
        upstream: Upstream,
        judge: Judge,
        packuments: Packuments,
        clock: Callable[[], datetime],
        within: timedelta,
    ) -> None:
        self._upstream = upstream
        self._judge = judge
        self._packuments = packuments
        self._clock = clock
        self._within = within
        self._decided: Bounded[PackageRef, Decided] = Bounded(_MOST_DECIDED)
        self._deciding: Flights[tuple[PackageRef, str], Decided] = Flights()
        self._opening: Flights[PackageRef, None] = Flights()

    async def close(self) -> None:
        """Stop what is being decided."""
        await self._deciding.close()
        await self._opening.close()

    async def decided(self, ref: PackageRef, force: Force) -> Decided:
        """The decision about a tarball. Raises ReleaseNotFound, another RegistryError, StoreError or TimeoutError."""
        known = self._decided.find(ref)
        if known is not None and known.revision == force.revision and self._clock() < known.until:
            return known
        return await self._deciding.join((ref, force.revision), lambda: self._decide(ref, force), self._within)

    async def opened(self, decided: Decided) -> Opened:
        """The bytes that were decided about, hashed just now. Raises as ``decided``."""
        release = decided.release

        async def fetch() -> None:
            (await self._upstream.opened(release)).file.close()

        found = await self._upstream.kept(release)
        if found is None:
            await self._opening.join(release.ref, fetch, self._within)
            found = await self._upstream.kept(release)
        if found is None:
            raise StoreError(
                f"the tarball of {release.ref} does not stay in the cache", hint="give the cache more room"
            )
        return found

    async def _decide(self, ref: PackageRef, force: Force) -> Decided:
        document, release = await self._described(ref)
        described = await self._packuments.described_one(document, ref.version, force)
        assessed = described.blocked.get(ref.version)
        if assessed is None:
            if release.integrity is None:
                raise RegistryError(f"the registry gives no hash for {ref}, so nothing vouches for its bytes")
            # First, so that bytes which are not the promised ones are an error of the registry, not a finding.
            (await self._upstream.opened(release)).file.close()
            exempt = ref.version in described.exempt
            assessed = await self._judge.inspected(ref, release.integrity, force, self._clock(), may_be_young=exempt)
            if assessed.decision.action is Action.BLOCK:
                self._packuments.forget(ref.name)
        believed = _BLOCK_BELIEVED if assessed.decision.action is Action.BLOCK else _BELIEVED
        decided = Decided(release, assessed, force.revision, self._clock() + believed)
        self._decided.keep(ref, decided)
        return decided

    async def _described(self, ref: PackageRef) -> tuple[Document, Release]:
        """The document that describes the release; asked anew if it does not know it yet."""
        for youngest in (FACTS_MAX_AGE, timedelta(0)):
            document = await self._upstream.document(ref.name, youngest)
            release = document.packument.releases.get(ref.version)
            if release is not None:
                return document, release
        raise ReleaseNotFound(f"{ref} is not in the registry")
