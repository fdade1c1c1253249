"""The ``ranges`` of an OSV document: events in any order to AffectedRanges that stand for themselves."""

from __future__ import annotations

import re
from functools import cmp_to_key

import msgspec

from assay.feeds.versions import BEGINNING, compare, is_version
from assay.model.feed import AffectedRange

#: No real record has more than a few dozen.
MAX_EVENTS = 10_000
#: npm's versions are ordered by SEMVER; GIT ranges speak of commits, which no lockfile of npm names as a version.
_ORDERED = frozenset({"SEMVER", "ECOSYSTEM"})
_SHORT = re.compile(r"v?[0-9]{1,15}(\.[0-9]{1,15}){0,2}", re.ASCII)
#: A limit of "*" means that there is none.
_NO_LIMIT = "*"


class OsvEvent(msgspec.Struct):
    """One event; the schema wants exactly one field."""

    introduced: str | None = None
    fixed: str | None = None
    last_affected: str | None = None
    limit: str | None = None


class OsvRange(msgspec.Struct):
    """One range as written."""

    type: str
    events: list[OsvEvent]


def affected_ranges(written: OsvRange) -> tuple[AffectedRange, ...]:
    """The stretches of versions that one OSV range affects, lowest first.

    Follows the evaluation that the OSV schema gives: events are sorted by version, ``introduced`` opens, ``fixed``
    and ``last_affected`` close, and only versions below the highest ``limit`` count. Raises ValueError if an event
    says nothing or several things, a version cannot be ordered, or nothing is ever introduced.
    """
    if written.type not in _ORDERED:
        return ()
    if len(written.events) > MAX_EVENTS:
        raise ValueError(f"a range of more than {MAX_EVENTS:,} events")
    events = [_event(each) for each in written.events]
    limits = [version for kind, version in events if kind == "limit"]
    walk = [event for event in events if event[0] != "limit"]
    if not any(kind == "introduced" for kind, _ in walk):
        raise ValueError("a range in which nothing is introduced")
    limit = "" if not limits or _NO_LIMIT in limits else max(limits, key=cmp_to_key(compare))
    stretches = (_limited(stretch, limit) for stretch in _stretches(walk))
    return tuple(stretch for stretch in stretches if stretch is not None)


def _event(written: OsvEvent) -> tuple[str, str]:
    said = [
        (kind, version)
        for kind, version in (
            ("introduced", written.introduced),
            ("fixed", written.fixed),
            ("last_affected", written.last_affected),
            ("limit", written.limit),
        )
        if version is not None
    ]
    if len(said) != 1:
        raise ValueError("an event must be exactly one of introduced, fixed, last_affected, limit")
    kind, version = said[0]
    if version != BEGINNING and _SHORT.fullmatch(version):
        # Some databases leave out zeros, where the schema wants all three numbers; what is meant is plain.
        version = ".".join([*version.removeprefix("v").split("."), "0", "0"][:3])
    if not (
        is_version(version) or (kind == "introduced" and version == BEGINNING) or (kind, version) == ("limit", "*")
    ):
        raise ValueError(f"{version[:80]!r} is not a version")
    return kind, version


def _stretches(events: list[tuple[str, str]]) -> list[AffectedRange]:
    ordered = sorted(events, key=cmp_to_key(_by_version))
    found: list[AffectedRange] = []
    opened = ""
    start = 0
    while start < len(ordered):
        end = start + 1
        while end < len(ordered) and compare(ordered[start][1], ordered[end][1]) == 0:
            end += 1
        # At one version, what is open closes before it opens again ([1,2) then [2,3)), and what is closed opens
        # first (exactly one version: introduced and last_affected).
        for kind, version in sorted(ordered[start:end], key=lambda event: (event[0] == "introduced") is bool(opened)):
            if kind == "introduced":
                opened = opened or version
            elif opened:
                found.append(AffectedRange(opened, **{kind: version}))
                opened = ""
        start = end
    if opened:
        found.append(AffectedRange(opened))
    return found


def _by_version(one: tuple[str, str], other: tuple[str, str]) -> int:
    return compare(one[1], other[1])


def _limited(stretch: AffectedRange, limit: str) -> AffectedRange | None:
    if not limit:
        return stretch
    if compare(stretch.introduced, limit) >= 0:
        return None
    end = stretch.fixed or stretch.last_affected
    if not end or compare(end, limit) > 0 or (stretch.last_affected and compare(end, limit) == 0):
        return AffectedRange(stretch.introduced, fixed=limit)
    return stretch
