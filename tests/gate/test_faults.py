"""Nothing unverified is ever served, nothing served goes unrecorded, and the gate recovers by itself."""

from __future__ import annotations

import json
import os
import resource
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gate.running import Got, RunningGate, running_gate
from tests.registry_simulator import Fault, RegistrySimulator

#: Long enough for the parser to have something to do.
BUSY = "var a = b(c, d); " * 60_000 + "\nfetch('https://a.invalid/', { body: 'x' });\n"


@pytest.fixture
def upstream() -> Iterator[RegistrySimulator]:
    with RegistrySimulator() as registry:
        yield registry


@pytest.fixture
def gate(upstream: RegistrySimulator, tmp_path: Path) -> Iterator[RunningGate]:
    with running_gate(tmp_path / "gate", upstream.url, "--patience", "3") as running:
        yield running


def served(gate: RunningGate) -> list[str]:
    rows = json.loads(gate.assay("ledger", "--outcome", "served", "--format", "json"))["handouts"]
    return sorted(f"{row['package']}@{row['version']}" for row in rows if row["kind"] == "tarball")


@pytest.mark.parametrize("fault", [each for each in Fault if each not in (Fault.STATUS, Fault.TRICKLE)])
@pytest.mark.parametrize("part", ["packument", "tarball"])
def test_whatever_upstream_does_is_refused_and_forgotten_once_it_is_well(
    fault: Fault, part: str, gate: RunningGate, upstream: RegistrySimulator
) -> None:
    right = upstream.publish("thing", "1.0.0").tarball
    pattern = "/thing" if part == "packument" else "/thing/-/*"
    elsewhere = "http://127.0.0.1:9/thing/-/thing-1.0.0.tgz"
    upstream.fault(pattern, fault, seconds=6.0, location=elsewhere)
    got = gate.get("/thing/-/thing-1.0.0.tgz")
    assert got.status == 403 or (got.status, got.body) == (200, right)
    if got.status == 403:
        assert "retry-after" in got.headers
    assert served(gate) == (["thing@1.0.0"] if got.status == 200 else [])
    upstream.heal()
    assert _until_served(gate, "/thing/-/thing-1.0.0.tgz").body == right


@pytest.mark.parametrize("pattern", ["/thing", "/thing/-/*"])
def test_an_upstream_that_sends_a_byte_now_and_then_does_not_hold_a_client(
    pattern: str, gate: RunningGate, upstream: RegistrySimulator
) -> None:
    upstream.publish("thing", "1.0.0")
    upstream.publish("other", "1.0.0")
    upstream.fault(pattern, Fault.TRICKLE, seconds=2.0)
    for path in ("/thing", "/thing/-/thing-1.0.0.tgz"):
        got = gate.get(path)
        assert got.status == (200 if pattern != "/thing" and path == "/thing" else 403)
        assert got.status == 200 or "retry-after" in got.headers
    assert gate.get("/other/-/other-1.0.0.tgz").status == 200
    assert served(gate) == ["other@1.0.0"]


@pytest.mark.parametrize("status", [401, 404, 429, 500, 503])
def test_a_status_of_upstream_is_no_verdict(status: int, gate: RunningGate, upstream: RegistrySimulator) -> None:
    right = upstream.publish("thing", "1.0.0").tarball
    upstream.fault("/thing/-/*", Fault.STATUS, status=status)
    assert gate.get("/thing/-/thing-1.0.0.tgz").status in (403, 404)
    assert served(gate) == []
    upstream.heal()
    assert _until_served(gate, "/thing/-/thing-1.0.0.tgz").body == right


def test_two_bodies_for_one_version_give_what_was_promised(gate: RunningGate, upstream: RegistrySimulator) -> None:
    first = upstream.publish("thing", "1.0.0").tarball
    assert gate.get("/thing/-/thing-1.0.0.tgz").body == first
    upstream.publish("thing", "1.0.0", files={"index.js": "module.exports = 2;\n"})
    upstream.fault("/thing", Fault.RESET)  # the promise of before is all that the gate has
    assert gate.get("/thing/-/thing-1.0.0.tgz").body == first


