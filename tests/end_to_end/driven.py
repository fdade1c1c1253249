"""A real package manager in a project, with a home and caches of its own, that asks one registry."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts.install_clients import CLIENTS
from tests.end_to_end.run import Finished, Machine
from tests.end_to_end.test_client_graphs import environment, files_for
from tests.registry_simulator import Published

_QUIET_NPM = ["--ignore-scripts", "--no-audit", "--no-fund"]
#: What each kind of client calls each thing; "{}" is what it is done to. What is not there it cannot do.
WORDS: Mapping[str, Mapping[str, list[str]]] = {
    "npm": {
        "install": ["install", *_QUIET_NPM],
        "frozen": ["ci", *_QUIET_NPM],
        "add": ["install", *_QUIET_NPM, "{}"],
        "update": ["update", *_QUIET_NPM],
        "run": ["exec", "--yes", "--", "{}"],
        "audit": ["audit"],
        "publish": ["publish", "--ignore-scripts"],
        "info": ["view", "{}"],
        "outdated": ["outdated"],
        "tags": ["dist-tag", "ls", "{}"],
        "tag": ["dist-tag", "add", "{}", "beta"],
        "offline": ["ci", "--offline", *_QUIET_NPM],
    },
    "yarn-1": {
        "install": ["install", "--non-interactive", "--ignore-scripts"],
        "frozen": ["install", "--frozen-lockfile", "--non-interactive", "--ignore-scripts"],
        "add": ["add", "--non-interactive", "--ignore-scripts", "{}"],
        "update": ["upgrade", "--non-interactive", "--ignore-scripts"],
        "publish": ["publish", "--non-interactive"],
        "info": ["info", "{}"],
        "outdated": ["outdated"],
        "tags": ["tag", "list", "{}"],
        "tag": ["tag", "add", "{}", "beta"],
        "offline": ["install", "--offline", "--frozen-lockfile", "--non-interactive", "--ignore-scripts"],
    },
    "yarn-4": {
        "install": ["install"],
        "frozen": ["install", "--immutable"],
        "add": ["add", "{}"],
        "update": ["up", "{}"],
        "run": ["dlx", "--quiet", "{}"],
        "audit": ["npm", "audit", "--all", "--recursive", "--no-deprecations"],
        "publish": ["npm", "publish"],
        "info": ["npm", "info", "{}"],
        "tags": ["npm", "tag", "list", "{}"],
        "tag": ["npm", "tag", "add", "{}", "beta"],
    },
    "pnpm": {
        "install": ["install", "--ignore-scripts", "--no-frozen-lockfile"],
        "frozen": ["install", "--ignore-scripts", "--frozen-lockfile"],
        "add": ["add", "--ignore-scripts", "{}"],
        "update": ["update", "--ignore-scripts"],
        "run": ["dlx", "{}"],
        "audit": ["audit"],
        "publish": ["publish", "--no-git-checks", "--ignore-scripts"],
        "info": ["view", "{}"],
        "outdated": ["outdated"],
        "tags": ["dist-tag", "ls", "{}"],
        "tag": ["dist-tag", "add", "{}", "beta"],
        "offline": ["install", "--offline", "--frozen-lockfile", "--ignore-scripts"],
    },
    "bun": {
        "install": ["install", "--ignore-scripts"],
        "frozen": ["install", "--ignore-scripts", "--frozen-lockfile"],
        "add": ["add", "--ignore-scripts", "{}"],
        "update": ["update", "--ignore-scripts"],
        "run": ["x", "{}"],
        "audit": ["audit"],
        "publish": ["publish", "--ignore-scripts"],
        "info": ["info", "{}"],
        "outdated": ["outdated"],
    },
    "deno": {
        "install": ["install"],
        "frozen": ["install", "--frozen"],
        "add": ["add", "npm:{}"],
        "update": ["outdated", "--update"],
        "run": ["run", "--allow-all", "npm:{}"],
        "audit": ["audit"],
        "info": ["info", "npm:{}"],
        "outdated": ["outdated"],
        "offline": ["install", "--cached-only", "--frozen"],
    },
}
_SECONDS = 100
#: Every client that the gate promises to serve.
DRIVEN = ("npm-10", "npm-11", "npm-12", "yarn-1", "yarn-4", "pnpm-10", "pnpm-11", "pnpm-12", "bun-1", "deno-2")


@dataclass(frozen=True, slots=True)
class Driven:
    """One of CLIENTS in the folder ``project``, on a machine of its own."""

    name: str
    machine: Machine
    project: Path

    @classmethod
    def at(cls, folder: Path, name: str, registry: str, manifest: Mapping[str, object]) -> Driven:
        """A new project in an empty folder."""
        driven = cls(name, Machine.at(folder, registry, "fetch-retries=0"), folder / "project")
        driven.project.mkdir()
        (driven.project / "package.json").write_text(json.dumps(manifest, indent=2), encoding="utf-8")
        driven.ask(registry)
        return driven

    @property
    def kind(self) -> str:
        """The key into WORDS."""
        return self.name if self.name in WORDS else self.name.partition("-")[0]

    def can(self, what: str) -> bool:
        """Whether this client has such a command."""
        return what in WORDS[self.kind]

    def ask(self, registry: str) -> None:
        """Ask this registry from now on, with a token to publish by."""
        token = f"//{registry.removeprefix('http://')}/:_authToken=letmein\n"
        (self.project / ".npmrc").write_text(f"registry={registry}/\n{token}", encoding="utf-8")
        for file, text in files_for(self.name.partition("-")[0], registry).items():
            more = "npmAuthToken: letmein\nnpmAlwaysAuth: false\n" if file == ".yarnrc.yml" else ""
            (self.project / file).write_text(text + more, encoding="utf-8")
        if self.name == "yarn-4" and not (self.project / "yarn.lock").exists():
            (self.project / "yarn.lock").touch()

    def do(self, what: str, thing: str = "") -> Finished:
        """Run one of the commands to its end."""
        client = CLIENTS[self.name]
        words = [word.replace("{}", thing) for word in WORDS[self.kind][what]]
        done = subprocess.run(
            [*client.command(), *words],
            cwd=self.project,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_SECONDS,
        )
        return Finished(done.returncode, done.stdout, done.stderr)

    def environment(self) -> dict[str, str]:
        """The variables that it runs with."""
        retries = {"npm_config_fetch_retries": "0", "PNPM_CONFIG_FETCH_RETRIES": "0"}
        return environment(CLIENTS[self.name], self.machine) | retries

    def uninstall(self) -> None:
        """Lose what is installed, and keep the caches."""
        shutil.rmtree(self.project / "node_modules", ignore_errors=True)

    def lock(self, old: str, new: str) -> int:
        """Put one text for another in the lockfile, and count how often."""
        count = 0
        for file in self.project.glob("*lock*"):
            text = file.read_text(encoding="utf-8")
            count += text.count(old)
            file.write_text(text.replace(old, new), encoding="utf-8")
        return count

    def forget(self) -> None:
        """Lose what is installed and every cache: a new machine with the same project."""
        self.uninstall()
        shutil.rmtree(self.machine.home, ignore_errors=True)
        self.machine.home.mkdir()

    def has(self, name: str) -> bool:
        """Whether anything of a package is installed, links to nowhere left out."""
        return any(_folders(self.project, name))

    def same(self, published: Published) -> bool:
        """Whether what is installed of a release is what its tarball holds, byte for byte.

        yarn 4 takes what a package bundles from the registry instead.
        """
        files = _members(published.tarball)
        if self.name == "yarn-4":
            files = {path: data for path, data in files.items() if not path.startswith("node_modules/")}
        return any(
            all((folder / path).is_file() and (folder / path).read_bytes() == data for path, data in files.items())
            for folder in _folders(self.project, published.name)
        )


def says(done: Finished, reasons: Iterable[str]) -> bool:
    """Whether one of the reasons was printed, however the lines were broken."""
    said = "".join((done.stdout + done.stderr).split())
    return any("".join(reason.split()) in said for reason in reasons)


def _folders(project: Path, name: str) -> list[Path]:
    """Every folder in a node_modules that holds this package, under whatever name."""
    found = []
    for file in (project / "node_modules").rglob("package.json"):
        document = json.loads(file.read_text(encoding="utf-8"))
        if document.get("name") == name:
            found.append(file.parent)
    return found


def _members(tarball: bytes) -> dict[str, bytes]:
    files = {}
    with tarfile.open(fileobj=io.BytesIO(tarball)) as archive:
        for member in archive.getmembers():
            content = archive.extractfile(member)
            if content is not None:
                files[member.name.partition("/")[2]] = content.read()
    return files
