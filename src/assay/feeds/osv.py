"""OSV documents (https://ossf.github.io/osv-schema/, 1.x) to Records, one for every npm package they name."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from assay.errors import FeedError
from assay.feeds.osv_ranges import OsvRange, affected_ranges
from assay.feeds.osv_severity import OsvSeverity, severity_of
from assay.model.feed import AffectedRange, Record, RecordKind
from assay.model.rule import Severity

#: The biggest document of OSV's npm export is well under a megabyte.
MAX_DOCUMENT_BYTES = 8 * 1024 * 1024
#: What is kept of one document: enough for a report, whatever a feed puts in.
MAX_SUMMARY = 300
MAX_REFERENCES = 8
MAX_ALIASES = 50
MAX_VERSIONS = 20_000
MAX_AFFECTED = 20_000
#: "Embedded Malicious Code", how GitHub's advisories say malware.
MALWARE_WEAKNESS = "CWE-506"


class _Marks(msgspec.Struct):
    """The database-specific fields that are looked at; any type may stand there by the schema."""

    severity: Any = None
    cwe_ids: Any = None
    cwes: Any = None
    origins: Any = msgspec.field(default=None, name="malicious-packages-origins")


class _Package(msgspec.Struct):
    ecosystem: str
    name: str


class _Affected(msgspec.Struct):
    package: _Package | None = None
    versions: list[str] | None = None
    ranges: list[OsvRange] | None = None
    severity: list[OsvSeverity] | None = None
    database_specific: _Marks | None = None


class _Reference(msgspec.Struct):
    url: str


class _Document(msgspec.Struct):
    id: str
    modified: datetime
    schema_version: str | None = None
    published: datetime | None = None
    withdrawn: datetime | None = None
    aliases: list[str] | None = None
    summary: str | None = None
    details: str | None = None
    severity: list[OsvSeverity] | None = None
    affected: list[_Affected] | None = None
    references: list[_Reference] | None = None
    database_specific: _Marks | None = None


class _Named(msgspec.Struct):
    id: str


_DECODER = msgspec.json.Decoder(_Document)


def records_of(document: bytes, source: str = "", *, where: str = "") -> tuple[Record, ...]:
    """The Records of one OSV document in JSON, one for each npm package, in the document's order.

    ``source`` is the feed's name and ``where`` the line or file that stands in for an id that cannot be read.
    A document about other ecosystems gives nothing. Raises FeedError, naming the id or the place, if it is too big,
    not JSON, not OSV 1.x, or has a version range that cannot be ordered.
    """
    if len(document) > MAX_DOCUMENT_BYTES:
        raise FeedError(f"{where or 'document'}: larger than {MAX_DOCUMENT_BYTES:,} bytes")
    try:
        decoded = _DECODER.decode(document)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise FeedError(f"{_named(document, where)}: not an OSV document: {error}") from error
    if not decoded.id.strip():
        raise FeedError(f"{where or 'document'}: an OSV document without an id")
    try:
        return _records(decoded, source)
    except ValueError as error:
        raise FeedError(f"{decoded.id[:80]}: {error}") from error


def _named(document: bytes, where: str) -> str:
    try:
        return msgspec.json.decode(document, type=_Named).id[:80] or where
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return where or "document"


def _records(document: _Document, source: str) -> tuple[Record, ...]:
    if (document.schema_version or "1").partition(".")[0] != "1":
        raise ValueError(f"OSV schema version {document.schema_version!r} is not 1.x")
    affected = document.affected or []
    if len(affected) > MAX_AFFECTED:
        raise ValueError(f"names more than {MAX_AFFECTED:,} packages")
    by_package: dict[str, list[_Affected]] = {}
    for entry in affected:
        if entry.package is not None and entry.package.ecosystem.partition(":")[0] == "npm" and entry.package.name:
            by_package.setdefault(entry.package.name, []).append(entry)
    return tuple(_record(document, name, entries, source) for name, entries in by_package.items())


def _record(document: _Document, name: str, entries: list[_Affected], source: str) -> Record:
    kind = RecordKind.MALWARE if _is_malware(document, entries) else RecordKind.ADVISORY
    versions = tuple(dict.fromkeys(version for entry in entries for version in entry.versions or ()))
    if len(versions) > MAX_VERSIONS:
        raise ValueError(f"lists more than {MAX_VERSIONS:,} versions")
    ranges: dict[AffectedRange, None] = {}
    for entry in entries:
        for each in entry.ranges or ():
            ranges.update(dict.fromkeys(affected_ranges(each)))
    return Record(
        id=document.id,
        package=name,
        kind=kind,
        summary=_summary(document, name, kind),
        severity=_severity(document, entries, kind),
        versions=versions,
        ranges=tuple(ranges),
        aliases=tuple((document.aliases or ())[:MAX_ALIASES]),
        references=tuple(each.url for each in (document.references or ())[:MAX_REFERENCES]),
        published=_utc(document.published),
        modified=_utc(document.modified),
        withdrawn=_utc(document.withdrawn),
        source=source,
    )


def _is_malware(document: _Document, entries: list[_Affected]) -> bool:
    if any(each.startswith("MAL-") for each in (document.id, *(document.aliases or ()))):
        return True
    marks = [document.database_specific, *(entry.database_specific for entry in entries)]
    return any(mark is not None and (mark.origins or _names_malware(mark)) for mark in marks)


def _names_malware(mark: _Marks) -> bool:
    # GitHub writes cwe_ids: ["CWE-506"], the malicious-packages repository cwes: [{"cweId": "CWE-506", ...}].
    ids = mark.cwe_ids if isinstance(mark.cwe_ids, list) else []
    cwes = mark.cwes if isinstance(mark.cwes, list) else []
    return MALWARE_WEAKNESS in ids or any(
        isinstance(cwe, dict) and cwe.get("cweId") == MALWARE_WEAKNESS for cwe in cwes
    )


def _severity(document: _Document, entries: list[_Affected], kind: RecordKind) -> Severity:
    vectors = [*(document.severity or ()), *(vector for entry in entries for vector in entry.severity or ())]
    words = [mark.severity for mark in (document.database_specific, *(e.database_specific for e in entries)) if mark]
    stated = severity_of(words, vectors)
    if stated is not None:
        return stated
    return Severity.CRITICAL if kind is RecordKind.MALWARE else Severity.MEDIUM


def _summary(document: _Document, name: str, kind: RecordKind) -> str:
    text = " ".join((document.summary or document.details or "").split())
    if not text:
        return f"Malicious code in {name}" if kind is RecordKind.MALWARE else f"Advisory {document.id}"
    return text if len(text) <= MAX_SUMMARY else text[: MAX_SUMMARY - 1].rstrip() + "\u2026"


def _utc(moment: datetime | None) -> datetime | None:
    # The schema demands UTC; a time without a zone is read as that.
    if moment is None or moment.tzinfo is None:
        return moment.replace(tzinfo=UTC) if moment else None
    return moment.astimezone(UTC)
