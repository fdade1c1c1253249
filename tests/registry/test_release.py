from __future__ import annotations

import pytest

from assay.model.integrity import Integrity
from assay.model.package import PackageRef
from assay.model.packument import Person, Release
from assay.registry.release import people, release_from

REF = PackageRef("p", "1.0.0")


def read(**fields: object) -> Release:
    return release_from(REF, fields, None)


@pytest.mark.parametrize(
    ("dist", "algorithms"),
    [
        ({"integrity": str(Integrity.of(b"")), "shasum": "0" * 40}, ["sha1", "sha1", "sha512"]),
        ({"integrity": "nonsense", "shasum": "0" * 40}, ["sha1"]),
        ({"integrity": str(Integrity.of(b"")), "shasum": "nonsense"}, ["sha1", "sha512"]),
        ({"shasum": "0" * 39}, None),
        ({}, None),
    ],
)
def test_every_hash_that_can_be_read_is_kept(dist: dict[str, str], algorithms: list[str] | None) -> None:
    integrity = read(dist=dist).integrity
    assert (integrity and [name for name, _ in integrity.digests]) == algorithms


@pytest.mark.parametrize(
    ("value", "notice"), [("old", "old"), ("", ""), (True, "deprecated"), (False, ""), (None, ""), (3, "")]
)
def test_deprecation(value: object, notice: str) -> None:
    assert read(deprecated=value).deprecated == notice


@pytest.mark.parametrize("value", [-1, True, "3", None, float("nan"), float("inf"), 2**60])
def test_impossible_counts_are_zero(value: object) -> None:
    assert read(dist={"fileCount": value}).file_count == 0


def test_people_are_bounded() -> None:
    assert people([{"name": "a"}] * 5000) == (Person("a"),) * 1000
    assert people({"name": "a"}) == ()
    assert people(["", {}, "a <a@people.invalid>", "b"]) == (Person("a", "a@people.invalid"), Person("b"))


def test_the_release_keeps_the_name_it_was_asked_for() -> None:
    release = read(name="other", version="2.0.0")
    assert release.ref == REF
    assert (release.manifest.name, release.manifest.version) == ("other", "2.0.0")
