from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres_server import PostgresServer, postgres_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An address at which there is no ledger yet, of each kind of store."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/gate/ledger.sqlite3"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_database()
