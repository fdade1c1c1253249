"""Try whether package managers really ask a gate: each installs a harmless canary, with the settings that are in force.

The gate need not run and nothing is sent to it: in copies of the settings, and in the environment, its address is
replaced by that of a canary server on this machine, which is at the same time the proxy that nothing gets past.
"""

from __future__ import annotations

import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from assay.model.address import host_of
from assay.wiring.canary_home import PROJECT_FILES, USER_FILES, copy_moved, copy_settings, with_address
from assay.wiring.canary_server import VERSION, CanaryServer

_PATIENCE_SECONDS = 90
_ADD: Mapping[str, tuple[str, ...]] = {
    "npm": ("install", "--ignore-scripts", "--no-audit", "--no-fund"),
    "pnpm": ("add", "--ignore-scripts"),
    "yarn-1": ("add", "--ignore-scripts", "--non-interactive"),
    "yarn": ("add",),
    "bun": ("add", "--ignore-scripts"),
    "deno": ("add",),
}
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "YARN_HTTP_PROXY", "YARN_HTTPS_PROXY")
#: They would let a request past the canary, or bring in settings of another place.
_DROPPED = ("no_proxy", "all_proxy", "npm_config_noproxy", "npm_config_userconfig", "xdg_", "pnpm_home", "node_options")


class Route(StrEnum):
    """Where a package manager goes: to the gate, around it, or it could not be seen."""

    GATE = "through the gate"
    AROUND = "around the gate"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Trial:
    """What was seen of one package manager; ``detail`` names the hosts that it asked, or says why it is unknown."""

    client: str
    route: Route
    detail: str = ""


def try_client(client: str, gate: str, project: Path | None, home: Path, environment: Mapping[str, str]) -> Trial:
    """Let one package manager install the canary as it would in this project. Its caches are not touched.

    client   one of npm, pnpm, yarn, bun and deno
    gate     the gate's address
    """
    program = shutil.which(client, path=environment.get("PATH"))
    if program is None:
        return Trial(client, Route.UNKNOWN, "it is not installed")
    name = f"assay-canary-{secrets.token_hex(8)}"
    with tempfile.TemporaryDirectory(prefix="assay-doctor-") as folder, CanaryServer(name) as canary:
        room = Path(folder)
        replaced = (gate, canary.url)
        unread = _furnish(room, project, home, environment, replaced)
        variables = _variables(environment, room, home, replaced)
        output = _run(client, program, name, room / "project", variables)
        return _judged(client, canary, host_of(gate), output, unread)


def _judged(client: str, canary: CanaryServer, gate: str, output: str, unread: list[str]) -> Trial:
    # Settings of the whole machine are not copied: what they send to the gate, the proxy sees.
    others = [host for host in dict.fromkeys(canary.seen.elsewhere) if host != gate]
    if canary.seen.fetched or (canary.seen.elsewhere and not others):
        return Trial(client, Route.GATE)
    if others:
        return Trial(client, Route.AROUND, f"it asks {', '.join(others)}")
    if unread:
        return Trial(client, Route.UNKNOWN, f"these cannot be read: {', '.join(unread)}")
    return Trial(client, Route.UNKNOWN, f"it did not ask for the canary: {' '.join(output.split())[-200:]}")


def _furnish(
    room: Path, project: Path | None, home: Path, environment: Mapping[str, str], replaced: tuple[str, str]
) -> list[str]:
    (room / "home").mkdir()
    (room / "project").mkdir()
    (room / "project" / "package.json").write_text('{"name":"canary-cage","version":"1.0.0","private":true}\n')
    # A lockfile of its own keeps yarn from looking for a project in the folders above.
    (room / "project" / "yarn.lock").touch()
    unread = copy_settings(home, room / "home", USER_FILES, replaced)
    unread += copy_moved(environment, room / "home", replaced)
    if project is not None and project.resolve() != home.resolve():
        unread += copy_settings(project, room / "project", PROJECT_FILES, replaced)
    return unread


def _variables(environment: Mapping[str, str], room: Path, home: Path, replaced: tuple[str, str]) -> dict[str, str]:
    kept = {
        name: with_address(value, replaced)
        for name, value in environment.items()
        if not name.lower().startswith(_DROPPED)
    }
    cache = room / "cache"
    own = {
        "HOME": str(room / "home"),
        "COREPACK_HOME": environment.get("COREPACK_HOME", str(home / ".cache" / "node" / "corepack")),
        "npm_config_cache": str(cache / "npm"),
        "npm_config_store_dir": str(cache / "pnpm"),
        "npm_config_fetch_retries": "0",
        "PNPM_CONFIG_FETCH_RETRIES": "0",
        "npm_config_update_notifier": "false",
        "YARN_CACHE_FOLDER": str(cache / "yarn"),
        "YARN_GLOBAL_FOLDER": str(cache / "yarn-global"),
        "YARN_IGNORE_PATH": "1",
        "YARN_UNSAFE_HTTP_WHITELIST": "**",  # so that it shows where it would go
        "YARN_ENABLE_TELEMETRY": "0",
        "YARN_ENABLE_SCRIPTS": "0",
        "BUN_INSTALL_CACHE_DIR": str(cache / "bun"),
        "DENO_DIR": str(cache / "deno"),
        "DENO_NO_UPDATE_CHECK": "1",
        "CI": "",
    }
    return {**kept, **own, **dict.fromkeys(_PROXIES, replaced[1])}


def _run(client: str, program: str, name: str, folder: Path, variables: Mapping[str, str]) -> str:
    key = client
    if client == "yarn" and _call([program, "--version"], folder, variables).strip().startswith(("0.", "1.")):
        key = "yarn-1"
    what = f"{'npm:' if client == 'deno' else ''}{name}@{VERSION}"
    return _call([program, _ADD[key][0], what, *_ADD[key][1:]], folder, variables)


def _call(command: list[str], folder: Path, variables: Mapping[str, str]) -> str:
    try:
        done = subprocess.run(  # noqa: S603 -- the package manager of this machine
            command,
            cwd=folder,
            env=dict(variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return (done.stdout + done.stderr).decode(errors="replace")
