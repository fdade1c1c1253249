"""A release is compared with the one before it, which travels to the worker with it."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.end_to_end.run import Machine
from tests.registry_simulator import RegistrySimulator

FILES = {"index.js": 'require("left-pad");\n'}


def test_an_unused_dependency_that_a_release_brings_in_is_told(machine: Machine, registry: RegistrySimulator) -> None:
    before = {"dependencies": {"left-pad": "1.0.0"}}
    after = {"dependencies": {"left-pad": "1.0.0", "plain-widgets-js": "4.2.1"}}
    registry.publish("thing", "1.0.0", files=FILES, manifest=before, published=datetime(2025, 1, 1, tzinfo=UTC))
    registry.publish("thing", "1.1.0", files=FILES, manifest=after, published=datetime(2025, 6, 1, tzinfo=UTC))
    registry.publish("thing", "1.1.1", files=FILES, manifest=after, published=datetime(2025, 7, 1, tzinfo=UTC))
    severities = {}
    for version in ("1.0.0", "1.1.0", "1.1.1"):
        done = machine.scan(f"thing@{version}")
        findings = done.by_ref[f"thing@{version}"]["findings"]
        severities[version] = [each["severity"] for each in findings if each["rule"] == "phantom-dependency"]
    assert severities == {"1.0.0": [], "1.1.0": ["medium"], "1.1.1": ["info"]}
