"""The projects that are locked: one of each kind of dependency, all of them small."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import tarfile
from pathlib import Path

_PATCH = """diff --git a/ADDED b/ADDED
new file mode 100644
--- /dev/null
+++ b/ADDED
@@ -0,0 +1,1 @@
+added
"""
_FIXED = "2020-01-01T00:00:00Z"


def common_files(registry: str) -> dict[str, dict[str, object]]:
    """Path to package.json of everything that all clients can lock."""
    return {
        "package.json": {
            "name": "fixture-app",
            "version": "1.0.0",
            "private": True,
            "dependencies": {
                "debug": "4.3.4",
                "my-ms": "npm:ms@2.0.0",
                "chalk": "^2.4.2",
                "fixture-folder": "file:./folder",
                "fixture-packed": "file:./packed-1.0.0.tgz",
                "left-pad": f"{registry}left-pad/-/left-pad-1.3.0.tgz",
                "use-sync-external-store": "1.2.0",
            },
            "devDependencies": {"resolve": "1.20.0", "@sindresorhus/is": "4.6.0"},
            "optionalDependencies": {"fsevents": "2.3.2"},
            "peerDependencies": {"is-number": "6.0.0"},
        },
        "folder/package.json": {
            "name": "fixture-folder",
            "version": "0.1.0",
            "dependencies": {"escape-string-regexp": "1.0.5"},
        },
    }


def member(spec_of_ms: str = "2.1.1") -> dict[str, object]:
    """The package.json of a workspace member, whose ms is another one than that of debug."""
    return {
        "name": "@fixture/member",
        "version": "0.2.0",
        "dependencies": {"ms": spec_of_ms},
        "devDependencies": {"is-odd": "3.0.1"},
    }


def write(folder: Path, files: dict[str, dict[str, object]]) -> None:
    """Write package.json files, and beside them what they name: a tarball with a bundled package, and a patch."""
    for path, document in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(document, indent=2) + "\n")
    (folder / "packed-1.0.0.tgz").write_bytes(_packed())
    (folder / "patches").mkdir(exist_ok=True)
    (folder / "patches/chalk.patch").write_text(_PATCH)


def make_repository(folder: Path) -> None:
    """Make a git repository that holds one package; its only commit has the same hash each time.

    The branch is ``master``, as yarn 2 looks for no other one.
    """
    folder.mkdir(parents=True)
    (folder / "package.json").write_text('{"name": "fixture-git", "version": "0.3.0"}\n')
    author = {"NAME": "Fixture", "EMAIL": "fixture@example.invalid", "DATE": _FIXED}
    variables = {f"GIT_{who}_{key}": value for who in ("AUTHOR", "COMMITTER") for key, value in author.items()}
    for arguments in (("init", "-q", "-b", "master"), ("add", "package.json"), ("commit", "-q", "-m", "Start")):
        subprocess.run(["git", *arguments], cwd=folder, check=True, env=os.environ | variables)


def _packed() -> bytes:
    """An npm tarball whose package bundles another one; the same bytes each time."""
    own = {
        "name": "fixture-packed",
        "version": "1.0.0",
        "dependencies": {"isarray": "^2.0.0"},
        "bundleDependencies": ["isarray"],
    }
    members = {
        "package/package.json": own,
        "package/node_modules/isarray/package.json": {"name": "isarray", "version": "2.0.5"},
    }
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as packed, tarfile.open(fileobj=packed, mode="w") as archive:
        for path, document in members.items():
            data = json.dumps(document).encode()
            info = tarfile.TarInfo(path)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()
