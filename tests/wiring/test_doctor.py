from __future__ import annotations

from pathlib import Path

import pytest

from assay.wiring.doctor import Route, try_client
from assay.wiring.setup import apply, plan
from assay.wiring.setup_targets import PROGRAMS, user_targets
from tests.end_to_end.programs import programs
from tests.end_to_end.run import Machine
from tests.wiring.test_setup import NOW

DRIVEN = ("npm-10", "npm-11", "npm-12", "pnpm-10", "pnpm-11", "pnpm-12", "yarn-1", "yarn-4", "bun-1", "deno-2")
GATE = "http://gate.acme.example:4873/"


def test_what_is_not_installed_is_unknown(tmp_path: Path) -> None:
    trial = try_client("bun", GATE, None, tmp_path, {"PATH": str(tmp_path)})
    assert (trial.route, trial.detail) == (Route.UNKNOWN, "it is not installed")


def test_a_program_that_does_nothing_is_unknown(tmp_path: Path) -> None:
    (tmp_path / "npm").write_text("#!/bin/sh\necho I am not npm\n")
    (tmp_path / "npm").chmod(0o755)
    trial = try_client("npm", GATE, None, tmp_path, {"PATH": f"{tmp_path}:/usr/bin:/bin"})
    assert trial.route is Route.UNKNOWN
    assert "I am not npm" in trial.detail


@pytest.mark.clients
@pytest.mark.parametrize("client", DRIVEN)
def test_a_real_client_is_seen_asking_the_gate_and_going_around_it(client: str, tmp_path: Path) -> None:
    machine = Machine.at(tmp_path / "machine", "http://127.0.0.1:9")
    name, home = client.partition("-")[0], machine.home
    (home / ".npmrc").unlink()
    project = machine.folder / "project"
    project.mkdir()
    environment = machine.environment(programs(machine.folder / "bin", {name: client}))
    around = try_client(name, GATE, project, home, environment)
    assert around.route is Route.AROUND, around.detail
    assert "gate.acme" not in around.detail
    apply(plan(user_targets(home, PROGRAMS), GATE), machine.data / "setup.json", NOW)
    through = try_client(name, GATE, project, home, environment)
    assert through.route is Route.GATE, through.detail


@pytest.mark.clients
@pytest.mark.parametrize(
    ("client", "route"), [("npm-11", Route.GATE), ("pnpm-10", Route.GATE), ("pnpm-11", Route.AROUND)]
)
def test_pnpm_11_no_longer_follows_npms_variable(client: str, route: Route, tmp_path: Path) -> None:
    machine = Machine.at(tmp_path / "machine", "http://127.0.0.1:9")
    (machine.home / ".npmrc").unlink()
    name = client.partition("-")[0]
    environment = machine.environment(programs(machine.folder / "bin", {name: client}))
    environment["npm_config_registry"] = GATE
    trial = try_client(name, GATE, None, machine.home, environment)
    assert trial.route is route, trial.detail


@pytest.mark.clients
@pytest.mark.parametrize("client", ["npm-11", "pnpm-12", "yarn-1", "deno-2"])
def test_a_project_that_names_another_registry_is_caught(client: str, tmp_path: Path) -> None:
    machine = Machine.at(tmp_path / "machine", GATE.rstrip("/"))
    project = machine.folder / "project"
    project.mkdir()
    (project / ".npmrc").write_text("registry=http://other.example/\n")
    name = client.partition("-")[0]
    environment = machine.environment(programs(machine.folder / "bin", {name: client}))
    trial = try_client(name, GATE, project, machine.home, environment)
    assert trial.route is Route.AROUND, trial.detail
    assert "other.example" in trial.detail
    assert "gate.acme" not in trial.detail
