"""Make the bun fixtures with the real clients: ``python -m scripts.lockfile_fixtures.bun WORK_FOLDER``.

Each fixture is the lockfile and what ``bun pm ls --all`` of the same client says is installed.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

from scripts.lockfile_fixtures.example import install_client, registry, run, save, write_project

_VERSIONS = ("1.1", "1.2", "1.4")
_LISTED = re.compile(r"^[│ ]*[├└]── (\S+)", re.MULTILINE)


def main(work: Path) -> None:
    """Make all fixtures."""
    for version in _VERSIONS:
        _make(work, version)


def _make(work: Path, version: str) -> None:
    modules = install_client(work, f"bun{version}", f"bun@{version}")
    client = str(modules / "@oven" / "bun-linux-x64" / "bin" / "bun")
    project = work / f"bun-{version}-project"
    write_project(
        project,
        work,
        has_git=version == "1.4",  # earlier ones find no commit by a file: address
        workspaces=["packages/*"],
        overrides={"js-tokens": "4.0.0"},
        patchedDependencies={"is-odd@3.0.1": "patches/is-odd@3.0.1.patch"},
    )
    if version != "1.4":  # earlier ones do not know a link: to a folder
        manifest = json.loads((project / "package.json").read_text())
        del manifest["dependencies"]["linked"]
        (project / "package.json").write_text(json.dumps(manifest))
    cache = work / f"bun-{version}-cache"
    environment = {"BUN_INSTALL_CACHE_DIR": str(cache), "npm_config_registry": registry()}
    run([client, "install", "--ignore-scripts", "--save-text-lockfile"], project, **environment)
    listing = run([client, "pm", "ls", "--all"], project, **environment)
    save("bun", f"bun-{version}.lock", (project / "bun.lock").read_text(), work)
    save("bun", f"bun-{version}.json", json.dumps(sorted(set(_LISTED.findall(listing))), indent=1) + "\n", work)
    shutil.rmtree(cache, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
