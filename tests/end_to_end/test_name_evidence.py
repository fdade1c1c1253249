"""Every kind of evidence about a lookalike, as ``assay check`` and ``assay scan`` show it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assay.store.corpus_file import save_corpus
from tests.end_to_end.run import Machine
from tests.names.small import small_bytes
from tests.registry_simulator import Fault, RegistrySimulator

LONG = "A modern JavaScript utility library delivering modularity, performance and extras"
OTHER = "Reads the shelves of a warehouse and prints labels for pallets"
#: Name to what is told of it.
EVIDENCE = {
    "axioss": "both are maintained by axios-team",
    "expresss": "it is older than express",
    "comander": "its description speaks of something else than that of commander",
    "raect": "its README is that of react",
    "loadsh": "it was first published 2 days ago",
    "lodahs": "it is deprecated in favour of lodash",
    "tyepscript": "it has 30 versions",
    "discrod.js": "it claims the repository of discord.js and shares no maintainer",
    "babel-coer": "it depends on babel-core",
    "uglfiy-js": "it has a single version",
    "requires-prot": "it is in the registry since 2012-02",
    "cros-env": "the registry holds the name after a removal",
}
#: What only the registry's search tells, which a scan does not ask.
BY_SEARCH = {
    "expresss": "express-team, who published it, has 22 other packages",
    "loadsh": "stranger, who published it, has no other package",
}


@pytest.fixture(scope="module")
def registry() -> Iterator[RegistrySimulator]:
    with RegistrySimulator() as simulator:
        fill(simulator)
        yield simulator


@pytest.fixture(scope="module")
def machine(registry: RegistrySimulator, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    made = Machine.at(tmp_path_factory.mktemp("machine"), registry.url, "fetch-retries=0", "fetch-timeout=5000")
    save_corpus(made.data / "corpus.bin", small_bytes())
    return made


def fill(registry: RegistrySimulator) -> None:
    """The targets, and a lookalike for each kind of evidence."""
    for target in ("lodash", "react", "express", "commander", "axios", "cross-env", "discord.js", "uglify-js"):
        manifest = {"description": LONG, "repository": f"github:owner/{target}"}
        registry.publish(target, manifest=manifest, publisher=f"{target}-team")
    for target in ("babel-core", "requires-port"):
        registry.publish(target, publisher="owner", published=datetime(2012, 1, 1, tzinfo=UTC))
    registry.publish("typescript", publisher="owner")
    registry.amend("react", readme=LONG)
    registry.publish("axioss", publisher="axios-team")
    registry.publish("expresss", publisher="express-team", published=datetime(2023, 1, 1, tzinfo=UTC))
    for number in range(21):
        registry.publish(f"express-part-{number}", publisher="express-team")
    registry.publish("comander", manifest={"description": OTHER})
    registry.publish("raect")
    registry.amend("raect", readme=LONG)
    registry.publish("loadsh", publisher="stranger", published=datetime.now(UTC) - timedelta(days=2, hours=1))
    registry.publish("lodahs")
    registry.deprecate("lodahs", "1.0.0", "use `lodash`, please")
    for number in range(30):
        registry.publish("tyepscript", f"1.0.{number}")
    registry.publish("discrod.js", manifest={"repository": "github:owner/discord.js"})
    registry.publish("babel-coer", manifest={"dependencies": {"babel-core": "1.0.0"}})
    registry.publish("uglfiy-js")
    registry.publish("requires-prot", published=datetime(2012, 2, 1, tzinfo=UTC))
    registry.publish("cros-env", "0.0.1-security")


@pytest.fixture(scope="module")
def checked(machine: Machine) -> dict[str, dict[str, Any]]:
    done = machine.assay("check", "--name-only", "--format", "json", *EVIDENCE)
    return {told["name"]: told for told in map(json.loads, done.stdout.splitlines())}


@pytest.fixture(scope="module")
def scanned(machine: Machine) -> dict[str, list[str]]:
    done = machine.scan(*(f"npm:{name}" for name in EVIDENCE))
    return {
        package["name"]: [
            evidence["fact"]
            for found in package["findings"]
            if found["rule"] in ("lookalike-name", "security-holding")
            for evidence in found["evidence"]
        ]
        for package in done.report["packages"]
    }


@pytest.mark.parametrize("name", EVIDENCE)
def test_check_shows_it(name: str, checked: dict[str, dict[str, Any]]) -> None:
    assert any(EVIDENCE[name] in reason for reason in checked[name]["reasons"]), checked[name]
    assert checked[name]["target"]


@pytest.mark.parametrize("name", [name for name in EVIDENCE if name != "cros-env"])
def test_scan_shows_the_same(name: str, scanned: dict[str, list[str]]) -> None:
    assert EVIDENCE[name] in scanned[name]


def test_scan_leaves_a_held_name_to_its_own_rule(scanned: dict[str, list[str]]) -> None:
    assert len(scanned["cros-env"]) == 1


@pytest.mark.parametrize("name", BY_SEARCH)
def test_check_counts_what_else_the_publisher_has(name: str, checked: dict[str, dict[str, Any]]) -> None:
    assert BY_SEARCH[name] in checked[name]["reasons"]


def test_the_level_follows_the_evidence(checked: dict[str, dict[str, Any]]) -> None:
    levels = {name: told["level"] for name, told in checked.items()}
    assert levels["loadsh"] == levels["raect"] == levels["discrod.js"] == "warn"
    assert levels["cros-env"] == "notice"
    assert levels["axioss"] != "warn"
    assert levels["lodahs"] != "warn"


def test_a_target_that_cannot_be_asked_about_is_told(registry: RegistrySimulator, tmp_path: Path) -> None:
    other = Machine.at(tmp_path / "other", registry.url, "fetch-retries=0", "fetch-timeout=5000")
    save_corpus(other.data / "corpus.bin", small_bytes())
    registry.fault("/lodash", Fault.STATUS, status=500)
    try:
        done = other.assay("check", "--name-only", "--format", "json", "loadsh")
        scanned = other.scan("npm:loadsh")
    finally:
        registry.heal()
    assert done.code == 3
    assert "the registry could not be asked about lodash" in json.loads(done.stdout)["reasons"][-1]
    (package,) = scanned.report["packages"]
    assert any("which loadsh looks like" in gap["what"] for gap in package["gaps"])


def test_a_registry_without_a_search_is_told_of(registry: RegistrySimulator, tmp_path: Path) -> None:
    other = Machine.at(tmp_path / "other", registry.url, "fetch-retries=0", "fetch-timeout=5000")
    save_corpus(other.data / "corpus.bin", small_bytes())
    registry.fault("/-/v1/search*", Fault.STATUS, status=404)
    try:
        done = other.assay("check", "--name-only", "--format", "json", "loadsh", "lodash")
    finally:
        registry.heal()
    loadsh, lodash = map(json.loads, done.stdout.splitlines())
    assert (done.code, lodash["reasons"]) == (0, [])
    assert loadsh["reasons"][-1] == "the registry does not tell what else stranger has published"
