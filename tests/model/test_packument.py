from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from assay.model.manifest import Manifest
from assay.model.package import PackageRef
from assay.model.packument import Packument, Person, Release

START = datetime(2020, 1, 1, tzinfo=UTC)
VERSIONS = tuple(f"1.{minor}.0" for minor in range(5))
PACKUMENT = Packument(
    name="pkg",
    releases={version: Release(PackageRef("pkg", version), Manifest("pkg", version)) for version in VERSIONS},
    versions=VERSIONS,
    dist_tags={"latest": "1.4.0", "next": "1.0.0"},
    times={version: START + timedelta(days=day) for day, version in enumerate((*VERSIONS, "0.9.0"))},
    created=START,
    modified=START + timedelta(days=9),
    maintainers=(Person("someone", "someone@mail.invalid"),),
    description="A package",
    repository="https://git.invalid/pkg",
    homepage="https://pkg.invalid",
    readme="long",
    unpublished=True,
)


@given(st.lists(st.sampled_from((*VERSIONS, "0.9.0", "9.9.9")), max_size=4))
def test_only_the_named_releases_are_kept(wanted: list[str]) -> None:
    narrow = PACKUMENT.only(*wanted)
    assert narrow.releases == {version: PACKUMENT.releases[version] for version in VERSIONS if version in wanted}
    assert narrow.times == {version: PACKUMENT.times[version] for version in PACKUMENT.times if version in wanted}


def test_everything_else_is_kept_but_the_readme() -> None:
    narrow = PACKUMENT.only("1.0.0")
    assert narrow == replace(PACKUMENT, releases=narrow.releases, times=narrow.times, readme="")
    assert all(getattr(PACKUMENT, each.name) for each in fields(Packument)), "each field is set, so none can be lost"


def test_narrowing_leaves_the_packument_as_it_was() -> None:
    PACKUMENT.only("1.0.0")
    assert tuple(PACKUMENT.releases) == VERSIONS
