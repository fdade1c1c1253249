from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assay.model.manifest import Manifest
from assay.model.package import PackageRef
from assay.model.packument import Packument, Person, Release
from assay.names.facts import facts_of, plain_repository


def test_facts_are_those_of_the_latest_release() -> None:
    def release(version: str, dependency: str) -> Release:
        manifest = Manifest(name="x", version=version, dependencies={dependency: "1"}, keywords=("word",))
        return Release(ref=PackageRef("x", version), manifest=manifest, deprecated=f"use {dependency}")

    packument = Packument(
        name="x",
        releases={"1.0.0": release("1.0.0", "old"), "2.0.0": release("2.0.0", "new")},
        versions=("1.0.0", "2.0.0"),
        dist_tags={"latest": "2.0.0"},
        created=datetime(2020, 1, 1, tzinfo=UTC),
        maintainers=(Person("ann", "a@example.invalid"), Person("", "b@example.invalid")),
        repository="git+https://github.com/Ann/X.git",
        readme="# X",
    )
    facts = facts_of(packument)
    assert facts.dependencies == {"new"}
    assert facts.deprecated == "use new"
    assert facts.accounts == {"ann"}
    assert facts.versions == 2
    assert facts.repository == "github.com/ann/x"
    assert facts.keywords == ("word",)
    assert not facts.is_holding


def test_a_package_without_releases_has_few_facts() -> None:
    facts = facts_of(Packument(name="x", releases={}, dist_tags={"latest": "0.0.1-security"}))
    assert facts.is_holding
    assert facts.versions == 0


@pytest.mark.parametrize(
    "address",
    [
        "git+https://github.com/lodash/lodash.git",
        "https://github.com/Lodash/Lodash/",
        "git://github.com/lodash/lodash.git",
        "git+ssh://git@github.com/lodash/lodash.git#main",
        "git@github.com:lodash/lodash.git",
        "github:lodash/lodash",
        "lodash/lodash",
    ],
)
def test_spellings_of_one_repository(address: str) -> None:
    assert plain_repository(address) == "github.com/lodash/lodash"


def test_other_hosts_are_kept_apart() -> None:
    assert plain_repository("gitlab:lodash/lodash") == "gitlab.com/lodash/lodash"
    assert plain_repository("") == ""


def test_what_a_lean_registry_leaves_out_comes_from_the_latest_release() -> None:
    manifest = Manifest(name="x", version="1.0.0", description="Counts things", repository="github:ann/x")
    packument = Packument(
        name="x",
        releases={"1.0.0": Release(ref=PackageRef("x", "1.0.0"), manifest=manifest)},
        versions=("0.0.1-security", "1.0.0"),
        dist_tags={"latest": "1.0.0"},
        times={"0.0.1-security": datetime(2019, 1, 1, tzinfo=UTC), "1.0.0": datetime(2020, 1, 1, tzinfo=UTC)},
    )
    facts = facts_of(packument)
    assert (facts.description, facts.repository) == ("Counts things", "github.com/ann/x")
    assert facts.created == datetime(2019, 1, 1, tzinfo=UTC)
    assert facts.was_held
    assert not facts.is_holding
