from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.driven import DRIVEN
from tests.end_to_end.programs import programs
from tests.end_to_end.run import Machine
from tests.registry_simulator import RegistrySimulator

ADD = {
    "npm": ["install", "thing@1.0.0", "--ignore-scripts", "--no-audit", "--no-fund"],
    "pnpm": ["add", "thing@1.0.0", "--ignore-scripts"],
    "yarn-1": ["add", "thing@1.0.0", "--ignore-scripts", "--non-interactive"],
    "yarn-4": ["add", "thing@1.0.0", "--mode=skip-build"],
    "bun": ["add", "thing@1.0.0", "--ignore-scripts"],
    "deno": ["add", "npm:thing@1.0.0"],
}
QUIET = {
    "YARN_ENABLE_TELEMETRY": "0",
    "YARN_ENABLE_GLOBAL_CACHE": "0",
    "YARN_NPM_MINIMAL_AGE_GATE": "0",
    "npm_config_update_notifier": "false",
}


@pytest.fixture
def bare(machine: Machine) -> Machine:
    """A machine whose user has configured nothing."""
    (machine.home / ".npmrc").unlink()
    return machine


def files(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def program(folder: Path, *names: str) -> dict[str, str]:
    folder.mkdir()
    for name in names:
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)
    return {"PATH": str(folder)}


def test_shows_what_it_would_do_does_it_and_takes_it_back(bare: Machine, tmp_path: Path) -> None:
    path = program(tmp_path / "bin", "npm", "bun")
    (bare.home / ".npmrc").write_text("; mine\nsave-exact=true\n")
    dry = bare.assay("gate", "setup", "--dry-run", "http://127.0.0.1:4873", env=path)
    assert (dry.code, dry.stderr) == (0, "")
    assert "+registry=http://127.0.0.1:4873/" in dry.stdout
    assert "npm, bun would ask" in dry.stdout
    assert files(bare.home) == {".npmrc"}
    done = bare.assay("gate", "setup", "http://127.0.0.1:4873", env=path)
    assert done.stdout.replace("would ask", "ask").startswith(dry.stdout.replace("would ask", "ask")[:200])
    assert files(bare.home) == {".npmrc", ".bunfig.toml"}
    again = bare.assay("gate", "setup", "http://127.0.0.1:4873", env=path)
    assert "names the gate already" in again.stdout
    back = bare.assay("gate", "setup", "--undo", env=path)
    assert back.stdout.count(": as before") == 2
    assert files(bare.home) == {".npmrc"}
    assert (bare.home / ".npmrc").read_text() == "; mine\nsave-exact=true\n"
    assert "nothing to take back" in bare.assay("gate", "setup", "--undo", env=path).stderr


def test_what_is_stronger_is_told(bare: Machine, tmp_path: Path) -> None:
    path = program(tmp_path / "bin", "npm", "yarn")
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / ".npmrc").write_text("registry=http://other.example/\n@corp:registry=http://corp.example/\n")
    words = ("gate", "setup", "http://127.0.0.1:4873")
    done = bare.assay(*words, cwd=tmp_path / "shop", env={**path, "YARN_REGISTRY": "http://third.example/"})
    assert (done.code, done.stderr.splitlines()) == (
        0,
        [
            "assay: the variable YARN_REGISTRY is stronger: everything comes from third.example",
            f"assay: {tmp_path / 'shop' / '.npmrc'} is stronger: everything comes from other.example",
        ],
    )
    done = bare.assay(*words, "--project", cwd=tmp_path / "shop", env=path)
    assert (done.code, done.stderr) == (0, "")


def test_what_cannot_be_changed_gives_another_exit_code(bare: Machine, tmp_path: Path) -> None:
    path = program(tmp_path / "bin", "bun")
    (bare.home / ".bunfig.toml").write_text("[install")
    done = bare.assay("gate", "setup", "http://127.0.0.1:4873", env=path)
    assert (done.code, done.stdout) == (1, "")
    assert "was left as it is" in done.stderr


@pytest.mark.parametrize(
    "words", [(), ("--project", "--user", "http://127.0.0.1/"), ("--undo", "http://127.0.0.1/"), ("nonsense",)]
)
def test_nonsense_is_refused(bare: Machine, tmp_path: Path, words: tuple[str, ...]) -> None:
    done = bare.assay("gate", "setup", *words, env=program(tmp_path / "bin", "npm"))
    assert done.code == 2
    assert files(bare.home) == set()


def test_without_any_package_manager_it_says_so(bare: Machine, tmp_path: Path) -> None:
    done = bare.assay("gate", "setup", "http://127.0.0.1:4873", env=program(tmp_path / "bin"))
    assert (done.code, "no package manager was found" in done.stderr) == (2, True)


@pytest.mark.clients
@pytest.mark.parametrize("scope", ["--user", "--project"])
@pytest.mark.parametrize("client", ["pnpm-9", *DRIVEN])
def test_a_real_client_asks_the_gate_after_setup(client: str, scope: str, bare: Machine, tmp_path: Path) -> None:
    name = client.partition("-")[0]
    cache = {"YARN_CACHE_FOLDER": str(tmp_path / "yarn-cache")}  # root's is shared by all homes
    environment = bare.environment({**programs(tmp_path / "bin", {name: client}), **QUIET, **cache})
    project = tmp_path / "project"
    project.mkdir()
    (project / "package.json").write_text(json.dumps({"name": "shop", "version": "1.0.0", "private": True}))
    (project / "yarn.lock").write_text("__metadata:\n  version: 8\n" if client == "yarn-4" else "")
    with RegistrySimulator() as gate:
        gate.publish("thing")
        done = bare.assay("gate", "setup", scope, gate.url, cwd=project, env={"PATH": environment["PATH"]})
        assert done.code == 0, done.stderr
        words = [str(tmp_path / "bin" / name), *(ADD.get(client) or ADD[name])]
        added = subprocess.run(words, cwd=project, env=environment, capture_output=True, text=True, timeout=100)
        assert added.returncode == 0, added.stdout + added.stderr
        assert any(path.endswith("thing-1.0.0.tgz") for path in gate.paths())
        written = [line[4:] for line in done.stdout.splitlines() if line.startswith("+++ ")]
        back = bare.assay("gate", "setup", "--undo", cwd=project, env={"PATH": environment["PATH"]})
        assert (back.code, sorted(back.stdout.split(": as before\n"))) == (0, sorted(["", *written]))
        assert not any(gate.url in file.read_text() for file in map(Path, written) if file.exists())
