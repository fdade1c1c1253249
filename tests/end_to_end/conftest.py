from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.gate_shop import INTERNAL, Shop, condemn, open_shop
from tests.end_to_end.run import Machine
from tests.gate.running import RunningGate, running_gate
from tests.registry_simulator import RegistrySimulator


@pytest.fixture
def registry() -> Iterator[RegistrySimulator]:
    with RegistrySimulator() as simulator:
        yield simulator


@pytest.fixture(scope="session")
def upstream() -> Iterator[RegistrySimulator]:
    """What is behind the gate."""
    with RegistrySimulator() as simulator:
        yield simulator


@pytest.fixture(scope="session")
def internal() -> Iterator[RegistrySimulator]:
    """The registry for internal names."""
    with RegistrySimulator() as simulator:
        yield simulator


@pytest.fixture(scope="session")
def shop(upstream: RegistrySimulator, internal: RegistrySimulator) -> Shop:
    return open_shop(upstream, internal)


@pytest.fixture(scope="session")
def gate(
    shop: Shop, upstream: RegistrySimulator, internal: RegistrySimulator, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningGate]:
    """One gate for all clients, as a team has it."""
    assert shop.published
    machine = Machine.at(tmp_path_factory.mktemp("gate"), upstream.url)
    condemn(machine, machine.folder / "feed")
    toml = f'[internal]\nnames = ["{INTERNAL}"]\nregistry = "{internal.url}/"\n'
    folder, data = machine.folder / "running", str(machine.data)
    with running_gate(folder, upstream.url, toml=toml, ASSAY_DATA_DIR=data) as running:
        yield running


@pytest.fixture
def machine(registry: RegistrySimulator, tmp_path: Path) -> Machine:
    """A machine that knows only the simulated registry and gives up on it soon."""
    return Machine.at(tmp_path / "machine", registry.url, "fetch-retries=0", "fetch-timeout=5000")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An empty folder for a project."""
    folder = tmp_path / "project"
    folder.mkdir()
    return folder
