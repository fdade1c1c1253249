"""The Feeds port: every record, of every feed in use, that speaks of a release."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from assay.errors import FeedError
from assay.feeds.court import Court
from assay.feeds.database import PARTIAL_PREFIX, SUFFIX, FeedDatabase
from assay.feeds.starter import NAME as STARTER
from assay.feeds.starter import StarterFeed
from assay.feeds.versions import affects, condemns_all, fixed_in
from assay.model.feed import FeedInfo, FeedMatch, Record, RecordKind
from assay.model.gap import Gap, GapKind
from assay.model.package import PackageRef


class RecordSource(Protocol):
    """One feed that can be asked by package name."""

    @property
    def info(self) -> FeedInfo:
        """The feed, as reports show it."""

    def records(self, name: str) -> tuple[Record, ...]:
        """Every record of this package, withdrawn ones too. Raises FeedError."""

    def close(self) -> None:
        """Let go of what is open."""


class FeedIndex:
    """Every feed in use as one: implements ``assessment.ports.Feeds``.

    ``gaps`` names the feeds that could not be opened.
    """

    def __init__(self, sources: Sequence[RecordSource], court: Court, gaps: tuple[Gap, ...] = ()) -> None:
        self._sources = tuple(sources)
        self._court = court
        self.gaps = gaps

    def match(self, ref: PackageRef) -> tuple[FeedMatch, ...]:
        """Every record that speaks of this release, malware first, then the most severe; FeedError if one is damaged.

        The same record in several feeds is one record: the newest word about it counts, also where that word is
        its withdrawal. A record of the starter feed gives way to any other feed's undisputed record of the same kind.
        """
        newest = _newest(record for source in self._sources for record in source.records(ref.name))
        if not newest:
            return ()
        matches = [self._match(record, ref.version) for record in newest if affects(record, ref.version)]
        return tuple(sorted(_without_stand_ins(_one_each(matches)), key=_weight))

    def feeds(self) -> tuple[FeedInfo, ...]:
        """The feeds in use."""
        return tuple(source.info for source in self._sources)

    @property
    def revision(self) -> str:
        """Changes whenever the records of any feed in use change."""
        return "+".join(source.info.revision[:16] for source in self._sources)

    def close(self) -> None:
        """Close every feed."""
        for source in self._sources:
            source.close()

    def _match(self, record: Record, version: str) -> FeedMatch:
        return FeedMatch(record, fixed_in(record, version), self._court.disputes(record), condemns_all(record))


def open_feeds(folder: Path, court: Court) -> FeedIndex:
    """The starter feed and every feed file in ``folder``; one that cannot be opened becomes a Gap of the index.

    Raises FeedError only if the starter feed itself cannot be read.
    """
    sources: list[RecordSource] = [StarterFeed()]
    gaps: list[Gap] = []
    for path in feed_files(folder):
        try:
            sources.append(FeedDatabase(path))
        except FeedError as error:
            gaps.append(Gap(GapKind.FEED, f"feed {path.name}", str(error), error.hint))
    return FeedIndex(sources, court, tuple(gaps))


def feed_files(folder: Path) -> list[Path]:
    """The feed files in a folder, by name; none if there is no such folder."""
    return sorted(path for path in folder.glob(f"*{SUFFIX}") if not path.name.startswith(PARTIAL_PREFIX))


def _newest(records: Iterable[Record]) -> list[Record]:
    """One record for each id: the one that was modified last; of equals a withdrawal, then the later feed's."""
    newest: dict[str, Record] = {}
    for record in records:
        known = newest.get(record.id)
        if known is None or _recency(record) >= _recency(known):
            newest[record.id] = record
    return list(newest.values())


def _recency(record: Record) -> tuple[float, bool]:
    return (record.modified.timestamp() if record.modified else 0.0, record.withdrawn is not None)


def _one_each(matches: list[FeedMatch]) -> list[FeedMatch]:
    """One match for each incident: records that share an id or an alias tell of the same one."""
    groups: list[tuple[set[str], list[FeedMatch]]] = []
    for match in matches:
        ids, members = {match.record.id, *match.record.aliases}, [match]
        apart = []
        for group in groups:
            if ids.isdisjoint(group[0]):
                apart.append(group)
            else:
                ids, members = ids | group[0], group[1] + members
        groups = [*apart, (ids, members)]
    return [_merged(ids, members) for ids, members in groups]


def _merged(ids: set[str], members: list[FeedMatch]) -> FeedMatch:
    if len(members) == 1:
        return members[0]
    # An undisputed record of the same incident speaks before a disputed one, which says less exactly what is bad.
    best = min(members, key=lambda match: (match.is_disputed, *_weight(match)))
    record = replace(
        best.record,
        aliases=tuple(sorted(ids - {best.record.id})),
        references=tuple(dict.fromkeys(each for match in (best, *members) for each in match.record.references)),
        severity=max(match.record.severity for match in members),
    )
    return replace(best, record=record, fixed_in=best.fixed_in or next((m.fixed_in for m in members if m.fixed_in), ""))


def _without_stand_ins(matches: list[FeedMatch]) -> list[FeedMatch]:
    spoken_for = {match.record.kind for match in matches if match.record.source != STARTER and not match.is_disputed}
    return [match for match in matches if match.record.source != STARTER or match.record.kind not in spoken_for]


def _weight(match: FeedMatch) -> tuple[bool, bool, int, str]:
    record = match.record
    return (record.kind is not RecordKind.MALWARE, match.is_disputed, -record.severity, record.id)
