from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from tests.end_to_end.run import Finished, Machine
from tests.gate.running import running_gate

UPSTREAM = "http://127.0.0.1:9"


def start(machine: Machine, *words: str, **env: str) -> Finished:
    """Start a gate that cannot serve."""
    return machine.assay("gate", "--upstream", UPSTREAM, *words, env=env)


def test_a_port_that_is_taken(machine: Machine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        done = start(machine, "--listen", address)
    told, hint = done.stderr.splitlines()
    assert (done.code, told) == (2, f"assay: cannot listen on {address}: address already in use")
    assert "another gate" in hint


@pytest.mark.parametrize(
    ("words", "said", "hint"),
    [
        (("--listen", "host.invalid:4873"), "host.invalid:4873: there is no such host", "--listen 127.0.0.1:4873"),
        (("--listen", "192.0.2.1:4873"), "192.0.2.1:4873: cannot assign", "an address of this machine"),
        (("--upstream", "nonsense"), "--upstream: 'nonsense' is no http", "such as http"),
        (("--store", "sqlite:////proc/x/y"), "cannot write /proc/x/y", "--store"),
        (("--store", "postgresql://u@host.invalid/x"), "host.invalid", "that the server runs"),
        (("--store", "mysql://x"), "cannot be opened by mysql:", "postgresql://"),
        (("--policy", "none.toml"), "none.toml: cannot be read", ""),
    ],
)
def test_what_cannot_serve_says_what_where_and_what_to_do(
    words: tuple[str, ...], said: str, hint: str, machine: Machine
) -> None:
    done = start(machine, "--listen", "127.0.0.1:0", *words)
    assert (done.code, done.stdout) == (2, "")
    assert said in done.stderr.splitlines()[0]
    assert hint in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[policy.block]\nverdict = []\n", "did you mean 'verdicts'"),
        ("[policy.block]\nrules = ['nosuch']\n", "'assay rules' lists them"),
        ("[policy", "not TOML"),
    ],
)
def test_a_broken_policy_is_told_with_its_file(text: str, said: str, machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "assay.toml").write_text(text)
    done = start(machine, "--listen", "127.0.0.1:0", "--policy", str(tmp_path / "assay.toml"))
    assert done.code == 2
    assert str(tmp_path / "assay.toml") in done.stderr
    assert said in done.stderr


def test_a_missing_extra_is_named(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "uvicorn.py").write_text("raise ModuleNotFoundError(\"No module named 'uvicorn'\")\n")
    path = str(Path(__file__).parents[2] / "src")
    done = start(machine, "--listen", "127.0.0.1:0", PYTHONPATH=f"{tmp_path}:{path}")
    assert (done.code, "pip install 'assay[gate]'" in done.stderr) == (2, True), done.stderr


def test_a_registry_that_is_down_is_told_to_who_asks(tmp_path: Path) -> None:
    with running_gate(tmp_path, UPSTREAM) as gate:
        got = gate.get("/left-pad")
        assert (got.status, got.headers["retry-after"]) == (403, "30")
        assert "upstream gave no usable answer" in got.reason
        told = json.loads(got.body)["error"]
        assert "127.0.0.1:9" in told
        assert "Try again in 30 s" in told
        said = (tmp_path / "gate.log").read_text().splitlines()
        assert said[0].endswith("(enforce), in front of 127.0.0.1:9")
        assert said[1] == f"assay gate: the ledger is {tmp_path / 'ledger.sqlite3'}"
