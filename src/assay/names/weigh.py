"""Weighing: what the registry's facts do to a likeness. Everything that counts is shown as a Reason, nothing is hidden.

The weights are log-odds and are set by hand: labelled attacks are gone from the registry, so their facts cannot be
learnt from. Only what an attacker cannot make up weighs much: accounts, age, and who came first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, log

from assay.model.likeness import Likeness
from assay.model.package import split_name
from assay.names.facts import NameFacts
from assay.names.spelling import words
from assay.names.strength import NOTICE, WARN

NEW = timedelta(days=90)
OLD = timedelta(days=5 * 365)
MANY_VERSIONS = 25
#: Who has so many packages has a name to lose.
MANY_PACKAGES = 20
#: Of the words of two texts, the share in both from which one was copied, and below which they speak of other things.
COPIED = 0.8
DISTINCT = 0.08
#: A text of fewer different words tells nothing.
ENOUGH_WORDS = 3
#: A name with more than one download for so many of its target's is in use by itself.
IN_USE = 20

REMOVED = "all of its versions were removed, as is done with malware"
HELD = "the registry holds the name after a removal, nobody can publish under it"


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact that counts: a clause for the user, and its log-odds (above zero: it makes the likeness worse)."""

    fact: str
    weight: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """A likeness with everything that was weighed.

    strength   0 to 1, as of a Likeness, now with the registry's facts
    reasons    the weightiest first
    """

    likeness: Likeness
    strength: float
    reasons: tuple[Reason, ...]

    @property
    def is_warning(self) -> bool:
        """It is worth a warning."""
        return self.strength >= WARN

    @property
    def is_notice(self) -> bool:
        """It is worth a mention at least."""
        return self.strength >= NOTICE


def weigh(likeness: Likeness, name: NameFacts | None, target: NameFacts | None, now: datetime) -> Weighed:
    """The likeness in the light of the facts of the name and of its target, each None if it could not be had."""
    reasons = [*_by_downloads(likeness)]
    if name is not None:
        reasons += _by_itself(name, likeness.target, now)
        if target is not None:
            reasons += _beside(name, target)
    odds = _log_odds(likeness.strength) + sum(reason.weight for reason in reasons)
    reasons.sort(key=lambda reason: -abs(reason.weight))
    return Weighed(likeness, round(1 / (1 + exp(-max(min(odds, 30.0), -30.0))), 3), tuple(reasons))


def _log_odds(strength: float) -> float:
    # By its name alone nothing is surer than that: what the registry knows must be able to outweigh it.
    bounded = min(max(strength, 0.02), 0.98)
    return log(bounded / (1 - bounded))


def _by_downloads(likeness: Likeness) -> Iterator[Reason]:
    if likeness.name_downloads * IN_USE > likeness.target_downloads:
        against = "" if likeness.is_internal else f", against {likeness.target_downloads:,}"
        yield Reason(f"{likeness.name_downloads:,} downloads a month of its own{against}", -2.0)


def _by_itself(name: NameFacts, target: str, now: datetime) -> Iterator[Reason]:
    if name.is_holding:
        yield Reason(HELD, -6.0)
        return  # the rest tells of the stub, not of what was removed
    if name.was_held:
        yield Reason("the registry held the name after a removal, and it was published again", 1.5)
    if name.is_removed:
        yield Reason(REMOVED, 1.0)
    if name.deprecated and target in _names_in(name.deprecated):
        yield Reason(f"it is deprecated in favour of {target}", -5.0)
    if name.created is not None:
        yield from _by_age(name.created, now)
    if name.versions >= MANY_VERSIONS:
        yield Reason(f"it has {name.versions} versions", -1.5)
    elif name.versions == 1:
        yield Reason("it has a single version", 0.2)
    yield from _by_publisher(name)


def _by_age(created: datetime, now: datetime) -> Iterator[Reason]:
    age = now - created
    if age < NEW:
        days = max(age.days, 0)
        yield Reason(f"it was first published {f'{days} days' if days > 1 else 'a day or less'} ago", 1.5)
    elif age > OLD:
        yield Reason(f"it is in the registry since {created:%Y-%m}", -1.5)


def _by_publisher(name: NameFacts) -> Iterator[Reason]:
    if name.others is not None and name.others >= MANY_PACKAGES:
        yield Reason(f"{name.publisher}, who published it, has {name.others} other packages", -1.0)
    elif name.others == 0:
        yield Reason(f"{name.publisher}, who published it, has no other package", 0.5)


def _beside(name: NameFacts, target: NameFacts) -> Iterator[Reason]:
    yield from _by_owner(name, target)
    if name.created is not None and target.created is not None and name.created < target.created:
        yield Reason(f"it is older than {target.name}", -3.0)
    if target.name in name.dependencies:
        yield Reason(f"it depends on {target.name}", -0.5)
    yield from _by_text(name, target)


def _by_owner(name: NameFacts, target: NameFacts) -> Iterator[Reason]:
    scope = split_name(name.name)[0]
    shared = sorted(name.accounts & target.accounts)
    unknown = [facts.name for facts in (name, target) if not facts.accounts]
    if scope and scope == split_name(target.name)[0]:
        yield Reason(f"both are in the scope {scope}", -5.0)
        return
    if shared:
        yield Reason(f"both are maintained by {', '.join(shared[:3])}", -5.0)
    elif name.repository and name.repository == target.repository:
        # Anyone can write any address into a manifest: without a common account it is rather a disguise.
        alone = "" if unknown else " and shares no maintainer"
        yield Reason(f"it claims the repository of {target.name}{alone}", 1.0)
    if unknown and not name.is_holding:
        yield Reason(f"the registry does not tell who maintains {' and '.join(unknown)}", 0.0)


def _by_text(name: NameFacts, target: NameFacts) -> Iterator[Reason]:
    copied = _overlap(name.readme, target.readme)
    if copied is not None and copied >= COPIED and not name.accounts & target.accounts:
        yield Reason(f"its README is that of {target.name}", 2.0)
    purpose = _overlap(
        f"{name.description} {' '.join(name.keywords)}", f"{target.description} {' '.join(target.keywords)}"
    )
    if purpose is not None and purpose <= DISTINCT:
        yield Reason(f"its description speaks of something else than that of {target.name}", -1.5)


def _overlap(one: str, other: str) -> float | None:
    """The share of words in both texts among those in either, None if there are too few to tell."""
    mine, theirs = _content(one), _content(other)
    if min(len(mine), len(theirs)) < ENOUGH_WORDS:
        return None
    return len(mine & theirs) / len(mine | theirs)


def _content(text: str) -> set[str]:
    """The longer words of a text: short ones are in every text."""
    return {word for word in words(text) if len(word) > 3}


def _names_in(text: str) -> set[str]:
    return {word.strip("\"'`,.;:()[]") for word in text.split()}
