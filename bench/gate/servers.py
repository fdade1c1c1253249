"""What stands between a package manager and the mirror: a gate, or Verdaccio."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from scripts.install_clients import CLIENTS

VERDACCIO = "6.10.4"
_START_SECONDS = 60
_STOP_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Server:
    """One that runs: its address without a slash at the end, and its process."""

    url: str
    pid: int


@contextmanager
def gate(folder: Path, upstream: str, *words: str) -> Iterator[Server]:
    """A gate that keeps everything in a folder: a new one for a new gate."""
    folder.mkdir(parents=True, exist_ok=True)
    listen = f"127.0.0.1:{_free_port()}"
    assay = str(Path(sys.executable).with_name("assay"))
    own = {
        "HOME": str(folder),
        "ASSAY_CACHE_DIR": str(folder / "cache"),
        "ASSAY_DATA_DIR": str(folder / "data"),
    }
    command = [assay, "gate", "--listen", listen, "--upstream", upstream, *words]
    with _serving(command, own, listen, "/-/assay/ready", folder) as server:
        yield server


@contextmanager
def verdaccio(lab: Path, folder: Path, upstream: str) -> Iterator[Server]:
    """Verdaccio with its own defaults, everything asked of the upstream, and its storage in a folder."""
    program = install_verdaccio(lab)
    folder.mkdir(parents=True, exist_ok=True)
    listen = f"127.0.0.1:{_free_port()}"
    settings = {
        "storage": str(folder / "storage"),
        "uplinks": {"upstream": {"url": f"{upstream}/"}},
        "packages": {"**": {"access": "$all", "proxy": "upstream"}},
        "log": {"type": "stdout", "format": "json", "level": "fatal"},
        "web": {"enable": False},
    }
    (folder / "config.yaml").write_text(json.dumps(settings), encoding="utf-8")
    command = [*program, "--config", str(folder / "config.yaml"), "--listen", listen]
    with _serving(command, {"HOME": str(folder)}, listen, "/-/ping", folder) as server:
        yield server


def install_verdaccio(lab: Path) -> list[str]:
    """Verdaccio and the Node that it needs, installed by name into the lab if they are not there; how it is started."""
    home = lab / "verdaccio"
    program = home / "node_modules" / "verdaccio" / "bin" / "verdaccio"
    if not program.exists():
        home.mkdir(parents=True, exist_ok=True)
        (home / "package.json").write_text(
            '{"private": true, "overrides": {"node-fetch": "2.7.0"}}\n', encoding="utf-8"
        )
        print(f"installing verdaccio {VERDACCIO} into {home} ...", file=sys.stderr)
        command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([*command, f"verdaccio@{VERDACCIO}"], cwd=home, check=True, stdout=subprocess.DEVNULL)
    return [CLIENTS["npm-12"].command()[0], str(program)]


@contextmanager
def _serving(
    command: Sequence[str], more: Mapping[str, str], listen: str, ready: str, folder: Path
) -> Iterator[Server]:
    foreign = ("npm_config_", "assay_")
    environment = {name: value for name, value in os.environ.items() if not name.lower().startswith(foreign)}
    with (folder / "log.txt").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=folder, env={**environment, **more}, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        _wait(process, f"http://{listen}{ready}", folder / "log.txt")
        yield Server(f"http://{listen}", process.pid)
    finally:
        process.terminate()
        process.wait(_STOP_SECONDS)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    for _ in range(_START_SECONDS * 20):
        try:
            with urlopen(url, timeout=5) as answer:
                answer.read()
                return
        except (URLError, OSError):
            time.sleep(0.05)
        if process.poll() is not None:
            break
    sys.exit(f"{process.args!r} did not start:\n{log.read_text(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
