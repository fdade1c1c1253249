"""Force: the policy and the feeds that are in force at one moment, and their revision."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from assay import catalog
from assay.feeds.matching import FeedIndex
from assay.model.policy import Action, Policy, PolicyRule
from assay.model.verdict import Level
from assay.settings import Settings
from assay.settings.watched import policy_revision

COOLDOWN = "gate.cooldown"
UNCHECKED = "gate.unchecked"
REMOTE = "gate.remote"
UNFED = "gate.feeds"
#: What the gate blocks whatever the policy says of it: what is too young, what could not be looked at, and what
#: has clients fetch something from an address that no registry answers for: they would fetch it around the gate.
GATE_RULES = (
    PolicyRule(COOLDOWN, Action.BLOCK, rules=("young-release",)),
    PolicyRule(UNCHECKED, Action.BLOCK, verdicts=(Level.UNKNOWN,)),
    PolicyRule(REMOTE, Action.BLOCK, rules=("remote-dependency",)),
)


@dataclass(frozen=True, slots=True)
class Force:
    """What decides now.

    policy            the user's, with the gate's own rules
    policy_revision   changes whenever the policy decides differently, ``feed_revision`` whenever records change
    revision          changes with either, and with the rules
    """

    policy: Policy
    feeds: FeedIndex
    policy_revision: str
    feed_revision: str
    revision: str


def gate_policy(policy: Policy) -> Policy:
    """The user's policy with the gate's own rules; without any rule it stays empty, which blocks everything."""
    return replace(policy, rules=(*policy.rules, *GATE_RULES)) if policy.rules else policy


class Forces:
    """Gives the Force of the moment; asking again costs next to nothing while nothing changes.

    settings, feeds, today   asked each time
    """

    def __init__(
        self, settings: Callable[[], Settings], feeds: Callable[[], FeedIndex], today: Callable[[], date]
    ) -> None:
        self._asked = (settings, feeds, today)
        self._seen: tuple[Settings, FeedIndex, date] | None = None
        self._force: Force | None = None

    def now(self) -> Force:
        """What is in force."""
        ask_settings, ask_feeds, ask_today = self._asked
        settings, feeds, today = ask_settings(), ask_feeds(), ask_today()
        seen = self._seen
        if self._force is None or seen is None or seen[0] is not settings or seen[1] is not feeds or seen[2] != today:
            self._seen = (settings, feeds, today)
            self._force = _force(settings, feeds, today)
        return self._force


def _force(settings: Settings, feeds: FeedIndex, today: date) -> Force:
    policy = gate_policy(settings.policy)
    decides, records = policy_revision(policy, today), feeds.revision
    whole = f"{decides}+{records}+{catalog.revision()}"
    return Force(policy, feeds, decides, records, hashlib.sha256(whole.encode()).hexdigest()[:16])
