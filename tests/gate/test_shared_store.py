"""Several gates that share one ledger in a real PostgreSQL server."""

from __future__ import annotations

import json
import threading
from pathlib import Path

from tests.gate.running import FETCHES, RunningGate, running_gate
from tests.postgres_server import postgres_server
from tests.registry_simulator import RegistrySimulator

NAMES = [f"thing-{number}" for number in range(8)]


def test_what_one_gate_served_another_knows(tmp_path: Path) -> None:
    with RegistrySimulator() as upstream, postgres_server() as server:
        for name in NAMES:
            upstream.publish(name, "1.0.0")
        upstream.publish("evil", "1.0.0", manifest=FETCHES)
        store = server.new_database()
        with (
            running_gate(tmp_path / "one", upstream.url, ASSAY_STORE=store) as one,
            running_gate(tmp_path / "two", upstream.url, ASSAY_STORE=store) as two,
        ):
            asking = [threading.Thread(target=ask, args=(gate,)) for gate in (one, two)]
            for each in asking:
                each.start()
            for each in asking:
                each.join(120)
            refused = one.get("/evil/-/evil-1.0.0.tgz", accept="application/json")
            identity = json.loads(refused.body)["id"]
            assert json.loads(two.get(f"/-/assay/why/{identity}").body)["package"] == "evil"
        with running_gate(tmp_path / "three", upstream.url, ASSAY_STORE=store) as three:
            rows = json.loads(three.assay("ledger", "--outcome", "served", "--format", "json"))["handouts"]
            served = sorted(row["package"] for row in rows if row["kind"] == "tarball")
            assert served == sorted(NAMES * 2)


def ask(gate: RunningGate) -> None:
    for name in NAMES:
        gate.get(f"/{name}/-/{name}-1.0.0.tgz")
