from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.gate.running import FETCHES, RunningGate, running_gate
from tests.registry_simulator import Fault, RegistrySimulator

ABBREVIATED = "application/vnd.npm.install-v1+json"
YOUNG = datetime.now(UTC) - timedelta(hours=2)


@pytest.fixture(scope="module")
def upstream() -> Iterator[RegistrySimulator]:
    with RegistrySimulator() as registry:
        registry.publish("good", "1.0.0")
        registry.publish("@acme/tool", "1.2.3", manifest={"dependencies": {"good": "^1.0.0"}})
        registry.publish("mixed", "1.0.0")
        registry.publish("mixed", "1.0.1", manifest=FETCHES)
        registry.publish("evil", "1.0.0", manifest=FETCHES)
        registry.publish("fresh", "1.0.0")
        registry.publish("fresh", "1.1.0", published=YOUNG)
        yield registry


def test_what_passes_is_handed_out_byte_for_byte(gate: RunningGate, upstream: RegistrySimulator) -> None:
    document = json.loads(gate.get("/@acme%2ftool").body)
    address = document["versions"]["1.2.3"]["dist"]["tarball"]
    assert address == f"{gate.url}/@acme/tool/-/tool-1.2.3.tgz"
    got = gate.get("/@acme/tool/-/tool-1.2.3.tgz")
    assert (got.status, got.body) == (200, upstream_tarball(upstream, "@acme/tool", "1.2.3"))


def test_a_blocked_version_is_hidden_and_its_tag_repointed(gate: RunningGate) -> None:
    got = gate.get("/mixed", accept=ABBREVIATED)
    document = json.loads(got.body)
    assert list(document["versions"]) == ["1.0.0"]
    assert document["dist-tags"] == {"latest": "1.0.0"}
    assert list(document["policyRestrictions"]["versions"]) == ["1.0.1"]
    assert "mixed@1.0.1" in got.headers["npm-notice"]
    assert got.headers["content-type"] == ABBREVIATED
    assert json.loads(gate.get("/-/package/mixed/dist-tags").body) == {"latest": "1.0.0"}
    assert json.loads(gate.get("/mixed/latest").body)["version"] == "1.0.0"


@pytest.mark.parametrize("path", ["/mixed/-/mixed-1.0.1.tgz", "/mixed/1.0.1", "/evil", "/evil/-/evil-1.0.0.tgz"])
def test_a_blocked_release_is_refused_on_every_route(gate: RunningGate, path: str) -> None:
    got = gate.get(path)
    assert got.status == 403
    assert "install-script-fetches" in got.reason
    told = json.loads(got.body)
    assert told["id"] in got.reason
    assert told["id"] in got.headers["npm-notice"]
    assert "install-script-fetches" in gate.assay("gate", "why", told["id"])
    page = gate.get(path, accept="text/html")
    assert page.status == 403
    assert page.headers["content-type"].startswith("text/html")
    assert "install-script-fetches" in page.text
    assert "install-script-fetches" in gate.get(f"/-/assay/why/{told['id']}").text


def test_what_is_withheld_is_explained_by_name_and_version(gate: RunningGate) -> None:
    message = json.loads(gate.get("/mixed").body)["policyRestrictions"]["message"]
    assert "assay gate why mixed@VERSION" in message
    assert f"{gate.url}/mixed in a browser" in message
    told = gate.assay("gate", "why", "mixed@1.0.1")
    assert "install-script-fetches" in told
    assert "assay allow 'mixed@1.0.1'" in told
    page = gate.get("/mixed", accept="text/html")
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "1 of 2 versions is withheld" in page.text
    assert "install-script-fetches" in page.text


def test_what_is_too_young_is_withheld_in_both_layers(gate: RunningGate) -> None:
    assert json.loads(gate.get("/fresh").body)["dist-tags"] == {"latest": "1.0.0"}
    got = gate.get("/fresh/-/fresh-1.1.0.tgz")
    assert got.status == 403
    assert "young-release" in got.reason
    end = YOUNG + timedelta(days=3)
    assert f"ends on {end:%Y-%m-%d %H:%M} UTC" in json.loads(got.body)["error"]


