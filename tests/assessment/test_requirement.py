from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.assessment.requirement import requirement, requirements
from assay.model.dependency import DependencyType, Origin
from assay.model.manifest import manifest_from


@pytest.mark.parametrize(
    ("spec", "origin"),
    [
        ("^1.0.0", Origin.REGISTRY),
        ("", Origin.REGISTRY),
        ("next", Origin.REGISTRY),
        ("npm:other@1", Origin.REGISTRY),
        ("owner/repository#main", Origin.GIT),
        ("github:owner/repository", Origin.GIT),
        ("git@host.invalid:owner/x.git", Origin.GIT),
        ("https://host.invalid/x.git#v1", Origin.GIT),
        ("https://host.invalid/x.tgz", Origin.TARBALL_URL),
        ("file:../x", Origin.DIRECTORY),
        ("../x.tgz", Origin.LOCAL_TARBALL),
        ("workspace:^", Origin.WORKSPACE),
        ("what:ever", Origin.UNKNOWN),
    ],
)
def test_tells_origins(spec: str, origin: Origin) -> None:
    assert requirement("x", spec).origin is origin


def test_credentials_are_taken_out() -> None:
    assert requirement("x", "git+https://me:secret@host.invalid/x.git").range == "git+https://host.invalid/x.git"


def test_aliases() -> None:
    found = requirement("mine", "npm:@s/x@^2")
    assert (found.folder, found.name, found.range) == ("mine", "@s/x", "^2")
    assert requirement("mine", "npm:x").range == ""


def test_optional_wins_over_production_and_development_is_left_out() -> None:
    manifest = manifest_from(
        {
            "dependencies": {"a": "1", "b": "1"},
            "optionalDependencies": {"b": "2"},
            "devDependencies": {"c": "1"},
            "peerDependencies": {"d": "1", "e": "1"},
            "peerDependenciesMeta": {"e": {"optional": True}},
        }
    )
    assert [(each.name, each.range, each.type) for each in requirements(manifest)] == [
        ("a", "1", DependencyType.PRODUCTION),
        ("b", "2", DependencyType.OPTIONAL),
        ("d", "1", DependencyType.PEER),
    ]


@given(st.text(max_size=60))
def test_any_spec_is_read(spec: str) -> None:
    assert requirement("x", spec).folder == "x"
