from __future__ import annotations

import pytest

from assay.lockfiles.content import ManifestFile
from assay.lockfiles.json_document import read_object
from assay.lockfiles.project import folder_of, manifest_of, project_name, wanted
from assay.model.dependency import DependencyType


@pytest.mark.parametrize(
    ("file", "stated", "name"),
    [
        ("a/b/yarn.lock", "", "b"),
        ("a/b/yarn.lock", "x", "x"),
        ("yarn.lock", "", "project"),
        ("a\\b\\yarn.lock", "", "b"),
    ],
)
def test_project_name(file: str, stated: str, name: str) -> None:
    assert project_name(file, stated) == name


@pytest.mark.parametrize(
    ("file", "folder"), [("./a/x.json", "a"), ("x.json", ""), ("./x.json", ""), ("/a/b/../x", "/a")]
)
def test_folder_of(file: str, folder: str) -> None:
    assert folder_of(file) == folder


def test_the_manifest_beside_the_lockfile() -> None:
    manifests = (ManifestFile("a/b/package.json", b"{}"), ManifestFile("./a/package.json", b'{"name": "a"}'))
    found = manifest_of("a/yarn.lock", manifests)
    assert found is not None
    assert found.text("name") == "a"
    assert manifest_of("c/yarn.lock", manifests) is None
    assert manifest_of("a/yarn.lock", (ManifestFile("a/package.json", b"{"),)) is None


def test_each_name_counts_once_as_npm_installs_it() -> None:
    text = b"""{"dependencies": {"a": "1", "b": "1", "c": 3}, "devDependencies": {"a": "2", "d": "2"},
        "optionalDependencies": {"b": "3"}, "peerDependencies": {"d": "4", "e": "4"}}"""
    manifest = read_object("package.json", text)
    assert wanted(manifest) == {
        "a": ("1", DependencyType.PRODUCTION),
        "b": ("3", DependencyType.OPTIONAL),
        "d": ("2", DependencyType.DEVELOPMENT),
        "e": ("4", DependencyType.PEER),
    }
    assert wanted(manifest, with_dev=False)["d"] == ("4", DependencyType.PEER)
