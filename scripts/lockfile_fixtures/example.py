"""The example project that the fixtures of pnpm, bun and deno are made of, and the tools to make them.

It has one of each: alias, override, workspace, peer, optional and development dependency, ``file:`` folder and
tarball, ``link:``, git, tarball by URL, patch.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

#: Stands in the fixtures for the registry that was really asked.
HOST = "https://registry.example"
FIXTURES = Path(__file__).parents[2] / "tests" / "lockfiles" / "fixtures"
PATCH = """diff --git a/index.js b/index.js
--- a/index.js
+++ b/index.js
@@ -23,3 +23,4 @@
   return (n % 2) === 1;
 };
{blank}
+// patched
""".replace("{blank}", " ")


def run(command: list[str], cwd: Path, **environment: str) -> str:
    """Run a client in a folder and return what it prints."""
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=300
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def registry() -> str:
    """The registry of npm's own configuration, without a slash at its end."""
    return run(["npm", "config", "get", "registry", "--loglevel=error"], Path.cwd()).strip().rstrip("/")


def install_client(work: Path, folder: str, *specs: str) -> Path:
    """Install a client by name in a folder of its own and return its ``node_modules``."""
    home = work / folder
    if not (home / "node_modules").exists():
        home.mkdir(parents=True, exist_ok=True)
        (home / "package.json").write_text("{}")
        run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", *specs], home)
    return home / "node_modules"


def write_manifest(folder: Path, **fields: object) -> None:
    """Write a package.json."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text(json.dumps(fields, indent=2) + "\n")


def write_project(folder: Path, work: Path, *, has_git: bool = True, **fields: object) -> None:
    """Write the example project; ``fields`` are added to the root's package.json."""
    shutil.rmtree(folder, ignore_errors=True)
    dependencies = {
        "is-odd": "3.0.1",
        "millis": "npm:ms@2.0.0",
        "debug": "^4.3.4",
        "react": "18.2.0",
        "use-sync-external-store": "1.2.0",
        "local-folder": "file:./local/folder",
        "linked": "link:./local/linked",
        "local-tarball": "file:./local/local-tarball-1.0.0.tgz",
        "is-string": f"{registry()}/is-string/-/is-string-1.0.7.tgz",
    }
    if has_git:
        dependencies["git-package"] = f"git+file://{git_repository(work)}"
    root = {
        "name": "example-root",
        "version": "1.0.0",
        "private": True,
        "dependencies": dependencies,
        "devDependencies": {"@babel/code-frame": "7.22.5"},
        "optionalDependencies": {"fsevents": "2.3.3"},
    }
    write_manifest(folder, **{**root, **fields})
    (folder / "patches").mkdir()
    (folder / "patches" / "is-odd@3.0.1.patch").write_text(PATCH)
    write_manifest(
        folder / "packages" / "lib",
        name="@example/lib",
        version="1.0.0",
        dependencies={"ms": "2.1.2", "semver": "^5.7.0"},
        peerDependencies={"react": "*"},
    )
    write_manifest(
        folder / "packages" / "app",
        name="@example/app",
        version="1.0.0",
        dependencies={
            "@example/lib": "workspace:*",
            "ms": "2.1.3",
            "use-sync-external-store": "1.2.0",
            "react": "17.0.2",
        },
        devDependencies={"debug": "2.6.9"},
    )
    local = folder / "local"
    write_manifest(local / "folder", name="local-folder", version="1.2.3", dependencies={"has-flag": "4.0.0"})
    write_manifest(local / "linked", name="linked", version="1.0.0", dependencies={"isarray": "2.0.5"})
    manifest = {"name": "local-tarball", "version": "1.0.0", "dependencies": {"path-key": "3.1.1"}}
    with tarfile.open(local / "local-tarball-1.0.0.tgz", "w:gz") as archive:
        data = json.dumps(manifest).encode()
        member = tarfile.TarInfo("package/package.json")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))


def git_repository(work: Path) -> Path:
    """A bare repository with one package, made on first use."""
    bare = work / "git-package.git"
    if not bare.exists():
        source = work / "git-package-source"
        write_manifest(source, name="git-package", version="0.3.0", dependencies={"escape-string-regexp": "1.0.5"})
        author = ["-c", "user.name=example", "-c", "user.email=example@example.invalid"]
        run(["git", "init", "-q"], source)
        run(["git", "add", "."], source)
        run(["git", *author, "commit", "-q", "-m", "example"], source)
        run(["git", "clone", "-q", "--bare", str(source), str(bare)], work)
    return bare


def sanitized(text: str, work: Path) -> str:
    """The same text with the registry's host and the path of the working folder replaced."""
    for host in {registry(), registry().replace("https:", "http:")}:
        text = text.replace(host, HOST)
    text = text.replace(re.sub("^https?://", "", registry()), HOST.removeprefix("https://"))
    return text.replace(str(work), "/home/example")


def save(folder: str, name: str, text: str, work: Path) -> None:
    """Write one fixture."""
    target = FIXTURES / folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(sanitized(text, work))
