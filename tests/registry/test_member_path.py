from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.model.tarball import AnomalyKind
from assay.registry.archive_limits import ArchiveLimits
from assay.registry.member_path import MemberPath

LIMITS = ArchiveLimits(name_bytes=100, depth=5)


@pytest.mark.parametrize(
    ("name", "root", "path"),
    [
        (b"package/index.js", "package", "index.js"),
        (b"package//a/./b.js", "package", "a/b.js"),
        (b"./package/a.js", ".", "package/a.js"),
        (b"/package/a.js", "", "package/a.js"),
        (b"a.js", "", "a.js"),
        (b"package/", "package", ""),
        ("package/ż.js".encode(), "package", "ż.js"),
    ],
)
def test_names_are_taken_apart_as_npm_does(name: bytes, root: str, path: str) -> None:
    found = MemberPath.parse(name, LIMITS)
    assert (found.root, found.path) == (root, path)


@pytest.mark.parametrize("letter", ["\x00", "\n", "\x1b", "\x7f", "\x9b", "\u202e", "\u2066"])
def test_characters_that_fool_a_reader_are_noted(letter: str) -> None:
    kinds = [kind for kind, _ in MemberPath.parse(f"package/a{letter}b".encode(), LIMITS).oddities]
    assert kinds == [AnomalyKind.BAD_NAME]


def test_a_written_escape_does_not_hide_a_backslash() -> None:
    assert MemberPath.parse(b"package/a\\x41", LIMITS).oddities
    assert not MemberPath.parse(b"package/a..b/..c", LIMITS).oddities


@given(st.binary(max_size=600))
def test_any_name(name: bytes) -> None:
    found = MemberPath.parse(name, LIMITS)
    found.path.encode()
    found.shown.encode()
    assert len(found.shown) <= LIMITS.name_bytes * 4
    assert not found.path.startswith("/")
