"""Everything else that people do with a package manager, behind a gate: look, pin, run offline, be attacked, be let."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assay.model.handout import HandoutOutcome
from assay.model.policy import Action
from assay.store.ledger import Ledger, Search
from assay.wiring.bypasses import lockfile_bypasses
from tests.end_to_end.driven import DRIVEN, Driven, says
from tests.end_to_end.gate_shop import EMPTY, FETCHES, INTERNAL, Shop
from tests.gate.running import RunningGate, running_gate
from tests.registry_simulator import RegistrySimulator

pytestmark = pytest.mark.clients

#: What each says of a version that is withheld. Only npm tells why; the rest is for ``assay gate why NAME@VERSION``.
WITHHELD = {
    "npm": "1.1.0: The verdict is malicious: condemned-thing@1.1.0 is a known compromised version",
    "yarn-1": 'Couldn\'t find any versions for "condemned-thing" that matches "1.1.0"',
    "yarn-4": "condemned-thing@npm:1.1.0: No candidates found",
    "pnpm": "No matching version found for condemned-thing@1.1.0",
    "bun": 'No version matching "1.1.0" found for specifier "condemned-thing"',
    "deno": "Could not find npm package 'condemned-thing' matching '1.1.0'",
}
#: Their lockfiles hold the addresses of tarballs.
ADDRESSED = ("npm-10", "npm-11", "npm-12", "yarn-1", "bun-1", "deno-2")
TWO: dict[str, object] = {**EMPTY, "dependencies": {"@acme-test/leaf": "1.0.0", "deep-thing": "1.0.0"}}


def rows(gate: RunningGate, project: str, outcome: HandoutOutcome) -> list[str]:
    """What the ledger knows that a project got, or did not."""
    with Ledger.open(gate.store) as ledger:
        found = ledger.find(Search(project=project, outcome=outcome))
    assert all(each.client for each in found)
    return [f"{each.package}@{each.version}" for each in found]


def with_two(folder: Path, client: str, gate: RunningGate) -> Driven:
    """A machine that installed two packages through the gate, and locked them."""
    driven = Driven.at(folder / "machine", client, gate.url, TWO)
    done = driven.do("install")
    assert done.code == 0, done.stdout + done.stderr
    return driven


@pytest.fixture(scope="module")
def observing(
    upstream: RegistrySimulator, gate: RunningGate, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningGate]:
    """A second gate that refuses nothing."""
    data = gate.environment["ASSAY_DATA_DIR"]
    with running_gate(
        tmp_path_factory.mktemp("observing"), upstream.url, "--mode", "observe", ASSAY_DATA_DIR=data
    ) as running:
        yield running


@pytest.mark.parametrize("client", DRIVEN)
def test_what_is_withheld_is_in_no_answer(client: str, gate: RunningGate, tmp_path: Path) -> None:
    wanted = {**EMPTY, "dependencies": {"condemned-thing": "^1.0.0", "deep-thing": "1.0.0"}}
    driven = Driven.at(tmp_path / "machine", client, gate.url, wanted)
    assert driven.do("install").code == 0
    info = driven.do("info", "condemned-thing")
    assert info.code == 0, info.stderr
    assert "1.0.0" in info.stdout
    assert "condemned-thing-1.1.0.tgz" not in info.stdout
    if driven.can("tags"):
        tags = driven.do("tags", "condemned-thing").stdout
        assert "latest" in tags
        assert "1.0.0" in tags
        assert "1.1.0" not in tags
    if driven.can("outdated"):
        outdated = driven.do("outdated").stdout
        assert "deep-thing" in outdated
        assert "2.0.0" in outdated
        assert "condemned-thing" not in outdated


@pytest.mark.parametrize("client", DRIVEN)
def test_a_version_that_is_withheld_cannot_be_pinned(client: str, gate: RunningGate, tmp_path: Path) -> None:
    driven = Driven.at(tmp_path / "machine", client, gate.url, EMPTY)
    done = driven.do("add", "condemned-thing@1.1.0")
    assert (done.code == 0, driven.has("condemned-thing")) == (False, False)
    assert says(done, [WITHHELD[driven.kind]]), done.stdout + done.stderr
    young = driven.do("add", "fresh-thing@1.1.0")
    assert (young.code == 0, driven.has("fresh-thing")) == (False, False)
    if driven.kind == "npm":
        assert says(done, ["assay gate why condemned-thing@VERSION"])
        assert says(young, ["the cooldown of 3 days ends on"]), young.stderr


def test_why_tells_what_clients_do_not(gate: RunningGate) -> None:
    assert gate.get("/condemned-thing").status == 200
    assert "known compromised version (MAL-2025-1)" in gate.assay("gate", "why", "condemned-thing@1.1.0")


@pytest.mark.parametrize("client", DRIVEN)
def test_a_lockfile_with_the_hash_of_another_tarball_fails(
    client: str, gate: RunningGate, shop: Shop, tmp_path: Path
) -> None:
    driven = with_two(tmp_path, client, gate)
    one, other = (shop.published[ref].integrity for ref in ("deep-thing@1.0.0", "@acme-test/leaf@1.0.0"))
    if client == "yarn-4":  # it locks the hash of its own archive
        text = (driven.project / "yarn.lock").read_text(encoding="utf-8")
        one, other = (line.partition("/")[2] for line in text.splitlines() if line.startswith("  checksum:"))
    assert driven.lock(one, other) == 1
    driven.forget()
    done = driven.do("frozen")
    assert done.code != 0, done.stdout + done.stderr
    assert not driven.has("deep-thing")


@pytest.mark.parametrize("client", ADDRESSED)
def test_a_lockfile_that_names_a_refused_tarball_is_refused(client: str, gate: RunningGate, tmp_path: Path) -> None:
    driven = with_two(tmp_path, client, gate)
    refused = "/condemned-thing/-/condemned-thing-1.1.0.tgz"
    assert driven.lock("/deep-thing/-/deep-thing-1.0.0.tgz", refused) == 1
    driven.forget()
    done = driven.do("frozen")
    assert done.code != 0, done.stdout + done.stderr
    assert not driven.has("condemned-thing")
    assert "403" in done.stdout + done.stderr


@pytest.mark.parametrize("client", ADDRESSED)
def test_a_lockfile_that_names_another_host_goes_around_and_doctor_says_so(
    client: str, gate: RunningGate, upstream: RegistrySimulator, tmp_path: Path
) -> None:
    driven = with_two(tmp_path, client, gate)
    assert lockfile_bypasses(driven.project, gate.url) == ([], [])
    assert driven.lock(gate.url, upstream.url) == 2
    driven.forget()
    done = driven.do("frozen")
    (found,), _ = lockfile_bypasses(driven.project, gate.url)
    assert found.what == f"2 entries name {upstream.url.removeprefix('http://')}"
    if client == "npm-12":
        assert (done.code != 0, "EALLOWREMOTE" in done.stderr) == (True, True)
    else:
        assert done.code == 0, done.stderr  # if one day it asks the gate, doctor must no longer warn of it


@pytest.mark.parametrize("client", DRIVEN)
def test_an_exception_acts_at_once_and_the_project_stands_in_the_ledger(
    client: str, gate: RunningGate, upstream: RegistrySimulator, internal: RegistrySimulator, shop: Shop, tmp_path: Path
) -> None:
    name, project = f"excepted-{client}", f"shop-{client}"
    accepted = upstream.publish(name, manifest=FETCHES)
    wanted = {**EMPTY, "dependencies": {INTERNAL: "^1.0.0", "deep-thing": "1.0.0", name: "1.0.0"}}
    driven = Driven.at(tmp_path / "machine", client, f"{gate.url}/p/{project}", wanted)
    assert driven.do("install").code != 0
    assert [each.partition("@")[0] for each in set(rows(gate, project, HandoutOutcome.REFUSED))] == [name]
    words = ("--reason", "read", "--owner", "me", "--expires", "30d")
    assert "bound to its bytes" in gate.assay("allow", f"{name}@1.0.0", *words)
    done = driven.do("install")
    assert done.code == 0, done.stdout + done.stderr
    own = shop.published[f"{INTERNAL}@1.0.0"]
    assert all(map(driven.same, (accepted, own, shop.published["deep-thing@1.0.0"])))
    served = {f"{INTERNAL}@1.0.0", "deep-thing@1.0.0", f"{name}@1.0.0"}
    assert set(rows(gate, project, HandoutOutcome.SERVED)) == served
    assert INTERNAL not in "".join(upstream.paths())
    if driven.can("offline"):
        driven.uninstall()
        done = driven.do("offline")
        assert (done.code, driven.same(accepted)) == (0, True), done.stdout + done.stderr


@pytest.mark.parametrize("client", DRIVEN)
def test_an_observing_gate_lets_pass_and_writes_down(
    client: str, observing: RunningGate, shop: Shop, tmp_path: Path
) -> None:
    wanted = {**EMPTY, "dependencies": {"malware-thing": "1.0.0"}}
    driven = Driven.at(tmp_path / "machine", client, f"{observing.url}/p/{client}", wanted)
    done = driven.do("install")
    assert (done.code, driven.same(shop.published["malware-thing@1.0.0"])) == (0, True), done.stdout + done.stderr
    with Ledger.open(observing.store) as ledger:
        found = ledger.find(Search("malware-thing@1.0.0", project=client))
    assert {(each.outcome, each.action) for each in found} == {(HandoutOutcome.SERVED, Action.BLOCK)}
