"""Fixtures of yarn: the lockfile, and what yarn itself lists."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from scripts.lockfile_fixtures.client import GIT_ADDRESS, Client, Installed
from scripts.lockfile_fixtures.project import common_files, make_repository, member, write

_BERRY = "@yarnpkg/cli-dist/bin/yarn.js"
_RC = "nodeLinker: node-modules\nenableScripts: false\nenableTelemetry: false\nenableGlobalCache: false\n"
_UNGUARDED = "npmMinimalAgeGate: 0\napprovedGitRepositories: ['**']\n"


class YarnMaker:
    """Yarn 1 (its own text format), and berry by its ``__metadata`` versions 4, 6 and 8 and later."""

    @property
    def clients(self) -> tuple[Client, ...]:
        """The versions that write something of their own."""
        berry = {"2.4": "2.4.2", "3.8": "3.8.7", "4.0": "4.0.2", "4.18": "4.18.1"}
        return (
            Client("yarn-1.22", ("yarn@1.22.22",), "yarn/bin/yarn.js"),
            *(Client(f"yarn-{name}", (f"@yarnpkg/cli-dist@{version}",), _BERRY) for name, version in berry.items()),
        )

    def make(self, client: Installed, work: Path) -> dict[str, str]:
        """Install, as yarn 1 lists only what is installed."""
        project = work / "app"
        files = common_files(client.registry)
        root: dict[str, Any] = files["package.json"]
        root |= {"workspaces": ["packages/*"], "resolutions": {"supports-color": "5.4.0"}}
        root["dependencies"] |= {"fixture-linked": "link:./linked", "fixture-git": GIT_ADDRESS}
        make_repository(work / "repository")
        files["linked/package.json"] = {"name": "fixture-linked", "version": "0.4.0"}
        files["packages/member/package.json"] = member()
        is_berry = client.client.name != "yarn-1.22"
        if is_berry:
            root["dependencies"] |= {
                "chalk": "patch:chalk@npm%3A2.4.2#./patches/chalk.patch",
                "fixture-portal": "portal:./portal",
            }
            files["portal/package.json"] = {
                "name": "fixture-portal",
                "version": "0.5.0",
                "dependencies": {"ms": "2.1.1"},
            }
            files["packages/member/package.json"]["peerDependencies"] = {"@fixture/other": "*"}
            files["packages/other/package.json"] = {
                "name": "@fixture/other",
                "version": "0.6.0",
                "dependencies": {"@fixture/member": "workspace:*"},
            }
        write(project, files)
        listing = _lock_berry(client, project) if is_berry else _lock_classic(client, project)
        paths = ("yarn.lock", *files)
        return {path: (project / path).read_text() for path in paths} | {
            "listing.json": json.dumps(sorted(listing), indent=0) + "\n"
        }


def _lock_classic(client: Installed, project: Path) -> set[str]:
    quiet = ("--ignore-scripts", "--non-interactive", "--no-progress")
    registry = {"yarn_registry": client.registry}
    client.run(project, "install", *quiet, environment=registry)
    output = client.run(project, "list", "--json", "--no-progress", environment=registry)
    trees = next(json.loads(line)["data"]["trees"] for line in output.splitlines() if '"type":"tree"' in line)
    found: set[str] = set()
    stack = list(trees)
    while stack:
        tree = stack.pop()
        if tree.get("shadow") is not True:
            found.add(tree["name"])
        stack.extend(tree.get("children", ()))
    return found


def _lock_berry(client: Installed, project: Path) -> set[str]:
    is_guarded = client.client.name == "yarn-4.18"  # its defaults refuse young releases and git
    (project / ".yarnrc.yml").write_text(_RC + (_UNGUARDED if is_guarded else ""))
    (project / "yarn.lock").write_text("")
    environment = {"YARN_NPM_REGISTRY_SERVER": client.registry.rstrip("/")}
    if client.registry.startswith("http://"):
        environment["YARN_UNSAFE_HTTP_WHITELIST"] = (
            client.registry.partition("://")[2].partition("/")[0].partition(":")[0]
        )
    client.run(project, "install", environment=environment)
    output = client.run(project, "info", "-AR", "--json", environment=environment)
    return {_listed(json.loads(line)) for line in output.splitlines()}


def _listed(entry: dict[str, Any]) -> str:
    """The locator and version of one line of ``yarn info --json``."""
    return f"{entry['value']} {entry['children'].get('Version', '')}"
