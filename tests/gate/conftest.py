from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.gate.running import RunningGate, running_gate
from tests.registry_simulator import RegistrySimulator


@pytest.fixture(scope="module")
def gate(upstream: RegistrySimulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningGate]:
    """A gate in front of the ``upstream`` of the module that asks for it."""
    with running_gate(tmp_path_factory.mktemp("gate"), upstream.url) as running:
        yield running
