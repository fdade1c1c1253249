from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.assessment.ports import Kept
from assay.errors import StoreError
from assay.model.finding import Evidence, Finding
from assay.model.gap import Gap, GapKind
from assay.model.inspection import Inspection
from assay.model.integrity import Integrity
from assay.model.location import Location
from assay.model.manifest import Manifest
from assay.model.package import PackageRef
from assay.model.packument import Release
from assay.model.rule import Confidence, Severity
from assay.model.subject import Existence
from assay.store.inspections import DEFAULT_MAX_AGE, InspectionStore
from tests.store import faults

NOW = datetime(2026, 1, 10, 12, 30, tzinfo=UTC)
REF = PackageRef("@scope/pad", "1.2.3")
BYTES = Integrity.of(b"tarball")


def inspection(content: bytes = b"tarball") -> Inspection:
    evidence = Evidence("it runs code", Location("package/index.js", 3, 1), "eval(x)", "1+1")
    found = Finding("decoded-code-run", "runs a string", Severity.HIGH, Confidence.LOW, (evidence,))
    manifest = Manifest(name=REF.name, version=REF.version, scripts={"postinstall": "node ."})
    release = Release(REF, manifest, integrity=Integrity.of(content), published=NOW)
    return Inspection(Existence.EXISTS, release, Integrity.of(content), (found,), file_count=2, unpacked_bytes=10)


def opened(
    folder: Path,
    *,
    ruleset: str = "r1",
    registry: str = "https://registry.example",
    now: datetime = NOW,
    feeds: str = "",
) -> InspectionStore:
    return InspectionStore(folder / "inspections.sqlite3", ruleset=ruleset, registry=registry, now=now, feeds=feeds)


