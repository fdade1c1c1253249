"""Feed: records of known malware and advisories, in OSV's terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assay.model.rule import Severity


class RecordKind(StrEnum):
    """What a record is about."""

    MALWARE = "malware"
    ADVISORY = "advisory"


@dataclass(frozen=True, slots=True)
class AffectedRange:
    """One OSV range of type SEMVER, in npm's order of versions.

    From ``introduced`` on ("0" is the beginning), up to but without ``fixed``, or up to and with ``last_affected``;
    both empty means every later version.
    """

    introduced: str
    fixed: str = ""
    last_affected: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What one OSV record says about one npm package.

    id          such as ``MAL-2025-46974`` or ``GHSA-...``
    aliases     other ids of the same thing
    versions    exact versions listed
    ranges      version ranges listed
    severity    from the record (database-specific word, or CVSS base score)
    withdrawn   when it was taken back; a withdrawn record never matches
    source      name of the feed it came from
    """

    id: str
    package: str
    kind: RecordKind
    summary: str
    severity: Severity
    versions: tuple[str, ...] = ()
    ranges: tuple[AffectedRange, ...] = ()
    aliases: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    withdrawn: datetime | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class FeedMatch:
    """A record that speaks of this release.

    fixed_in      the lowest later version that this record does not affect, "" if it names none
    is_disputed   the record condemns every version of a package with more than a million downloads a month, and
                  the user has not confirmed it: shown, never blocking
    condemns_all  the record affects every version
    """

    record: Record
    fixed_in: str = ""
    is_disputed: bool = False
    condemns_all: bool = False


@dataclass(frozen=True, slots=True)
class FeedInfo:
    """One feed in use.

    name       such as ``starter`` or the address it was read from (without credentials)
    revision   changes whenever its records change
    updated    date of its newest content, UTC
    fetched    when it was read in, UTC; None for the one that is shipped
    """

    name: str
    revision: str
    records: int
    updated: datetime | None = None
    fetched: datetime | None = None
