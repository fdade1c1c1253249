from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end import locked
from tests.end_to_end.programs import programs
from tests.end_to_end.run import Machine
from tests.registry_simulator import RegistrySimulator

GATE = "http://gate.acme.example:4873/"


@pytest.fixture
def nothing(tmp_path: Path) -> dict[str, str]:
    """A PATH without any package manager."""
    (tmp_path / "bin").mkdir()
    return {"PATH": str(tmp_path / "bin"), "YARN_CACHE_FOLDER": str(tmp_path / "none")}


def test_settings_and_lockfiles_that_lead_elsewhere_are_told(
    machine: Machine, registry: RegistrySimulator, nothing: dict[str, str], tmp_path: Path
) -> None:
    project = locked.project_of(tmp_path / "shop", registry.publish("one"))
    done = machine.assay("doctor", GATE, project, env=nothing)
    host = registry.url.removeprefix("http://")
    assert done.code == 1
    assert f".npmrc: everything comes from {host}, not from the gate" in done.stdout
    assert f"package-lock.json: 1 entry names {host}, not from the gate" in done.stdout


def test_nothing_to_find(machine: Machine, nothing: dict[str, str], tmp_path: Path) -> None:
    machine.configure(f"registry={GATE}")
    project = tmp_path / "shop"
    project.mkdir()
    done = machine.assay("doctor", GATE, project, env=nothing)
    assert (done.code, done.stdout, done.stderr) == (0, "", "")
    assert machine.assay("doctor", "nonsense", env=nothing).code == 2


@pytest.mark.clients
def test_a_client_that_goes_around_is_caught(machine: Machine, tmp_path: Path) -> None:
    machine.configure(f"registry={GATE}")
    project = tmp_path / "shop"
    project.mkdir()
    path = programs(tmp_path / "bin", {"npm": "npm-10", "bun": "bun-1"}) | {"YARN_CACHE_FOLDER": str(tmp_path / "none")}
    done = machine.assay("doctor", GATE, project, env=path)
    assert (done.code, done.stdout.splitlines()) == (
        0,
        ["npm   through the gate", "bun   through the gate", "Every package manager here asks the gate."],
    )
    (project / "bunfig.toml").write_text('[install]\nregistry = "http://other.example/"\n')
    done = machine.assay("doctor", GATE, project, env=path)
    assert done.code == 1
    assert done.stdout.splitlines()[:2] == ["npm   through the gate", "bun   around the gate: it asks other.example"]
