"""The files by which others run a gate speak of commands, options and addresses that there are."""

from __future__ import annotations

import json
import re
import shlex
from configparser import ConfigParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from assay.cli.main import cli
from assay.gate.route import Kind, route
from assay.gate.serve import GRACE_SECONDS

PACKAGING = Path(__file__).parent.parent / "packaging"
DOCKERFILE = (PACKAGING / "Dockerfile").read_text(encoding="utf-8")


def _unit() -> ConfigParser:
    # keys such as Environment may stand there more than once
    unit = ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(PACKAGING / "assay-gate.service", encoding="utf-8")
    return unit


def _commands() -> list[list[str]]:
    entry = re.search(r"^ENTRYPOINT (\[.*\])$", DOCKERFILE, re.MULTILINE)
    example = re.search(r"assay-gate (--public-url \S+)$", DOCKERFILE, re.MULTILINE)
    assert entry is not None
    assert example is not None
    in_container = [*json.loads(entry[1]), *example[1].split()]
    return [shlex.split(_unit()["Service"]["ExecStart"]), in_container]


@pytest.mark.parametrize("command", _commands(), ids=["systemd", "docker"])
def test_the_gate_is_started_with_options_that_it_has(command: list[str]) -> None:
    program, *words = command
    assert Path(program).name == "assay"
    done = CliRunner().invoke(cli, [*words, "--help"])
    assert done.exit_code == 0, done.output
    for word in words:
        assert not word.startswith("--") or f"{word} " in done.output


def test_health_is_asked_where_the_gate_answers() -> None:
    path = re.search(r"urlopen\('http://127\.0\.0\.1:4873(/[^']*)'", DOCKERFILE)
    assert path is not None
    assert route("GET", path[1].encode()).kind is Kind.READY


def test_stopping_leaves_answers_the_time_that_the_gate_gives_them() -> None:
    assert int(_unit()["Service"]["TimeoutStopSec"]) > GRACE_SECONDS
