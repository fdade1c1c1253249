from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assay.errors import FeedError
from assay.feeds.osv import MAX_DOCUMENT_BYTES, MAX_REFERENCES, MAX_SUMMARY, records_of
from assay.model.feed import AffectedRange, Record, RecordKind
from assay.model.rule import Severity
from tests.feeds.documents import document, ranged

NPM = {"ecosystem": "npm", "name": "left-pad"}


def only(content: bytes) -> Record:
    (record,) = records_of(content, "test")
    return record


def test_reads_every_field() -> None:
    record = only(
        document(
            aliases=["GHSA-1"],
            published="2025-09-08T01:02:03Z",
            withdrawn="2025-09-09T00:00:00Z",
            references=[{"type": "WEB", "url": "https://advisories.invalid/1"}],
            affected=ranged({"introduced": "0"}, {"fixed": "1.2.0"}),
        )
    )
    assert record == Record(
        id="MAL-2025-1",
        package="left-pad",
        kind=RecordKind.MALWARE,
        summary="Malicious code in left-pad",
        severity=Severity.CRITICAL,
        ranges=(AffectedRange("0", fixed="1.2.0"),),
        aliases=("GHSA-1",),
        references=("https://advisories.invalid/1",),
        published=datetime(2025, 9, 8, 1, 2, 3, tzinfo=UTC),
        modified=datetime(2025, 9, 8, 12, tzinfo=UTC),
        withdrawn=datetime(2025, 9, 9, tzinfo=UTC),
        source="test",
    )


def test_one_record_for_each_npm_package() -> None:
    affected = [
        {"package": NPM, "versions": ["1.0.0"]},
        {"package": {"ecosystem": "PyPI", "name": "left-pad"}, "versions": ["9.0.0"]},
        {"package": {"ecosystem": "npm", "name": "@scope/Other"}, "versions": ["2.0.0"]},
        *ranged({"introduced": "3.0.0"}),
        {"versions": ["4.0.0"]},
    ]
    one, other = records_of(document(affected=affected))
    assert (one.package, one.versions, one.ranges) == ("left-pad", ("1.0.0",), (AffectedRange("3.0.0"),))
    assert (other.package, other.versions) == ("@scope/Other", ("2.0.0",))


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "MAL-2025-1"},
        {"id": "GHSA-1", "aliases": ["CVE-1", "MAL-2025-1"]},
        {"id": "GHSA-1", "database_specific": {"cwe_ids": ["CWE-79", "CWE-506"]}},
        {"id": "X-1", "database_specific": {"malicious-packages-origins": [{"source": "test"}]}},
        {"id": "X-1", "affected": [{"package": NPM, "database_specific": {"cwes": [{"cweId": "CWE-506"}]}}]},
    ],
)
def test_knows_malware_by_id_alias_weakness_and_origin(changes: dict[str, str]) -> None:
    record = only(document(**changes))
    assert record.kind is RecordKind.MALWARE
    assert record.severity is Severity.CRITICAL


def test_anything_else_is_an_advisory() -> None:
    record = only(document("GHSA-1", aliases=["CVE-1"], database_specific={"cwe_ids": ["CWE-79"]}))
    assert record.kind is RecordKind.ADVISORY
    assert record.severity is Severity.MEDIUM


@pytest.mark.parametrize(
    "changes",
    [
        {"database_specific": {"severity": "MODERATE", "cwe_ids": 5, "cwes": "none"}},
        {"database_specific": {"severity": 7}},
        {"aliases": None, "references": None, "severity": None, "affected": None},
    ],
)
def test_bears_free_fields_of_any_type(changes: dict[str, object]) -> None:
    assert all(record.severity is Severity.MEDIUM for record in records_of(document("GHSA-1", "left-pad", **changes)))


def test_keeps_little_of_a_long_document() -> None:
    references = [{"type": "WEB", "url": f"https://advisories.invalid/{number}"} for number in range(50)]
    record = only(document(summary="", details="word " * 1000, references=references))
    assert len(record.references) == MAX_REFERENCES
    assert len(record.summary) <= MAX_SUMMARY
    assert record.summary.startswith("word word")


def test_a_time_without_a_zone_is_utc_and_others_are_turned_into_it() -> None:
    record = only(document(modified="2025-01-01T00:00:00", published="2025-01-01T02:00:00+02:00"))
    assert record.modified == record.published == datetime(2025, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "line 7: not an OSV document"),
        (b"<html>", "line 7: not an OSV document"),
        (b'{"id": "X-1"}', "X-1: not an OSV document"),
        (document(""), "line 7: an OSV document without an id"),
        (document("X-1", modified="yesterday"), "X-1: not an OSV document"),
        (document("X-1", affected=[{"package": {"ecosystem": "npm"}}]), "X-1: not an OSV document"),
        (document("X-1", schema_version="2.0.0"), "X-1: OSV schema version '2.0.0' is not 1.x"),
        (document("X-1", affected=ranged({"introduced": "soon"})), "X-1: 'soon' is not a version"),
        (document("X-1", affected=ranged({"fixed": "1.0.0"})), "X-1: a range in which nothing is introduced"),
        (
            document("X-1", affected=[{"package": NPM, "versions": [f"{n}.0.0" for n in range(20_001)]}]),
            "20,000 versions",
        ),
        (b" " * (MAX_DOCUMENT_BYTES + 1), "line 7: larger than 8,388,608 bytes"),
        (b"[" * 100_000, "line 7: not an OSV document"),
        (b'{"id": "\xff"}', "line 7: not an OSV document"),
    ],
)
def test_says_which_document_cannot_be_read(content: bytes, message: str) -> None:
    with pytest.raises(FeedError, match=message.replace("(", r"\(")):
        records_of(content, where="line 7")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
_FIELDS = st.sampled_from([*json.loads(document()), "aliases", "severity", "withdrawn", "database_specific"])


@settings(deadline=None)
@given(st.dictionaries(_FIELDS, _JSON))
@example({"affected": [{"package": NPM, "ranges": [{"type": "SEMVER", "events": [{"introduced": "0" * 400}]}]}]})
def test_a_document_is_read_or_refused(changes: dict[str, object]) -> None:
    content = {**json.loads(document()), **changes}
    try:
        records = records_of(json.dumps(content).encode(), "test")
    except FeedError:
        return
    assert all(msgspec.msgpack.decode(msgspec.msgpack.encode(each), type=Record) == each for each in records)


@settings(deadline=None)
@given(st.binary())
@example(b"\x1f\x8b")
@example(b'{"id":"\\ud800","modified":"2025-01-01T00:00:00Z"}')
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(FeedError):
        records_of(content)
