from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator

import pytest

from tests.end_to_end.run import Machine
from tests.feeds.documents import document
from tests.gate.running import Got, RunningGate, fetch, running_gate
from tests.registry_simulator import Fault, RegistrySimulator

BULK = "/-/npm/v1/security/advisories/bulk"
QUICK = "/-/npm/v1/security/audits/quick"


@pytest.fixture(scope="module")
def upstream() -> Iterator[RegistrySimulator]:
    with RegistrySimulator() as registry:
        yield registry


@pytest.fixture(scope="module")
def gate(upstream: RegistrySimulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningGate]:
    folder = tmp_path_factory.mktemp("gate")
    machine = Machine.at(folder / "machine", upstream.url)
    (folder / "feed").mkdir()
    (folder / "feed/MAL-2025-1.json").write_bytes(document("MAL-2025-1", "bad-thing"))
    assert machine.assay("feed", "update", folder / "feed").code == 0
    with running_gate(folder / "running", upstream.url, ASSAY_DATA_DIR=str(machine.data)) as running:
        yield running


def ask(gate: RunningGate, path: str, question: object) -> Got:
    body = question if isinstance(question, bytes) else json.dumps(question).encode()
    return fetch(urllib.request.Request(gate.url + path, body, {"Content-Type": "application/json"}, method="POST"))


def test_malware_is_told_beside_what_upstream_says(gate: RunningGate, upstream: RegistrySimulator) -> None:
    upstream.serve(BULK, b'{"old-thing": [{"id": 1, "url": "https://x.invalid/GHSA-1"}]}')
    answer = json.loads(ask(gate, BULK, {"bad-thing": ["1.0.0"], "old-thing": ["1.0.0"], "good": ["1.0.0"]}).body)
    assert [each["severity"] for each in answer.pop("bad-thing")] == ["critical"]
    assert answer == {"old-thing": [{"id": 1, "url": "https://x.invalid/GHSA-1"}]}


def test_the_older_question_is_answered_too(gate: RunningGate) -> None:
    tree = {"name": "shop", "version": "1.0.0", "dependencies": {"bad-thing": {"version": "1.0.0"}}}
    answer = json.loads(ask(gate, QUICK, tree).body)
    assert [each["module_name"] for each in answer["advisories"].values()] == ["bad-thing"]
    assert answer["metadata"]["vulnerabilities"]["critical"] == 1


def test_a_registry_that_answers_no_audit_is_never_taken_for_a_clean_bill(
    gate: RunningGate, upstream: RegistrySimulator
) -> None:
    upstream.fault(BULK, Fault.STATUS, status=404)
    try:
        got = ask(gate, BULK, {"bad-thing": ["1.0.0"]})
        assert (got.status, list(json.loads(got.body))) == (200, ["bad-thing"])
        assert "answered no audit" in got.headers["npm-notice"]
        assert ask(gate, BULK, {"good": ["1.0.0"]}).status == 502
    finally:
        upstream.heal()


def test_what_cannot_be_read_is_refused(gate: RunningGate) -> None:
    assert ask(gate, BULK, b"\x1f\x8bnonsense").status == 400
    assert ask(gate, QUICK, b"[]").status == 400
