from __future__ import annotations

import json
import re
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.gate.log import Log
from tests.gate.running import FETCHES, RunningGate, fetch, running_gate
from tests.registry_simulator import RegistrySimulator

SECRET = "npm-secret-0123456789"
KEYS = [
    *("time", "event", "address", "client", "project", "method", "route", "package", "version"),
    *("status", "decision", "refusal", "ms", "bytes"),
]


def use(gate: RunningGate) -> dict[str, int]:
    """Ask for one of each; gives what is known of their lengths."""
    sizes = {"served": len(gate.get("/p/shop/good/-/good-1.0.0.tgz", user_agent="npm/11 node/v24").body)}
    gate.get("/mixed")
    gate.get("/evil/-/evil-1.0.0.tgz")
    gate.get("/nothing")
    gate.get(f"/{SECRET}/../x?token={SECRET}")
    gate.get(f"/-/npm/v1/keys?token={SECRET}", authorization=f"Bearer {SECRET}")
    request = urllib.request.Request(f"{gate.url}/-/user/token/{SECRET}", method="DELETE")
    fetch(request)
    gate.get("/-/assay/health")
    return sizes


def lines_of(gate: RunningGate) -> list[str]:
    text = (gate.folder / "gate.log").read_text(encoding="utf-8")
    assert SECRET not in text
    return [line for line in text.splitlines() if not line.startswith("assay gate:")]


@pytest.fixture
def upstream() -> RegistrySimulator:
    registry = RegistrySimulator()
    registry.publish("good", "1.0.0")
    registry.publish("mixed", "1.0.0")
    registry.publish("mixed", "1.0.1", manifest=FETCHES)
    registry.publish("evil", "1.0.0", manifest=FETCHES)
    return registry


def test_each_request_is_a_line_without_secrets(upstream: RegistrySimulator, tmp_path: Path) -> None:
    with upstream, running_gate(tmp_path / "gate", upstream.url, "--log", "json") as gate:
        sizes = use(gate)
    lines = [json.loads(line) for line in lines_of(gate)]
    assert all(list(line) == KEYS for line in lines)
    told = [(line["route"], line["package"], line["version"], line["status"], line["decision"]) for line in lines]
    assert told == [
        ("tarball", "good", "1.0.0", 200, "served"),
        ("packument", "mixed", "", 200, "rewritten"),
        ("tarball", "evil", "1.0.0", 403, "refused"),
        ("packument", "nothing", "", 404, "failed"),
        ("refused", "", "", 403, "refused"),
        ("service", "", "", 200, "passed"),
        ("service", "", "", 404, "passed"),
        ("health", "", "", 200, "served"),
    ]
    first, refused = lines[0], lines[2]
    assert (first["client"], first["project"], first["method"]) == ("npm/11 node/v24", "shop", "GET")
    assert first["bytes"] == sizes["served"]
    assert first["ms"] > 0
    assert first["address"] == ""  # those of private networks are kept nowhere
    assert re.fullmatch("[0-9a-f]{10}", refused["refusal"])


def test_people_read_the_same_as_text(upstream: RegistrySimulator, tmp_path: Path) -> None:
    with upstream, running_gate(tmp_path / "gate", upstream.url, "--log", "text") as gate:
        use(gate)
    lines = lines_of(gate)
    assert len(lines) == 8
    assert ' client="npm/11 node/v24" project=shop method=GET route=tarball package=good version=1.0.0 ' in lines[0]
    assert " status=403 decision=refused refusal=" in lines[2]


def test_without_the_option_requests_are_not_logged(upstream: RegistrySimulator, tmp_path: Path) -> None:
    with upstream, running_gate(tmp_path / "gate", upstream.url) as gate:
        use(gate)
    assert lines_of(gate) == []


@given(st.dictionaries(st.from_regex("[a-z]{1,8}", fullmatch=True), st.text() | st.integers() | st.booleans()))
def test_a_line_stays_one_line_whatever_is_told(facts: dict[str, str | int | bool]) -> None:
    for is_text in (False, True):
        written: list[str] = []
        Log(written.append, lambda: datetime(2026, 1, 2, tzinfo=UTC), is_text=is_text).event("x", **facts)
        assert len(written) == 1
        assert written[0].isascii()
        assert written[0].isprintable()
