"""NameOpinion: what to tell a user who is about to install something by this name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Protocol

from assay.model.likeness import Likeness
from assay.names.facts import NameFacts
from assay.names.refused import plain_words
from assay.names.strength import NOTICE, WARN
from assay.names.validity import Validity, validity, who_could_register
from assay.names.weigh import HELD, Weighed, weigh

#: At most so many names that could have been meant are proposed.
_LIKELY = 5


class KnownNames(Protocol):
    """What a name is compared with: ``NameIndex``, or ``ProtectedNames`` with the user's own ones."""

    def likenesses(self, name: str) -> tuple[Likeness, ...]:
        """Known names that this one could be taken for, most telling first."""


class NameLevel(StrEnum):
    """How much there is to say."""

    NONE = "none"
    NOTICE = "notice"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class NameOpinion:
    """The answer for one name.

    exists     the registry has it, None if it was not asked
    target     the name that was probably meant, "" if none
    kind       the class of confusion with the target, "" if there is none
    reasons    sentences, the weightiest first
    validity   npm's own verdict on the name
    likely     of a name that npm refuses or nobody owns: names that could have been meant, most telling first
    """

    name: str
    exists: bool | None
    level: NameLevel
    target: str
    kind: str
    reasons: tuple[str, ...]
    validity: Validity
    likely: tuple[str, ...] = ()


def judge_name(
    index: KnownNames,
    name: str,
    now: datetime,
    exists: bool | None = None,
    facts: Mapping[str, NameFacts] | None = None,
) -> NameOpinion:
    """What to tell about a name.

    exists   whether the registry has it, None if it was not asked
    facts    what the registry says of the name and of its likely targets, as far as known
    """
    allowed = validity(name)
    likenesses = index.likenesses(name)
    if allowed.errors:
        reasons = tuple(f"npm refuses the name: {error}" for error in allowed.errors)
        likely = tuple(islice(_offered(index, likenesses, {}), _LIKELY))
        return NameOpinion(name, exists, NameLevel.NOTICE, "", "", (*reasons, *plain_words(name)), allowed, likely)
    known = facts or {}
    weighed = [weigh(likeness, known.get(name), known.get(likeness.target), now) for likeness in likenesses]
    weighed.sort(key=lambda one: -one.strength)
    best = weighed[0] if weighed and _is_telling(weighed[0]) else None
    level, reasons = _level(best), _reasons(best) if best else ()
    if name in known and known[name].is_holding:
        # Nothing bad can come from it, but whoever asks for it meant something else.
        level = NameLevel.NOTICE
        reasons = reasons or (HELD,)
    if exists is False:
        # Whoever meant a package that does not exist gets whatever somebody registers under the name tomorrow.
        level = NameLevel.WARN
        reasons = (f"nobody owns this name: {who_could_register(name)}", *reasons)
    reasons += tuple(f"npm takes no new package of this name: {warning}" for warning in allowed.warnings)
    target, kind = (best.likeness.target, best.likeness.classes[0]) if best else ("", "")
    likely = tuple(islice(_offered(index, likenesses, known), _LIKELY)) if exists is False else ()
    return NameOpinion(name, exists, level, target, kind, reasons, allowed, likely)


def targets_of(index: KnownNames, name: str, limit: int = 3) -> tuple[str, ...]:
    """The names whose facts are worth asking the registry for, to judge this one."""
    return tuple(likeness.target for likeness in index.likenesses(name)[:limit])


def _offered(index: KnownNames, likenesses: Iterable[Likeness], facts: Mapping[str, NameFacts]) -> Iterator[str]:
    """Names that may be proposed: one that imitates another, or that nobody can install, is no help."""
    offered: set[str] = set()
    for likeness in likenesses:
        known = facts.get(likeness.target)
        if known is not None and (known.is_holding or known.is_removed):
            continue
        # What is merely near a better proposal is rather an imitation of it than what was meant.
        likes = () if likeness.is_internal else index.likenesses(likeness.target)
        if not any(one.strength >= (NOTICE if one.target in offered else WARN) for one in likes):
            offered.add(likeness.target)
            yield likeness.target


def _is_telling(best: Weighed) -> bool:
    """Worth showing, be it as a likeness that the registry's facts speak against."""
    return best.is_notice or best.likeness.strength >= WARN


def _level(best: Weighed | None) -> NameLevel:
    if best is None or not best.is_notice:
        return NameLevel.NONE
    return NameLevel.WARN if best.is_warning else NameLevel.NOTICE


def _reasons(best: Weighed) -> tuple[str, ...]:
    return (_likeness_reason(best.likeness), *(reason.fact for reason in best.reasons))


def _likeness_reason(likeness: Likeness) -> str:
    worth = f"which has {likeness.target_downloads:,} downloads a month"
    whose = "which is one of your own names" if likeness.is_internal else worth
    return f"looks like {likeness.target} ({', '.join(likeness.classes)}: {likeness.edit}), {whose}"
