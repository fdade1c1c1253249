"""Frozen installs of one application, from whatever registry, each with an empty cache."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.processes import Cost, measure
from bench.scan.inputs import LOCKFILE
from scripts.install_clients import CLIENTS

_QUIET = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


@dataclass(frozen=True, slots=True)
class Application:
    """The application of the committed lockfile; ``folder`` is where its installs happen."""

    folder: Path

    def npm_ci(self, registry: str) -> Cost:
        """``npm ci`` with npm 11, every address in the lockfile at this registry."""
        project = self._project(registry)
        (project / "package-lock.json").write_text(self._lockfile_at(registry), encoding="utf-8")
        return self._measured("npm-11", ["ci", *_QUIET], project, registry)

    def pnpm_install(self, registry: str) -> Cost:
        """``pnpm install --frozen-lockfile`` with pnpm 10."""
        project = self._project(registry)
        shutil.copy(self._pnpm_lockfile, project / "pnpm-lock.yaml")
        return self._measured("pnpm-10", ["install", "--frozen-lockfile", "--ignore-scripts"], project, registry)

    def prepare(self, registry: str) -> None:
        """Have npm add to the committed lockfile what other platforms need, and pnpm write its own from it, once."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self._npm_lockfile.exists():
            project = self._project(registry)
            shutil.copy(LOCKFILE, project)
            self._measured("npm-11", ["install", "--package-lock-only", *_QUIET], project, registry)
            shutil.copy(project / "package-lock.json", self._npm_lockfile)
        if not self._pnpm_lockfile.exists():
            project = self._project(registry)
            (project / "package-lock.json").write_text(self._lockfile_at(registry), encoding="utf-8")
            self._measured("pnpm-10", ["import"], project, registry)
            shutil.copy(project / "pnpm-lock.yaml", self._pnpm_lockfile)

    def _lockfile_at(self, registry: str) -> str:
        document = json.loads(self._npm_lockfile.read_text(encoding="utf-8"))
        for path, entry in document["packages"].items():
            if _is_fetched(path, entry):
                entry["resolved"] = registry + tarball_path(_name(path, entry), entry["version"])
        return json.dumps(document)

    @property
    def _npm_lockfile(self) -> Path:
        return self.folder / "package-lock.json"

    @property
    def _pnpm_lockfile(self) -> Path:
        return self.folder / "pnpm-lock.yaml"

    def _project(self, registry: str) -> Path:
        project = self.folder / "project"
        for each in ("project", "home"):
            shutil.rmtree(self.folder / each, ignore_errors=True)
            (self.folder / each).mkdir(parents=True)
        shutil.copy(LOCKFILE.with_name("package.json"), project)
        (project / ".npmrc").write_text(f"registry={registry}/\n", encoding="utf-8")
        return project

    def _measured(self, client: str, words: list[str], project: Path, registry: str) -> Cost:
        home = self.folder / "home"
        own = {
            "HOME": str(home),
            "CI": "1",
            "npm_config_registry": f"{registry}/",
            "npm_config_cache": str(home / "cache"),
            "npm_config_store_dir": str(home / "store"),
            "npm_config_userconfig": str(home / ".npmrc"),
            "npm_config_update_notifier": "false",
            "npm_config_manage_package_manager_versions": "false",
            "XDG_CACHE_HOME": str(home / "xdg-cache"),
            "XDG_DATA_HOME": str(home / "xdg-data"),
            "XDG_STATE_HOME": str(home / "xdg-state"),
        }
        cost = measure([*CLIENTS[client].command(), *words], own, cwd=project)
        if cost.code != 0:
            logs = sorted((home / "cache" / "_logs").glob("*.log"))
            said = cost.output.decode(errors="replace") + (logs[-1].read_text(errors="replace") if logs else "")
            sys.exit(f"{client} {' '.join(words)} from {registry} failed:\n{said[-3000:]}")
        return cost


def releases() -> list[tuple[str, str]]:
    """Name and version of everything that the committed lockfile names."""
    packages = json.loads(LOCKFILE.read_text(encoding="utf-8"))["packages"]
    return sorted(
        {(_name(path, entry), entry["version"]) for path, entry in packages.items() if _is_fetched(path, entry)}
    )


def tarball_path(name: str, version: str) -> str:
    """The conventional path of a tarball."""
    return f"/{name}/-/{name.rpartition('/')[2]}-{version}.tgz"


def _is_fetched(path: str, entry: dict[str, object]) -> bool:
    is_own = path.startswith("node_modules/") and not entry.get("link")
    return is_own and "version" in entry and not entry.get("inBundle")


def _name(path: str, entry: dict[str, object]) -> str:
    return str(entry.get("name") or path.rpartition("node_modules/")[2])
