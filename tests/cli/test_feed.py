from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end import locked
from tests.end_to_end.run import Machine
from tests.registry_simulator import RegistrySimulator


def record(identity: str, name: str, **more: object) -> dict[str, object]:
    affected = {"package": {"ecosystem": "npm", "name": name}, "versions": ["1.0.0"]}
    return {
        "id": identity,
        "summary": f"Malicious code in {name}",
        "modified": "2026-05-01T00:00:00Z",
        "published": "2026-05-01T00:00:00Z",
        "affected": [affected],
        **more,
    }


RECORDS = (
    record("MAL-2026-1", "bad-thing"),
    record("MAL-2026-2", "withdrawn-thing", withdrawn="2026-05-02T00:00:00Z"),
    record(
        "GHSA-aaaa-bbbb-cccc",
        "flawed-thing",
        severity=[{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
    ),
)


def as_folder(path: Path) -> Path:
    (path / "npm").mkdir(parents=True)
    for each in RECORDS:
        (path / "npm" / f"{each['id']}.json").write_text(json.dumps(each))
    return path


def as_zip(path: Path) -> Path:
    with zipfile.ZipFile(path.with_suffix(".zip"), "w") as archive:
        for each in RECORDS:
            archive.writestr(f"{each['id']}.json", json.dumps(each))
    return path.with_suffix(".zip")


def as_lines(path: Path) -> Path:
    file = path.with_suffix(".jsonl")
    file.write_text("".join(json.dumps(each) + "\n" for each in RECORDS))
    return file


@pytest.fixture
def project(registry: RegistrySimulator, tmp_path: Path) -> Path:
    names = ("bad-thing", "withdrawn-thing", "flawed-thing", "plain-thing")
    return locked.project_of(tmp_path / "project", *(registry.publish(name) for name in names))


@pytest.mark.parametrize("write", [as_folder, as_zip, as_lines])
def test_a_scan_uses_what_was_updated(
    write: Callable[[Path], Path], machine: Machine, project: Path, tmp_path: Path
) -> None:
    source = write(tmp_path / "feed")
    assert machine.scan(project).code == 0
    done = machine.assay("feed", "update", source)
    assert (done.code, done.stderr) == (0, "")
    assert "3 records" in done.stdout
    scanned = machine.scan(project)
    assert scanned.code == 1
    assert scanned.rules("bad-thing@1.0.0") & {"known-malware", "compromised-version"}
    assert scanned.rules("flawed-thing@1.0.0") == {"advisory"}
    assert scanned.rules("withdrawn-thing@1.0.0") == scanned.rules("plain-thing@1.0.0") == set()
    assert {each["source"] for each in scanned.by_ref.values()} == {"cached"}
    assert [feed["records"] for feed in scanned.report["feeds"] if feed["fetched"]] == [3]


def test_from_an_address_that_is_asked_again_only_if_it_changed(
    machine: Machine, registry: RegistrySimulator, tmp_path: Path
) -> None:
    registry.serve("/all.zip", as_zip(tmp_path / "feed").read_bytes(), content_type="application/zip")
    assert machine.assay("feed", "update", f"{registry.url}/all.zip").code == 0
    again = machine.assay("feed", "update", f"{registry.url}/all.zip")
    assert again.code == 0
    assert "has not changed" in again.stdout


def test_the_list_names_every_feed_in_use(machine: Machine, tmp_path: Path) -> None:
    before = machine.assay("feed", "list")
    assert (before.code, before.stderr) == (0, "")
    assert before.stdout.startswith("starter: ")
    machine.assay("feed", "update", as_lines(tmp_path / "feed"))
    after = machine.assay("feed", "list")
    assert "feed.jsonl: 3 records" in after.stdout


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("feed.jsonl", b"this is no feed\n", "feed.jsonl"),
        ("feed.zip", b"PK\x03\x04 cut short", "feed.zip"),
        ("missing.zip", None, "missing.zip"),
        ("empty.jsonl", b"", "empty.jsonl"),
    ],
)
def test_a_feed_that_cannot_be_read_leaves_the_old_one(
    name: str, content: bytes | None, message: str, machine: Machine, project: Path, tmp_path: Path
) -> None:
    machine.assay("feed", "update", as_lines(tmp_path / "good"))
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = machine.assay("feed", "update", tmp_path / name)
    assert (done.code, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert machine.scan(project).code == 1


def test_an_address_that_does_not_answer(machine: Machine, registry: RegistrySimulator) -> None:
    assert "answered 404" in machine.assay("feed", "update", f"{registry.url}/none.zip").stderr
    assert "could not be fetched" in machine.assay("feed", "update", "http://127.0.0.1:9/none.zip").stderr
    assert "is not an address" in machine.assay("feed", "update", "http://[broken/none.zip").stderr


def test_a_damaged_feed_is_a_gap_of_the_scan(machine: Machine, project: Path, tmp_path: Path) -> None:
    machine.assay("feed", "update", as_lines(tmp_path / "good"))
    for file in (machine.data / "feeds").iterdir():
        file.write_bytes(b"damaged" * 1000)
    done = machine.scan(project)
    assert done.code == 3
    assert [gap["kind"] for gap in done.report["gaps"]] == ["feed"]
    shown = machine.assay("feed", "list")
    assert "not read" in shown.stderr
