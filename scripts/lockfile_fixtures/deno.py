"""Make the deno fixtures with the real clients: ``python -m scripts.lockfile_fixtures.deno WORK_FOLDER``.

Each fixture is the lockfile and the folders that the same client makes in ``node_modules/.deno``.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from scripts.lockfile_fixtures.example import install_client, registry, run, save, write_manifest

_VERSIONS = ("2.1", "2.9")
_OWN = ("example-root@", "@example+lib@")


def main(work: Path) -> None:
    """Make all fixtures."""
    for version in _VERSIONS:
        _make(work, version)


def _make(work: Path, version: str) -> None:
    modules = install_client(work, f"deno{version}", f"deno@{version}")
    client = str(modules / "@deno" / "linux-x64-glibc" / "deno")
    project = work / f"deno-{version}-project"
    shutil.rmtree(project, ignore_errors=True)
    write_manifest(
        project,
        name="example-root",
        version="1.0.0",
        workspaces=["packages/*"],
        dependencies={
            "is-odd": "3.0.1",
            "millis": "npm:ms@2.0.0",
            "debug": "^4.3.4",
            "react": "18.2.0",
            "use-sync-external-store": "1.2.0",
            "chokidar": "3.6.0",
        },
        devDependencies={"@babel/code-frame": "7.22.5"},
    )
    write_manifest(
        project / "packages" / "lib",
        name="@example/lib",
        version="1.0.0",
        dependencies={"ms": "2.1.2", "react": "17.0.2", "use-sync-external-store": "1.2.0"},
    )
    cache = work / f"deno-{version}-cache"
    environment = {"DENO_DIR": str(cache), "NPM_CONFIG_REGISTRY": registry(), "DENO_TLS_CA_STORE": "system"}
    run([client, "install"], project, **environment)
    folders = (project / "node_modules" / ".deno").iterdir()
    names = {each.name.replace("+", "/").split("_")[0] for each in folders if "@" in each.name[1:]}
    names = {name for name in names if not name.startswith(tuple(own.replace("+", "/") for own in _OWN))}
    save("deno", f"deno-{version}.lock", (project / "deno.lock").read_text(), work)
    save("deno", f"deno-{version}.json", json.dumps(sorted(names), indent=1) + "\n", work)
    shutil.rmtree(cache, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
