from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.lockfiles.json_document import read_object
from assay.lockfiles.members import glob_matches, members_of


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("packages/*", "packages/a", True),
        ("packages/*", "packages/a/b", False),
        ("packages/**", "packages/a/b", True),
        ("**/lib/*", "lib/a", True),
        ("**/lib/*", "x/y/lib/a", True),
        ("**", "a", True),
        ("a-*-?", "a-b-c-d", True),
        ("a-*-?", "a-b", False),
        (".", "a", False),
        ("packages/a", "packages/a", True),
        ("*a*a*a*a*a*a*a*a*b", "a" * 255, False),
    ],
)
def test_globs(pattern: str, path: str, expected: bool) -> None:
    assert glob_matches(pattern, path) is expected


@given(st.text("ab*?/", max_size=12), st.text("ab/", max_size=12))
def test_two_stars_take_whatever_one_star_takes(pattern: str, path: str) -> None:
    if glob_matches(pattern, path):
        assert glob_matches("**/" + pattern, path)


def test_patterns_of_every_client() -> None:
    folders = ["packages/a", "apps/b", "c", "d/e", "f"]
    manifest = read_object("package.json", b'{"workspaces": ["./packages/*/", 5, "f", "!f"]}')
    workspace = b"packages:\n  - apps/*\n"
    assert members_of(folders, manifest, [], workspace) == {"packages/a", "apps/b"}
    assert members_of(folders, None, [], b"packages: [") == set()


@pytest.mark.parametrize(
    "lockfile",
    [
        b'{\n  "packages": {\n    "d/e": {\n      "version": "1.0.0"',
        b'{\n  "workspaces": {\n    "d/e": {\n      "name": "e"',
        b"importers:\n\n  d/e:\n    dependencies:\n",
        b'"e@file:./d/e":\n  version "1.0.0"\n',
        b'"e@workspace:d/e":\n  version: 0.0.0-use.local\n',
    ],
)
def test_folders_that_the_lockfile_names(lockfile: bytes) -> None:
    assert members_of(["d/e", "d"], None, [lockfile], b"") == {"d/e"}


def test_a_bomb_of_braces_ends() -> None:
    manifest = read_object("package.json", b'{"workspaces": ["' + b"{a,b}" * 60 + b'"]}')
    assert members_of(["a" * 60], manifest, [], b"") == set()
