"""What a gate holds in memory after it handed out very many packages, from a registry in memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bench.gate.installs import tarball_path
from bench.gate.load import load
from bench.gate.servers import gate
from bench.processes import resident_kib, resident_mib
from tests.registry_simulator import RegistrySimulator

_VERSIONS = 3
_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Held:
    """Resident MiB of the gate's own process, and with its workers; and how many answers were errors."""

    gate_mib: float
    all_mib: float
    errors: int


def memory_after(folder: Path, packages: int) -> Held:
    """Ask a new gate for the packument and the newest tarball of so many packages."""
    with RegistrySimulator() as registry:
        paths = []
        for number in range(packages):
            name = f"bench-thing-{number}"
            for version in range(_VERSIONS):
                source = f"module.exports = {number} + {version};\n" * 20
                registry.publish(name, f"1.{version}.0", files={"index.js": source})
            paths += [f"/{name}", tarball_path(name, f"1.{_VERSIONS - 1}.0")]
        with gate(folder, registry.url) as server:
            seen = load(server.url, paths, _AT_ONCE, 0, rounds=1)
            return Held(resident_kib(server.pid) / 1024, resident_mib(server.pid), seen.errors)
