"""The settings file is changed while the gate runs: what is written there acts on the next request."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gate.running import FETCHES, RunningGate, running_gate
from tests.registry_simulator import Fault, RegistrySimulator


@pytest.fixture
def public() -> Iterator[RegistrySimulator]:
    with RegistrySimulator() as registry:
        for name in ("corp-tool", "@corp/app", "left-thing"):
            registry.publish(name, "9.9.9")
        registry.publish("evil", "1.0.0", manifest=FETCHES)
        yield registry


@pytest.fixture
def own() -> Iterator[RegistrySimulator]:
    with RegistrySimulator() as registry:
        for name in ("corp-tool", "@corp/app"):
            registry.publish(name, "1.0.0")
        yield registry


def write(gate: RunningGate, toml: str) -> None:
    (gate.folder / "assay.toml").write_text(toml, encoding="utf-8")


def versions(gate: RunningGate, name: str) -> list[str]:
    return list(json.loads(gate.get(f"/{name}").body)["versions"])


def events(gate: RunningGate) -> list[dict[str, str]]:
    lines = (gate.folder / "gate.log").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def test_internal_names_and_registries_are_followed(
    public: RegistrySimulator, own: RegistrySimulator, tmp_path: Path
) -> None:
    with running_gate(tmp_path / "gate", public.url) as gate:
        assert versions(gate, "corp-tool") == versions(gate, "@corp%2fapp") == ["9.9.9"]
        assert gate.get("/corp-tool/-/corp-tool-9.9.9.tgz").status == 200
        asked = len(public.requests)
        write(
            gate,
            f'[internal]\nnames = ["corp-*"]\nregistry = "{own.url}"\n[registries.scopes]\n"@corp" = "{own.url}"\n',
        )
        assert versions(gate, "corp-tool") == versions(gate, "@corp%2fapp") == ["1.0.0"]
        assert gate.get("/corp-tool/-/corp-tool-9.9.9.tgz").status == 404
        assert gate.get("/corp-tool/-/corp-tool-1.0.0.tgz").status == 200
        assert len(public.requests) == asked
        write(gate, "")
        assert versions(gate, "corp-tool") == ["9.9.9"]
        assert [each["event"] for each in events(gate)] == ["settings-changed", "settings-changed"]


def test_the_policy_and_the_cooldown_are_followed(public: RegistrySimulator, tmp_path: Path) -> None:
    with running_gate(tmp_path / "gate", public.url) as gate:
        assert gate.get("/evil").status == 403
        write(gate, '[policy.block]\nverdicts = []\n[policy.warn]\nverdicts = ["malicious"]\n')
        assert versions(gate, "evil") == ["1.0.0"]
        assert gate.get("/evil/-/evil-1.0.0.tgz").status == 200
        write(gate, '[cooldown]\nage = "1500d"\n')
        assert gate.get("/left-thing").status == 403


@pytest.mark.parametrize(
    ("toml", "why"),
    [
        ("[internal", "not TOML"),
        ("[internal]\nname = []\n", "unknown key"),
        ('[policy.block]\nrules = ["no-such-rule"]\n', "no-such-rule"),
        ("offline = true\n", "cannot be offline"),
        ('yara = "nowhere"\n', "nowhere"),
    ],
)
def test_what_cannot_be_put_in_force_changes_nothing_and_is_said_loudly(
    toml: str, why: str, public: RegistrySimulator, own: RegistrySimulator, tmp_path: Path
) -> None:
    good = f'[internal]\nnames = ["corp-*"]\nregistry = "{own.url}"\n'
    with running_gate(tmp_path / "gate", public.url, toml=good) as gate:
        write(gate, toml)
        assert versions(gate, "corp-tool") == ["1.0.0"]
        assert gate.get("/evil").status == 403
        (line,) = events(gate)
        assert line["event"] == "settings-refused"
        assert why in line["why"]
        ready = gate.get("/-/assay/ready")
        assert ready.status == 503
        assert "stay in force" in ready.text
        write(gate, good)
        assert versions(gate, "corp-tool") == ["1.0.0"]
        assert gate.get("/-/assay/ready").status == 200


def test_a_broken_file_is_said_while_nobody_asks_for_anything(public: RegistrySimulator, tmp_path: Path) -> None:
    with running_gate(tmp_path / "gate", public.url) as gate:
        write(gate, "[internal")
        for _ in range(300):
            if events(gate):
                break
            time.sleep(0.1)
        assert [each["event"] for each in events(gate)] == ["settings-refused"]


def test_what_is_under_way_is_finished_as_it_began(
    public: RegistrySimulator, own: RegistrySimulator, tmp_path: Path
) -> None:
    public.fault("/left-thing/-/*", Fault.SLOW, times=1, seconds=3)
    with running_gate(tmp_path / "gate", public.url) as gate:
        statuses: list[int] = []
        asking = threading.Thread(target=lambda: statuses.append(gate.get("/left-thing/-/left-thing-9.9.9.tgz").status))
        asking.start()
        while not any(each.endswith(".tgz") for each in public.paths()):
            time.sleep(0.05)
        write(gate, f'[internal]\nnames = ["corp-*"]\nregistry = "{own.url}"\n')
        assert versions(gate, "corp-tool") == ["1.0.0"]
        asking.join(60)
        assert statuses == [200]
