"""Judge: the one decision function of the gate, for every route. What ``assay scan`` thinks, with a stricter policy."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from assay import catalog
from assay.assessment.assess import Assessor
from assay.assessment.decide import ON_GAPS
from assay.assessment.gather import Gatherer
from assay.assessment.neighbours import Neighbours
from assay.assessment.ports import Registry
from assay.assessment.wanted import Wanted
from assay.gate.bounded import Bounded
from assay.gate.force import COOLDOWN, UNFED, Force
from assay.gate.refusal import ASKED
from assay.gate.tags import repointed
from assay.model.dependency import Dependency, Origin
from assay.model.gap import GapKind
from assay.model.integrity import Integrity
from assay.model.package import PackageRef
from assay.model.packument import Packument
from assay.model.policy import Action, Decision, Reason
from assay.model.report import Assessed
from assay.wiring.adapters import Adapters
from assay.wiring.surroundings import surroundings_of

#: How long registry facts are believed without asking again where a verdict stands on them.
FACTS_MAX_AGE = timedelta(hours=1)
#: Judging this many releases of a packument takes some milliseconds; then others have their turn.
_AT_ONCE = 10
#: Packages of which condemned releases are remembered.
_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Described:
    """What the facts at hand say of every release of one package.

    blocked   version to why, for those that the policy blocks
    exempt    versions that the cooldown lets pass because they fix what was allowed until then
    until     when a release comes of age, or FACTS_MAX_AGE later: then it is to be judged anew, UTC
    """

    blocked: dict[str, Assessed]
    exempt: frozenset[str]
    until: datetime


@dataclass(slots=True)
class Judge:
    """Judges releases through ``registry``, which gives what is then served."""

    adapters: Adapters
    registry: Registry
    slots: asyncio.Semaphore
    _condemned: Bounded[str, dict[str, Integrity | None]] = field(default_factory=lambda: Bounded(_REMEMBERED))

    async def described(self, packument: Packument, force: Force, now: datetime, only: str = "") -> Described:
        """Judge every release by what the registry and the feeds tell of it, and by what its bytes were found to be.

        Bytes are not fetched for it: only inspections that were made before are used. With ``only`` a single version is
        judged, and nothing is said of what may pass in spite of its age.
        """
        assessor = self._assessor(force, now)
        condemned = self._condemned.find(packument.name) or {}
        looked_into = {*condemned, *packument.dist_tags.values()}
        blocked: dict[str, Assessed] = {}
        for number, version in enumerate((only,) if only else packument.versions):
            release = packument.releases[version]
            wanted = _wanted(release.ref, release.integrity)
            gathered = assessor.gatherer.recall(wanted) if version in looked_into and release.integrity else None
            if gathered is None:
                gathered = await assessor.gatherer.described(wanted, packument)
            assessed = _fail_closed(assessor.decided(gathered))
            if assessed.decision.action is Action.BLOCK:
                blocked[version] = assessed
            if number % _AT_ONCE == _AT_ONCE - 1:
                await asyncio.sleep(0)
        exempt = frozenset(() if only else _fixes(packument, blocked, assessor))
        left = {version: assessed for version, assessed in blocked.items() if version not in exempt}
        return Described(left, exempt, _next_change(packument, force, now))

    async def inspected(
        self, ref: PackageRef, integrity: Integrity, force: Force, now: datetime, *, may_be_young: bool = False
    ) -> Assessed:
        """Judge one release by everything, its tarball with these hashes included; kept inspections are used."""
        if may_be_young:
            policy = replace(force.policy, cooldown_exempt=(*force.policy.cooldown_exempt, ref.name))
            force = replace(force, policy=policy)
        assessor = self._assessor(force, now)
        wanted = _wanted(ref, integrity)
        gathered = assessor.gatherer.recall(wanted)
        if gathered is None:
            (gathered,) = await assessor.gatherer.gather(ref.name, [wanted])
        assessed = _fail_closed(assessor.decided(gathered))
        if assessed.decision.action is Action.BLOCK:
            known = self._condemned.find(ref.name) or {}
            self._condemned.keep(ref.name, {**known, ref.version: integrity})
        return assessed

    def _assessor(self, force: Force, now: datetime) -> Assessor:
        gatherer = Gatherer(
            registry=self.registry,
            inspector=self.adapters.inspector,
            names=self.adapters.names,
            kept=self.adapters.inspections,
            detectors=catalog.detectors(),
            slots=self.slots,
            now=now,
            max_age=FACTS_MAX_AGE,
            neighbours=Neighbours(self.registry),
        )
        surroundings = surroundings_of((), self.adapters.npm.urls(), force.policy)
        return Assessor(gatherer, force.feeds, catalog.rules(), force.policy, surroundings)


def _wanted(ref: PackageRef, integrity: Integrity | None) -> Wanted:
    usage = Dependency(ref, Origin.REGISTRY, ASKED, integrity=integrity)
    return Wanted(ref, Origin.REGISTRY, (usage,))


def _fail_closed(assessed: Assessed) -> Assessed:
    """Feeds that could not be asked block: what they would have said is not known."""
    unfed = next((gap for gap in assessed.verdict.gaps if gap.kind is GapKind.FEED), None)
    if unfed is None:
        return assessed
    reasons = (Reason(UNFED, f"The feeds could not be asked: {unfed.why}"), *assessed.decision.reasons)
    return replace(assessed, decision=Decision(Action.BLOCK, reasons))


def _fixes(packument: Packument, blocked: dict[str, Assessed], assessor: Assessor) -> Iterable[str]:
    """Versions that only the cooldown blocks, and that are the lowest fix of what is allowed without them."""
    blocking = {rule.name for rule in assessor.policy.rules if rule.action is Action.BLOCK}
    blocking |= {UNFED, ON_GAPS} if assessor.policy.on_gaps is Action.BLOCK else {UNFED}
    young = {version for version, assessed in blocked.items() if _why(assessed) & blocking == {COOLDOWN}}
    latest = packument.dist_tags.get("latest", "")
    if not young:
        return
    left = [version for version in packument.versions if version not in blocked]
    allowed = repointed({"latest": latest}, left).get("latest", "")
    if not allowed:
        return
    for match in assessor.feeds.match(PackageRef(packument.name, allowed)):
        if match.fixed_in in young and not match.is_disputed:
            yield match.fixed_in


def _why(assessed: Assessed) -> set[str]:
    return {reason.policy_rule for reason in assessed.decision.reasons}


def _next_change(packument: Packument, force: Force, now: datetime) -> datetime:
    soon = now + FACTS_MAX_AGE
    grown = (published + force.policy.cooldown for published in packument.times.values())
    return min((moment for moment in grown if now < moment < soon), default=soon)
