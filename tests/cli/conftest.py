from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.run import Machine
from tests.registry_simulator import RegistrySimulator


@pytest.fixture
def registry() -> Iterator[RegistrySimulator]:
    with RegistrySimulator() as simulator:
        yield simulator


@pytest.fixture
def machine(registry: RegistrySimulator, tmp_path: Path) -> Machine:
    return Machine.at(tmp_path / "machine", registry.url, "fetch-retries=0", "fetch-timeout=5000")