def test_gives_back_what_was_kept(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        assert store.find(REF, BYTES) is None
        store.keep(REF, inspection(), NOW)
    with opened(tmp_path) as store:
        assert store.find(REF, BYTES) == Kept(inspection(), NOW)
        assert store.find(REF, None) == Kept(inspection(), NOW)


def test_only_the_same_release_bytes_rules_and_registry_are_found(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.keep(REF, inspection(), NOW)
        assert store.find(PackageRef(REF.name, "1.2.4"), None) is None
        assert store.find(PackageRef("pad", REF.version), None) is None
        assert store.find(REF, Integrity.of(b"other")) is None
    with opened(tmp_path, ruleset="r2") as store:
        assert store.find(REF, BYTES) is None
    with opened(tmp_path, registry="https://mirror.example") as store:
        assert store.find(REF, BYTES) is None


def test_any_pinned_hash_that_agrees_finds_it(tmp_path: Path) -> None:
    sha1 = Integrity(tuple(each for each in BYTES.digests if each[0] == "sha1"))
    sha512 = Integrity(tuple(each for each in BYTES.digests if each[0] == "sha512"))
    with opened(tmp_path) as store:
        store.keep(REF, inspection(), NOW)
        assert store.find(REF, sha1) == store.find(REF, sha512) == Kept(inspection(), NOW)
        assert store.find(REF, Integrity.from_hex("md5", "0" * 32)) is None
        assert store.find(REF, Integrity.from_hex("sha1", "0" * 40)) is None


def test_the_feeds_in_use_are_noted_but_take_no_part_in_finding(tmp_path: Path) -> None:
    with opened(tmp_path, feeds="monday") as store:
        store.keep(REF, inspection(), NOW)
    with opened(tmp_path, feeds="tuesday") as store:
        assert store.find(REF, BYTES) is not None
    with closing(sqlite3.connect(tmp_path / "inspections.sqlite3")) as connection:
        assert connection.execute("SELECT feeds FROM inspections").fetchall() == [("monday",)]


def test_the_latest_counts_and_a_second_word_replaces_the_first(tmp_path: Path) -> None:
    later = NOW + timedelta(microseconds=1)
    with opened(tmp_path) as store:
        store.keep(REF, inspection(), NOW)
        store.keep(REF, inspection(b"republished"), later)
        assert store.find(REF, None) == Kept(inspection(b"republished"), later)
        assert store.find(REF, BYTES) == Kept(inspection(), NOW)
        store.keep(REF, inspection(), later + timedelta(days=1))
        assert store.find(REF, None) == Kept(inspection(), later + timedelta(days=1))


def test_never_keeps_what_another_try_could_tell(tmp_path: Path) -> None:
    gap = Gap(GapKind.DETECTOR, "some-rule", "a bug")
    with opened(tmp_path) as store:
        store.keep(REF, replace(inspection(), gaps=(gap,)), NOW)
        store.keep(REF, replace(inspection(), is_passing=True), NOW)
        store.keep(REF, replace(inspection(), integrity=None), NOW)
        assert store.find(REF, None) is None


def test_keeps_with_its_gap_what_no_other_try_could_read(tmp_path: Path) -> None:
    found = replace(inspection(), gaps=(Gap(GapKind.SOURCE, "index.js", "too deep"),))
    with opened(tmp_path) as store:
        store.keep(REF, found, NOW)
        assert store.find(REF, None) == Kept(found, NOW)


def test_is_not_found_once_it_is_too_old(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.keep(REF, inspection(), NOW)
    with opened(tmp_path, now=NOW + DEFAULT_MAX_AGE) as store:
        assert store.find(REF, BYTES) is not None
    with opened(tmp_path, now=NOW + DEFAULT_MAX_AGE + timedelta(microseconds=1)) as store:
        assert store.find(REF, BYTES) is None


def test_many_at_once_come_in_the_order_asked(tmp_path: Path) -> None:
    others = [PackageRef("pad", f"1.0.{number}") for number in range(20)]
    with opened(tmp_path) as store:
        for ref in others[::2]:
            store.keep(ref, inspection(), NOW)
        found = store.find_many([(ref, BYTES) for ref in others])
        assert [kept is not None for kept in found] == [True, False] * 10


@settings(deadline=None)
@given(st.data())
def test_a_flipped_byte_is_noticed(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("flipped")
    with opened(folder) as store:
        store.keep(REF, inspection(), NOW)
    with closing(sqlite3.connect(folder / "inspections.sqlite3")) as connection:
        column = data.draw(st.sampled_from(["inspection", "sha512", "confirmed", "checksum", "name"]))
        ((content,),) = connection.execute(f"SELECT {column} FROM inspections").fetchall()
        if isinstance(content, int):
            changed: object = content ^ (1 << data.draw(st.integers(0, 31)))
        else:
            raw = bytearray(content if isinstance(content, bytes) else content.encode())
            raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 6))
            changed = bytes(raw) if isinstance(content, bytes) else raw.decode()
        with connection:
            connection.execute(f"UPDATE inspections SET {column} = ?", (changed,))
    with opened(folder, now=NOW - timedelta(days=1)) as store:
        assert store.find(REF, None) is None
        assert store.find(REF, BYTES) is None


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_any_row_is_read_or_absent(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    from assay.store.inspections import _checksum

    folder = tmp_path_factory.mktemp("rows")
    with opened(folder) as store:
        store.keep(REF, inspection(), NOW)
    key = (REF.name, REF.version, "r1", "https://registry.example", "")
    with closing(sqlite3.connect(folder / "inspections.sqlite3")) as connection, connection:
        values = (body, _checksum(key, 10**16, body), 10**16)
        connection.execute("UPDATE inspections SET sha512 = '', inspection = ?, checksum = ?, confirmed = ?", values)
    with opened(folder) as store:
        assert store.find(REF, None) is None


def test_any_name_can_be_asked_for(tmp_path: Path) -> None:
    odd = PackageRef("\ud800", "1.0.0\0")
    with opened(tmp_path) as store:
        assert store.find(odd, None) is None
        store.keep(odd, inspection(), NOW)
        assert store.find(odd, BYTES) == Kept(inspection(), NOW)
        assert store.find(PackageRef("\ud801", "1.0.0\0"), None) is None


def test_failures_are_store_errors(tmp_path: Path) -> None:
    path = tmp_path / "inspections.sqlite3"
    path.write_bytes(b"garbage" * 1_000)
    with opened(tmp_path) as store:
        with pytest.raises(StoreError):
            store.find(REF, None)
        with pytest.raises(StoreError):
            store.keep(REF, inspection(), NOW)


def test_a_read_only_cache_is_still_read(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.keep(REF, inspection(), NOW)
    later = NOW + timedelta(days=3)
    with faults.read_only(tmp_path / "inspections.sqlite3") as folder, opened(folder, now=later) as store:
        assert store.find(REF, BYTES) == Kept(inspection(), NOW)
        with pytest.raises(StoreError, match="cannot be written"):
            store.keep(REF, inspection(), later)
