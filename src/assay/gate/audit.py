"""Audit: which of the releases that a client names the feeds speak of, as registries answer it. Pure.

There are two questions. The bulk one, which npm 7 and later, yarn 4, pnpm 11 and later, bun and deno ask, lists
versions by name. The older one, which npm 6 and pnpm up to 10 ask, is a tree as in the first lockfiles.
"""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from assay.errors import BadResponse
from assay.model.feed import FeedMatch, RecordKind
from assay.model.package import PackageRef
from assay.model.rule import Severity
from assay.reports.visible import visible

#: The largest lockfiles name some ten thousand releases.
MAX_BYTES = 64 * 1024 * 1024
MAX_RELEASES = 200_000
_MAX_PATHS = 100
_MAX_TITLE = 300
_WORDS = {
    Severity.INFO: "info",
    Severity.LOW: "low",
    Severity.MEDIUM: "moderate",
    Severity.HIGH: "high",
    Severity.CRITICAL: "critical",
}
_Document = dict[str, object]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about.

    releases   every release, to the paths by which it is there (no paths if the client did not say)
    is_bulk    which of the two questions it is
    """

    releases: Mapping[PackageRef, tuple[str, ...]]
    is_bulk: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """A record that speaks of some of the releases of one package."""

    match: FeedMatch
    refs: tuple[PackageRef, ...]

    @property
    def number(self) -> int:
        """Clients want a number for each record: always the same one."""
        return int.from_bytes(hashlib.sha256(self.match.record.id.encode()).digest()[:6], "big")

    @property
    def severity(self) -> str:
        """In npm's words. Malware is critical whatever the record says."""
        record = self.match.record
        return "critical" if record.kind is RecordKind.MALWARE else _WORDS[record.severity]

    def advisory(self) -> _Document:
        """As the answer to the bulk question has it."""
        record = self.match.record
        return {
            "id": self.number,
            "url": f"https://osv.dev/vulnerability/{record.id}",
            "title": visible(f"{record.summary or record.kind.value} ({record.id})", _MAX_TITLE),
            "severity": self.severity,
            "vulnerable_versions": "*" if self.match.condemns_all else " || ".join(ref.version for ref in self.refs),
            "cwe": ["CWE-506"] if record.kind is RecordKind.MALWARE else [],
            "cvss": {"score": 0, "vectorString": None},
        }


def read_question(body: bytes, *, is_bulk: bool) -> Question:
    """Read a request's body, compressed or not. Raises BadResponse if it cannot be read or is too large."""
    document = read_document(body)
    found: dict[PackageRef, list[str]] = {}
    for number, (name, version, path) in enumerate(_listed(document) if is_bulk else _walked(document)):
        if number >= MAX_RELEASES:
            raise BadResponse(f"more than {MAX_RELEASES:,} releases are asked about")
        paths = found.setdefault(PackageRef(name, version), [])
        if path and len(paths) < _MAX_PATHS:
            paths.append(path)
    return Question({ref: tuple(paths) for ref, paths in found.items()}, is_bulk)


def read_document(body: bytes) -> _Document:
    """The table in a request's body. Raises BadResponse, as ``read_question``."""
    try:
        document = msgspec.json.decode(_unpacked(body))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, zlib.error, EOFError, gzip.BadGzipFile) as error:
        raise BadResponse(f"the question cannot be read: {error}") from error
    if not isinstance(document, dict):
        raise BadResponse("the question is no table")
    return document


def spoken_of(matches: Iterable[tuple[PackageRef, FeedMatch]]) -> list[Spoken]:
    """What the feeds say of the releases, each record once. What is disputed is left out."""
    by_record: dict[tuple[str, str], tuple[FeedMatch, list[PackageRef]]] = {}
    for ref, match in matches:
        if not match.is_disputed:
            by_record.setdefault((ref.name, match.record.id), (match, []))[1].append(ref)
    return [Spoken(match, tuple(refs)) for match, refs in by_record.values()]


def answered(question: Question, spoken: Iterable[Spoken], theirs: Mapping[str, object]) -> bytes:
    """The answer: what upstream says, and what it does not know of."""
    whole = _bulk(spoken, theirs) if question.is_bulk else _tree(question, spoken, theirs)
    return msgspec.json.encode(whole)


def _bulk(spoken: Iterable[Spoken], theirs: Mapping[str, object]) -> _Document:
    lists = {name: list(told) for name, told in theirs.items() if isinstance(told, list)}
    for each in spoken:
        told = lists.setdefault(each.refs[0].name, [])
        if not _is_told(each, told):
            told.append(each.advisory())
    return dict(lists)


def _tree(question: Question, spoken: Iterable[Spoken], theirs: Mapping[str, object]) -> _Document:
    told = theirs.get("advisories")
    advisories: _Document = dict(told) if isinstance(told, dict) else {}
    metadata = theirs.get("metadata")
    facts: _Document = dict(metadata) if isinstance(metadata, dict) else {}
    numbers = facts.get("vulnerabilities")
    counts = Counter(dict.fromkeys(_WORDS.values(), 0))
    counts.update({word: n for word, n in numbers.items() if isinstance(n, int)} if isinstance(numbers, dict) else {})
    for each in spoken:
        if _is_told(each, list(advisories.values())):
            continue
        counts[each.severity] += 1
        advisories[str(each.number)] = {
            **each.advisory(),
            "module_name": each.refs[0].name,
            "patched_versions": f">={each.match.fixed_in}" if each.match.fixed_in else "<0.0.0",
            "overview": visible(each.match.record.summary, _MAX_TITLE),
            "recommendation": f"Update to {each.match.fixed_in}" if each.match.fixed_in else "None",
            "references": "\n".join(each.match.record.references[:10]),
            "access": "public",
            "cves": [],
            "findings": [{"version": ref.version, "paths": question.releases[ref] or (ref.name,)} for ref in each.refs],
        }
    facts["vulnerabilities"] = dict(counts)
    return {"actions": [], "muted": [], **theirs, "advisories": advisories, "metadata": facts}


def _is_told(spoken: Spoken, told: list[object]) -> bool:
    """Whether upstream has the same record, by the id at the end of its address."""
    ids = {spoken.match.record.id, *spoken.match.record.aliases}
    addresses = (str(each.get("url", "")) for each in told if isinstance(each, dict))
    return any(address.rstrip("/").rpartition("/")[2] in ids for address in addresses)


def _unpacked(body: bytes) -> bytes:
    if len(body) > MAX_BYTES:
        raise BadResponse(f"a question of more than {MAX_BYTES:,} bytes is not read")
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    plain = unpacker.decompress(body, MAX_BYTES)
    if not unpacker.eof:
        raise BadResponse("the question is too large, or not whole")
    return plain


def _listed(document: _Document) -> Iterator[tuple[str, str, str]]:
    for name, versions in document.items():
        if isinstance(versions, list):
            yield from ((name, version, "") for version in versions if isinstance(version, str))


def _walked(document: _Document) -> Iterator[tuple[str, str, str]]:
    """Everything in the tree. Not recursive: the tree may be as deep as its writer likes."""
    waiting: list[tuple[dict[str, object], str]] = [(document, "")]
    while waiting:
        node, above = waiting.pop()
        below = node.get("dependencies")
        for name, entry in below.items() if isinstance(below, dict) else ():
            if not isinstance(entry, dict):
                continue
            path = f"{above}>{name}" if above else str(name)
            version = entry.get("version")
            if isinstance(version, str):
                yield str(name), version, path[:1000]
            waiting.append((entry, path[:1000]))
