from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner

from assay import __version__
from assay.cli.main import COMMANDS, cli
from tests.end_to_end.run import Machine

#: What costs more time to import than help may take.
HEAVY = (
    "aiohttp",
    "asyncio",
    "cyclonedx",
    "jinja2",
    "msgspec",
    "nodesemver",
    "rapidfuzz",
    "rich",
    "sqlite3",
    "tree_sitter",
    "yaml",
)


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["--version"]])
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    script = (
        "import sys\nbefore = set(sys.modules)  # what measures coverage may be there already\n"
        "from assay.cli.main import run\n"
        f"sys.argv = ['assay', *{words!r}]\n"
        "try:\n    run()\nfinally:\n"
        f"    print('heavy:', sorted(name for name in {HEAVY!r} if name in sys.modules and name not in before))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "heavy: []"


def test_help_lists_every_command_and_the_exit_codes() -> None:
    shown = CliRunner().invoke(cli, ["--help"]).output
    for name, (_, line) in COMMANDS.items():
        assert f"  {name} " in shown
        assert line in shown
    assert "2 wrong use or unreadable input" in " ".join(shown.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_help(name: str) -> None:
    done = CliRunner().invoke(cli, [name, "--help"])
    assert done.exit_code == 0
    assert f"Usage: cli {name}" in done.output


def test_version(machine: Machine) -> None:
    done = machine.assay("--version")
    assert (done.code, done.stdout) == (0, f"assay {__version__}\n")


def test_a_slip_of_the_finger_in_a_command(machine: Machine) -> None:
    done = machine.assay("scn", ".")
    assert (done.code, done.stdout) == (2, "")
    assert "There is no command 'scn'. Did you mean 'scan'?" in done.stderr


def test_a_command_that_is_none(machine: Machine) -> None:
    done = machine.assay("frobnicate")
    assert done.code == 2
    assert "'assay --help' lists them" in done.stderr


def test_no_command_at_all_shows_the_help(machine: Machine) -> None:
    done = machine.assay()
    assert done.code == 2
    assert "Commands:" in done.stderr + done.stdout
