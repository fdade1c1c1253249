from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.assessment.pick import is_tag, pick, satisfies
from assay.model.manifest import Manifest
from assay.model.package import PackageRef
from assay.model.packument import Packument, Release

#: Written by npm's own npm-pick-manifest: [packument, spec, version or null].
_EXPECTED = json.loads((Path(__file__).parent / "fixtures" / "picks.json").read_text())


def _packument(name: str) -> Packument:
    facts = _EXPECTED["packuments"][name]
    releases = {
        version: Release(
            PackageRef("example", version), Manifest(), deprecated="old" if version in facts["deprecated"] else ""
        )
        for version in facts["versions"]
    }
    return Packument("example", releases, versions=tuple(facts["versions"]), dist_tags=facts["tags"])


@pytest.mark.parametrize("name", list(_EXPECTED["packuments"]))
def test_picks_what_npm_picks(name: str) -> None:
    packument = _packument(name)
    expected = {spec: version for packument_name, spec, version in _EXPECTED["picks"] if packument_name == name}
    assert {spec: pick(packument, spec) for spec in expected} == expected


def test_tells_tags_from_ranges() -> None:
    assert [is_tag(spec) for spec in ("next", "^1", "*", "", "1.x", "a b", "1.0.0")] == [True] + [False] * 6


def test_an_installed_version_answers_ranges_but_no_tags() -> None:
    assert satisfies("1.2.3", "^1.0.0")
    assert satisfies("1.2.3", "v1.2.3")
    assert satisfies("2.0.0-rc.1", "*")
    assert not satisfies("1.2.3", "~1.1")
    assert not satisfies("1.2.3", "latest")


@given(st.text(max_size=60))
def test_any_text_picks_a_listed_version_or_nothing(spec: str) -> None:
    packument = _packument("plain")
    assert pick(packument, spec) in (None, *packument.versions)
