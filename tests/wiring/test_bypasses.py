from __future__ import annotations

from pathlib import Path

from assay.wiring.bypasses import lockfile_bypasses, setting_bypasses
from tests.end_to_end import locked
from tests.registry_simulator import RegistrySimulator

GATE = "http://gate.acme.example/"


def test_registries_that_are_not_the_gate_are_told(tmp_path: Path) -> None:
    home, project = tmp_path / "home", tmp_path / "project"
    home.mkdir()
    project.mkdir()
    (home / ".npmrc").write_text(f"registry={GATE}\n")
    (project / "package.json").write_text("{}")
    (project / ".npmrc").write_text(f"@ours:registry={GATE}p/shop/\n@acme:registry=https://npm.acme.example/\n")
    environment = {"npm_config_registry": "https://other.example/", "npm_config_globalconfig": str(tmp_path / "none")}
    found = setting_bypasses(project, home, environment, GATE)
    assert [each.what for each in found] == ["everything comes from other.example", "@acme comes from npm.acme.example"]
    assert found[1].place.endswith(".npmrc")


def test_addresses_in_lockfiles_are_counted_by_host(tmp_path: Path) -> None:
    with RegistrySimulator() as registry:
        locked.project_of(tmp_path, registry.publish("one"), registry.publish("two"))
        (found,), unread = lockfile_bypasses(tmp_path, GATE)
        host = registry.url.removeprefix("http://")
        assert (found.what, unread) == (f"2 entries name {host}", [])
        assert lockfile_bypasses(tmp_path, registry.url) == ([], [])
    (tmp_path / "package-lock.json").write_text("{")
    assert len(lockfile_bypasses(tmp_path, GATE)[1]) == 1