def test_a_packument_is_revalidated_by_its_tag(gate: RunningGate) -> None:
    first = gate.get("/good")
    again = gate.get("/good", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_the_ledger_knows_what_was_handed_out(gate: RunningGate) -> None:
    assert gate.get("/p/shop/good/-/good-1.0.0.tgz", npm_session="0123456789abcdef").status == 200
    rows = json.loads(gate.assay("ledger", "--project", "shop", "--format", "json"))["handouts"]
    assert [(row["package"], row["version"], row["outcome"], row["session"]) for row in rows] == [
        ("good", "1.0.0", "served", "0123456789abcdef")
    ]
    assert rows[0]["integrity"]


def test_a_browser_is_told_how_to_use_it(gate: RunningGate) -> None:
    page = gate.get("/", accept="text/html")
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert f"assay gate setup {gate.url}/" in page.text
    assert json.loads(gate.get("/").body) == {"service": "assay gate"}


def test_addresses_below_a_project_keep_its_prefix(gate: RunningGate) -> None:
    document = json.loads(gate.get("/p/shop/good").body)
    assert document["versions"]["1.0.0"]["dist"]["tarball"] == f"{gate.url}/p/shop/good/-/good-1.0.0.tgz"


def test_what_is_not_there_is_not_found(gate: RunningGate) -> None:
    assert gate.get("/nothing-of-that-name").status == 404
    assert gate.get("/good/-/good-9.9.9.tgz").status == 404


def test_services_are_passed_on(gate: RunningGate) -> None:
    assert json.loads(gate.get("/-/npm/v1/keys").body) == {"keys": []}
    assert json.loads(gate.get("/-/assay/ready").body)["status"] == "ready"
    assert 'kind="tarball",outcome="served"' in gate.get("/-/assay/metrics").text


def test_a_tarball_with_other_bytes_is_never_served(gate: RunningGate, upstream: RegistrySimulator) -> None:
    upstream.publish("swapped", "1.0.0")
    upstream.fault("/swapped/-/*", Fault.WRONG_BYTES)
    try:
        got = gate.get("/swapped/-/swapped-1.0.0.tgz")
        assert got.status == 403
        assert "retry-after" in got.headers
    finally:
        upstream.heal()
    assert gate.get("/swapped/-/swapped-1.0.0.tgz").status == 200


def test_an_exception_acts_without_a_restart(upstream: RegistrySimulator, tmp_path: Path) -> None:
    with running_gate(tmp_path / "gate", upstream.url) as gate:
        assert gate.get("/evil").status == 403
        told = gate.assay("allow", "evil@1.0.0", "--reason", "looked at", "--owner", "me", "--expires", "30d")
        assert "bound to its bytes" in told
        assert gate.get("/evil/-/evil-1.0.0.tgz").status == 200
        assert list(json.loads(gate.get("/evil").body)["versions"]) == ["1.0.0"]
        gate.process.terminate()
        assert gate.process.wait(30) == 0


def test_an_observing_gate_only_writes_down_what_it_would_refuse(upstream: RegistrySimulator, tmp_path: Path) -> None:
    with running_gate(tmp_path / "gate", upstream.url, "--mode", "observe") as gate:
        assert gate.get("/evil/-/evil-1.0.0.tgz").status == 200
        (row,) = json.loads(gate.assay("ledger", "--format", "json"))["handouts"]
        assert (row["outcome"], row["decision"]) == ("served", "block")


def test_who_reads_to_write_back_is_told_everything(gate: RunningGate) -> None:
    assert set(json.loads(gate.get("/mixed?write=true").body)["versions"]) == {"1.0.0"}
    whole = gate.get("/mixed?write=true", authorization="Bearer mine")
    assert set(json.loads(whole.body)["versions"]) == {"1.0.0", "1.0.1"}


def upstream_tarball(upstream: RegistrySimulator, name: str, version: str) -> bytes:
    return upstream.publish(name, version, manifest={"dependencies": {"good": "^1.0.0"}}).tarball
