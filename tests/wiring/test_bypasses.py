from __future__ import annotations

from pathlib import Path

import pytest

from assay.registry.default_registry import public_registry
from assay.wiring.bypasses import corepack_bypasses, lockfile_bypasses, setting_bypasses
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


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("home/.yarnrc", 'registry "https://other.example/"\n'),
        ("project/.yarnrc", 'registry "https://other.example/"\n'),
        ("home/.bunfig.toml", '[install]\nregistry = "https://other.example/"\n'),
        ("home/.config/pnpm/config.yaml", "registries:\n  default: https://other.example/\n"),
        ("home/.yarnrc.yml", "npmRegistryServer: https://other.example/\n"),
    ],
)
def test_files_of_other_clients_are_told(file: str, text: str, tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    none = {"npm_config_globalconfig": str(tmp_path / "none")}
    (found,) = setting_bypasses(tmp_path / "project", tmp_path / "home", none, GATE)
    assert (found.place, found.what) == (str(path), "everything comes from other.example")


@pytest.mark.parametrize(
    "name",
    ["npm_config_registry", "NPM_CONFIG_REGISTRY", "PNPM_CONFIG_REGISTRY", "YARN_REGISTRY", "YARN_NPM_REGISTRY_SERVER"],
)
def test_variables_are_told_by_name(name: str, tmp_path: Path) -> None:
    environment = {"npm_config_globalconfig": str(tmp_path / "none"), name: "https://other.example/"}
    (found,) = setting_bypasses(None, tmp_path, environment, GATE)
    assert (found.place, found.what) == (f"the variable {name}", "everything comes from other.example")
    assert setting_bypasses(None, tmp_path, {**environment, name: GATE}, GATE) == []


def test_what_names_the_public_registry_is_asked_of_the_gate_by_npm_but_not_by_yarn(tmp_path: Path) -> None:
    public = public_registry().rstrip("/")
    for name, write in (("package-lock.json", locked.npm), ("yarn.lock", locked.yarn_1)):
        with RegistrySimulator() as registry:
            folder = tmp_path / name
            folder.mkdir()
            (folder / "package.json").write_text("{}")
            text = write([registry.publish("one")])
            (folder / name).write_text(text.replace(registry.url, public))
        found, unread = lockfile_bypasses(folder, GATE)
        assert (len(found), unread) == (name == "yarn.lock", [])


@pytest.mark.parametrize(
    ("manifest", "registry", "count"),
    [
        ('{"packageManager": "pnpm@10.1.0"}', "", 1),
        ('{"packageManager": "pnpm@10.1.0"}', "https://other.example/", 1),
        ('{"packageManager": "pnpm@10.1.0"}', GATE, 0),
        ('{"packageManager": 1}', "", 0),
        ("[", "", 0),
    ],
)
def test_corepack_goes_around_unless_its_variable_names_the_gate(
    manifest: str, registry: str, count: int, tmp_path: Path
) -> None:
    (tmp_path / "package.json").write_text(manifest)
    (tmp_path / "corepack").touch(mode=0o755)
    environment = {"PATH": str(tmp_path), "COREPACK_NPM_REGISTRY": registry}
    assert len(corepack_bypasses(tmp_path, environment, GATE)) == count
    assert corepack_bypasses(tmp_path, {**environment, "PATH": "/nowhere"}, GATE) == []