def test_a_cached_tarball_that_somebody_changed_is_fetched_again(
    gate: RunningGate, upstream: RegistrySimulator
) -> None:
    right = upstream.publish("thing", "1.0.0").tarball
    assert gate.get("/thing/-/thing-1.0.0.tgz").body == right
    (kept,) = gate.folder.glob("cache/**/*.tgz")
    kept.write_bytes(right[:-1] + bytes([right[-1] ^ 1]))
    assert gate.get("/thing/-/thing-1.0.0.tgz").body == right


def test_nothing_is_served_while_the_ledger_is_locked(gate: RunningGate, upstream: RegistrySimulator) -> None:
    right = upstream.publish("thing", "1.0.0").tarball
    lock = sqlite3.connect(gate.folder / "ledger.sqlite3")
    lock.execute("BEGIN EXCLUSIVE")
    try:
        assert gate.get("/thing/-/thing-1.0.0.tgz").status == 403
    finally:
        lock.rollback()
        lock.close()
    assert served(gate) == []
    assert _until_served(gate, "/thing/-/thing-1.0.0.tgz").body == right


def test_a_full_disk_refuses_and_a_gate_with_room_again_serves(gate: RunningGate, upstream: RegistrySimulator) -> None:
    right = upstream.publish("thing", "1.0.0").tarball
    hard = resource.prlimit(gate.process.pid, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(gate.process.pid, resource.RLIMIT_FSIZE, (1, hard))
    got = gate.get("/thing/-/thing-1.0.0.tgz")
    assert got.status == 403
    resource.prlimit(gate.process.pid, resource.RLIMIT_FSIZE, (hard, hard))
    assert served(gate) == []
    assert _until_served(gate, "/thing/-/thing-1.0.0.tgz").body == right


def test_an_inspector_that_is_killed_is_replaced(gate: RunningGate, upstream: RegistrySimulator) -> None:
    upstream.publish("thing", "1.0.0", files={"index.js": BUSY}, manifest={"main": "index.js"})
    got: list[Got] = []
    asking = threading.Thread(target=lambda: got.append(gate.get("/thing/-/thing-1.0.0.tgz")))
    asking.start()
    killed = 0
    while asking.is_alive() and not killed:
        for worker in _children(gate.process.pid):
            os.kill(worker, signal.SIGKILL)
            killed += 1
        time.sleep(0.01)
    asking.join(60)
    assert killed
    assert got[0].status in (200, 403)
    assert _until_served(gate, "/thing/-/thing-1.0.0.tgz").status == 200


def test_a_gate_that_was_killed_knows_all_that_it_served(upstream: RegistrySimulator, tmp_path: Path) -> None:
    names = [f"thing-{number}" for number in range(30)]
    for name in names:
        upstream.publish(name, "1.0.0")
    got: list[str] = []
    with running_gate(tmp_path / "gate", upstream.url) as gate:

        def ask() -> None:
            for name in names:
                try:
                    if gate.get(f"/{name}/-/{name}-1.0.0.tgz").status == 200:
                        got.append(f"{name}@1.0.0")
                except OSError:
                    return

        asking = threading.Thread(target=ask)
        asking.start()
        while len(got) < 5 and asking.is_alive():
            time.sleep(0.005)
        gate.process.kill()
        asking.join(60)
    assert len(got) >= 5
    with running_gate(tmp_path / "gate", upstream.url) as gate:
        assert set(got) <= set(served(gate))
        assert gate.get("/thing-0/-/thing-0-1.0.0.tgz").status == 200


def test_two_gates_that_start_at_once_share_a_store(upstream: RegistrySimulator, tmp_path: Path) -> None:
    upstream.publish("thing", "1.0.0")
    store = f"sqlite:///{tmp_path / 'shared.sqlite3'}"
    found: list[int] = []

    def run(number: int) -> None:
        with running_gate(tmp_path / f"gate-{number}", upstream.url, ASSAY_STORE=store) as gate:
            found.append(gate.get("/thing/-/thing-1.0.0.tgz").status)
            if number == 0:
                while len(found) < 2:
                    time.sleep(0.05)
                assert served(gate) == ["thing@1.0.0"] * 2

    both = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join(120)
    assert found == [200, 200]


def _until_served(gate: RunningGate, path: str) -> Got:
    """Ask until what failed before may be tried again."""
    for _ in range(400):
        got = gate.get(path)
        if got.status == 200:
            return got
        time.sleep(0.1)
    raise AssertionError(f"{path} is still refused: {got.status} {got.reason}")


def _children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
    return [int(number) for number in listed.split()]
