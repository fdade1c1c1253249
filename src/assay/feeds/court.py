"""The court: a record that would condemn half the world is held until a person confirms it.

Feeds have condemned every version of packages that everyone has (a malware record for all of ``react`` after its scope
was dropped, for one). Such a record is nearly always a mistake, and a scanner that blocks on it is switched off.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assay.feeds.versions import condemns_all
from assay.model.feed import Record, RecordKind

#: Downloads a month. Above it, malice in every version for years would have been noticed by others.
PLAUSIBLE_DOWNLOADS = 1_000_000


@dataclass(frozen=True, slots=True)
class Court:
    """Decides which malware records are disputed.

    downloads   a package's downloads a month, None if they are not known (then nothing is disputed)
    confirmed   ids or aliases of records that the user has confirmed
    """

    downloads: Callable[[str], int | None]
    confirmed: frozenset[str] = frozenset()

    def disputes(self, record: Record) -> bool:
        """True if the record is malware, condemns every version of a very popular package, and is not confirmed."""
        if record.kind is not RecordKind.MALWARE or not condemns_all(record):
            return False
        if not self.confirmed.isdisjoint((record.id, *record.aliases)):
            return False
        return (self.downloads(record.package) or 0) > PLAUSIBLE_DOWNLOADS
