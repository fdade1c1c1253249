from __future__ import annotations

from assay.lockfiles.content import ManifestFile
from assay.lockfiles.yarn_project import members


def test_folders_are_relative_to_the_lockfile_and_the_project_comes_first() -> None:
    manifests = (
        ManifestFile("w/packages/a/package.json", b'{"version": "1.0.0"}'),
        ManifestFile("w/broken/package.json", b"{"),
        ManifestFile("./w/package.json", b'{"name": "root", "dependencies": {"ms": "1"}}'),
    )
    found = members("w/yarn.lock", manifests)
    assert [(folder, member.name, member.version) for folder, member in found.items()] == [
        (".", "root", ""),
        ("packages/a", "a", "1.0.0"),
    ]
    assert list(found["."].wanted) == ["ms"]


def test_in_the_current_folder() -> None:
    assert list(members("yarn.lock", (ManifestFile("package.json", b"{}"),))) == ["."]
