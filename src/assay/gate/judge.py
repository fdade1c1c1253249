"""Judge: the one decision function of the gate, for every route. What ``assay scan`` thinks, with a stricter policy."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import msgspec

from assay import catalog
from assay.assessment.assess import Assessor
from assay.assessment.gather import Gatherer
from assay.assessment.neighbours import Neighbours
from assay.assessment.ports import Registry
from assay.assessment.wanted import Wanted
from assay.model.dependency import Dependency, Origin
from assay.model.integrity import Integrity
from assay.model.location import Location
from assay.model.package import PackageRef
from assay.model.packument import Packument
from assay.model.policy import Action, Policy, PolicyRule
from assay.model.report import Assessed
from assay.model.verdict import Level
from assay.wiring.adapters import Adapters
from assay.wiring.surroundings import surroundings_of

#: What the gate blocks whatever the policy says of it: what is too young, and what could not be looked at.
GATE_RULES = (
    PolicyRule("gate.cooldown", Action.BLOCK, rules=("young-release",)),
    PolicyRule("gate.unchecked", Action.BLOCK, verdicts=(Level.UNKNOWN,)),
)
#: How long registry facts of a kept inspection are believed: the gate has the packument at hand in any case.
_FACTS_MAX_AGE = timedelta(hours=1)
#: Judging this many releases of a packument takes some milliseconds; then others have their turn.
_AT_ONCE = 10


def gate_policy(policy: Policy) -> Policy:
    """The user's policy with the gate's own rules; without any rule it stays empty, which blocks everything."""
    return replace(policy, rules=(*policy.rules, *GATE_RULES)) if policy.rules else policy


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges releases through ``registry``, which gives what is then served."""

    adapters: Adapters
    registry: Registry
    policy: Policy
    slots: asyncio.Semaphore
    clock: Callable[[], datetime]

    @property
    def revision(self) -> str:
        """Changes with the policy, the rules and the feeds."""
        policy = msgspec.json.encode(self.policy, order="deterministic")
        parts = (policy, catalog.revision().encode(), self.adapters.feeds.revision.encode())
        return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]

    async def described(self, packument: Packument) -> dict[str, Assessed]:
        """Every release that is blocked by what the registry and the feeds tell of it, by version."""
        assessor = self._assessor()
        blocked: dict[str, Assessed] = {}
        for number, version in enumerate(packument.versions):
            wanted = _wanted(PackageRef(packument.name, version), None)
            assessed = assessor.decided(await assessor.gatherer.described(wanted, packument))
            if assessed.decision.action is Action.BLOCK:
                blocked[version] = assessed
            if number % _AT_ONCE == _AT_ONCE - 1:
                await asyncio.sleep(0)
        return blocked

    async def inspected(self, ref: PackageRef, integrity: Integrity) -> Assessed:
        """One release by everything, its tarball with these hashes included; kept verdicts are used."""
        assessor = self._assessor()
        wanted = _wanted(ref, integrity)
        gathered = assessor.gatherer.recall(wanted)
        if gathered is None:
            (gathered,) = await assessor.gatherer.gather(ref.name, [wanted])
        return assessor.decided(gathered)

    def _assessor(self) -> Assessor:
        gatherer = Gatherer(
            registry=self.registry,
            inspector=self.adapters.inspector,
            names=self.adapters.names,
            kept=self.adapters.inspections,
            detectors=catalog.detectors(),
            slots=self.slots,
            now=self.clock(),
            max_age=_FACTS_MAX_AGE,
            neighbours=Neighbours(self.registry),
        )
        npm = self.adapters.npm
        surroundings = surroundings_of((), (npm.default, *npm.scopes.values()), self.policy)
        return Assessor(gatherer, self.adapters.feeds, catalog.rules(), self.policy, surroundings)


def _wanted(ref: PackageRef, integrity: Integrity | None) -> Wanted:
    usage = Dependency(ref, Origin.REGISTRY, Location("gate"), integrity=integrity)
    return Wanted(ref, Origin.REGISTRY, (usage,))
