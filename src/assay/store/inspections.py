"""The verdict cache: inspections of releases, kept between runs."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from assay.assessment.ports import Kept
from assay.model.inspection import Inspection
from assay.model.integrity import Integrity
from assay.model.package import PackageRef
from assay.store.cache_file import CacheFile, Row

if TYPE_CHECKING:
    from typing import Self

#: "Asin" in SQLite's header.
APPLICATION_ID = 0x4173696E
#: Goes up whenever an Inspection or a column changes.
FORMAT = 1
DEFAULT_MAX_AGE = timedelta(days=90)
DEFAULT_MAX_BYTES = 256 * 1024 * 1024
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = """
name TEXT NOT NULL, version TEXT NOT NULL, ruleset TEXT NOT NULL, registry TEXT NOT NULL, sha512 TEXT NOT NULL,
confirmed INTEGER NOT NULL, feeds TEXT NOT NULL, checksum INTEGER NOT NULL, inspection BLOB NOT NULL,
UNIQUE (name, version, ruleset, registry, sha512)
"""
_FIND = """
SELECT rowid, used, sha512, confirmed, checksum, inspection FROM inspections
WHERE name = ? AND version = ? AND ruleset = ? AND registry = ? AND confirmed >= ? ORDER BY confirmed DESC
"""
_KEEP = """
INSERT INTO inspections (name, version, ruleset, registry, sha512, confirmed, feeds, checksum, inspection, used, bytes)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (name, version, ruleset, registry, sha512) DO UPDATE SET confirmed = excluded.confirmed,
feeds = excluded.feeds, checksum = excluded.checksum, inspection = excluded.inspection, used = excluded.used,
bytes = excluded.bytes
"""
#: What a row costs besides its inspection: keys, index entries, SQLite's own.
_ROW_BYTES = 600


class InspectionStore:
    """Implements ``assessment.ports.Inspections`` on an SQLite file; reading and writing raise StoreError.

    An inspection is found again only for the same release, the same bytes, the same ruleset and the same registry.
    Feed records are no part of it: they are matched on every run (docs/adr/0003).

    ruleset     revision of everything that decides findings: rules, detectors, limits, the corpus of names
    registry    where the facts come from, without credentials
    now         UTC
    feeds       revision of the feeds in use, noted beside what is kept; it takes no part in finding
    max_age     an inspection whose facts were confirmed longer ago is not found any more, even offline
    max_bytes   above it, what was used longest ago is forgotten
    """

    def __init__(
        self,
        path: Path,
        *,
        ruleset: str,
        registry: str,
        now: datetime,
        feeds: str = "",
        max_age: timedelta = DEFAULT_MAX_AGE,
        max_bytes: int = DEFAULT_MAX_BYTES,
    ) -> None:
        self._ruleset = ruleset
        self._registry = registry
        self._feeds = feeds
        self._oldest = _microseconds(now - max_age)
        self._file = CacheFile(
            path,
            table="inspections",
            columns=_COLUMNS,
            marks=(APPLICATION_ID, FORMAT),
            max_bytes=max_bytes,
            now=now,
        )
        self._encoder = msgspec.msgpack.Encoder()
        self._decoder = msgspec.msgpack.Decoder(Inspection)

    def find(self, ref: PackageRef, integrity: Integrity | None) -> Kept | None:
        """The inspection of exactly these bytes, or the latest of this release if ``integrity`` is None."""
        return self.find_many([(ref, integrity)])[0]

    def find_many(self, wanted: Sequence[tuple[PackageRef, Integrity | None]]) -> list[Kept | None]:
        """``find`` for many releases as of one moment, in the order asked."""
        keys: list[Row] = [(*_spelled(ref), self._ruleset, self._registry, self._oldest) for ref, _ in wanted]
        found = self._file.rows(_FIND, keys)
        return [self._first(ref, integrity, rows) for (ref, integrity), rows in zip(wanted, found, strict=True)]

    def keep(self, ref: PackageRef, inspection: Inspection, confirmed: datetime) -> None:
        """Keep an inspection, unless no bytes were read or another try could tell more."""
        sha512 = _sha512(inspection.integrity)
        if not inspection.is_lasting or not sha512:
            return
        body = self._encoder.encode(inspection)
        when = _microseconds(confirmed)
        key = (*_spelled(ref), self._ruleset, self._registry, sha512)
        cost = len(body) + _ROW_BYTES
        self._file.write(_KEEP, (*key, when, self._feeds, _checksum(key, when, body), body, self._file.today, cost))

    def close(self) -> None:
        """Note what was used and close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _first(self, ref: PackageRef, integrity: Integrity | None, rows: list[Row]) -> Kept | None:
        sha512 = _sha512(integrity)
        for row in rows:
            if sha512 and row[2] != sha512:
                continue
            kept = self._read(ref, row)
            if kept is not None and (sha512 or _is_of(kept.inspection, integrity)):
                rowid, used = row[:2]
                if isinstance(rowid, int) and isinstance(used, int) and used < self._file.today:
                    self._file.touch(rowid)
                return kept
        return None

    def _read(self, ref: PackageRef, row: Row) -> Kept | None:
        """The row's content; None if any of it is not what was written."""
        _, _, sha512, confirmed, checksum, body = row
        if not (isinstance(sha512, str) and isinstance(confirmed, int) and isinstance(body, bytes)):
            return None
        key = (*_spelled(ref), self._ruleset, self._registry, sha512)
        if _checksum(key, confirmed, body) != checksum:
            return None
        try:
            return Kept(self._decoder.decode(body), _EPOCH + timedelta(microseconds=confirmed))
        except (msgspec.MsgspecError, ValueError, OverflowError):
            return None


def _spelled(ref: PackageRef) -> tuple[str, str]:
    """Name and version as SQLite can hold them: an input may have lone surrogates in either."""
    if ref.name.isprintable() and ref.version.isprintable():
        return ref.name, ref.version
    return ascii(ref.name), ascii(ref.version)


def _is_of(inspection: Inspection, integrity: Integrity | None) -> bool:
    # Old lockfiles pin a sha1 only.
    if integrity is None:
        return True
    return inspection.integrity is not None and inspection.integrity.agrees_with(integrity) is True


def _sha512(integrity: Integrity | None) -> str:
    return next((digest for name, digest in integrity.digests if name == "sha512"), "") if integrity else ""


def _checksum(key: tuple[str, ...], confirmed: int, body: bytes) -> int:
    # Against bytes that rot on a disk; whoever can write the file can do as they like anyway.
    return zlib.crc32(body, zlib.crc32("\0".join((*key, str(confirmed))).encode()))


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)
