from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.detectors.metadata._normal_manifest import (
    NormalManifest,
    normal_command,
    normal_version,
    same_wanted,
    tarball_manifest,
)
from assay.model.integrity import Integrity
from assay.model.manifest import Manifest, manifest_from
from assay.model.tarball import Member, Tarball

RANGES = st.text("0123456789.^~<>=|* x-", max_size=20)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("^1.0.0", " ^ 1.0.0 "),
        ("", "*"),
        ("user/repo#v1", "git+https://github.com/user/repo.git#v1"),
        ("github:user/repo", "git+ssh://git@github.com/user/repo.git"),
        ("git@github.com:user/repo.git", "git://github.com/user/repo"),
        ("gitlab:user/repo", "https://gitlab.com/user/repo.git"),
        ("workspace:^", "^1.2.3"),
        ("1.2.3", "catalog:"),
    ],
)
def test_same(one: str, other: str) -> None:
    assert same_wanted(one, other)
    assert same_wanted(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.x", "2.x"),
        ("1.0.0", "user/repo"),
        ("user/repo#v1", "user/repo#v2"),
        ("user/repo", "gitlab:user/repo"),
        ("https://a.invalid/a.tgz", "https://b.invalid/a.tgz"),
    ],
)
def test_not_same(one: str, other: str) -> None:
    assert not same_wanted(one, other)


@pytest.mark.parametrize(("one", "other"), [("v1.0.0", "1.0.0"), ("1.0.0+b", "1.0.0"), ("1.0.0beta", "1.0.0-beta")])
def test_same_version(one: str, other: str) -> None:
    assert normal_version(one) == normal_version(other)


@pytest.mark.parametrize(("one", "other"), [("1.0.0", "1.0.10"), ("10.0.0", "1.0.0"), ("1.0.0-a", "1.0.0")])
def test_other_version(one: str, other: str) -> None:
    assert normal_version(one) != normal_version(other)


def test_command_without_the_folder_of_commands() -> None:
    assert normal_command("./node_modules/.bin/tsc  -p .") == "tsc -p ."


def test_odd_forms_of_old_manifests() -> None:
    document: dict[str, object] = {
        "name": "old",
        "dependencies": ["a", "b@1.2", "@s/c", 7],
        "optionalDependencies": "d e@2",
        "bin": {"x/one": "./bin/../one.js"},
        "directories": {"bin": "bin"},
    }
    data = json.dumps(document).encode()
    member = Member("package.json", len(data), data=data)
    tarball = Tarball(Integrity.of(data), 1, 1, (member,), manifest=manifest_from(document))
    real = tarball_manifest(tarball)
    assert real.needs == {"a": "*", "b": "1.2", "@s/c": "*", "d": "*", "e": "2"}
    assert real.commands == {"one": "one.js"}
    assert real.has_command_folder


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, None])
def test_a_package_json_that_is_none(data: bytes | None) -> None:
    tarball = Tarball(Integrity.of(b""), 1, 1, (Member("package.json", 1, data=data),), manifest=Manifest(name="a"))
    assert tarball_manifest(tarball) == NormalManifest.of(Manifest(name="a"))


@settings(deadline=None)
@given(RANGES, RANGES)
def test_sameness_goes_both_ways(one: str, other: str) -> None:
    assert same_wanted(one, one)
    assert same_wanted(one, other) == same_wanted(other, one)


@settings(deadline=None)
@given(st.text(max_size=50))
def test_any_text_is_survived(text: str) -> None:
    assert same_wanted(text, text)
    assert normal_version(f" v{normal_version(text)}") is not None
