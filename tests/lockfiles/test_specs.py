from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import InputError, UsageError
from assay.lockfiles.specs import (
    PathKind,
    Target,
    TargetKind,
    is_package_name,
    parse_target,
    release_target,
    split_purl,
    split_spec,
)


def _nothing(_path: str) -> None:
    return None


@pytest.mark.parametrize(
    ("word", "name", "wanted", "alias"),
    [
        ("lodash", "lodash", "", ""),
        ("lodash@", "lodash", "", ""),
        ("lodash@4.17.21", "lodash", "4.17.21", ""),
        ("lodash@next", "lodash", "next", ""),
        ("@babel/core@^7 || 8", "@babel/core", "^7 || 8", ""),
        ("JSONStream@1", "JSONStream", "1", ""),
        ("chart.js", "chart.js", "", ""),
        ("npm:package.json", "package.json", "", ""),
        ("mine@npm:@a/b@2.0.0", "@a/b", "2.0.0", "mine"),
        ("pkg:npm/left-pad@1.3.0", "left-pad", "1.3.0", ""),
        ("pkg:npm/%40Scope/Name@1.0.0%2Bb?x=y#z", "@Scope/Name", "1.0.0+b", ""),
        ("pkg:npm/@scope/name", "@scope/name", "", ""),
    ],
)
def test_reads_releases(word: str, name: str, wanted: str, alias: str) -> None:
    expected = Target(TargetKind.RELEASE, word, name=name, range=wanted, alias=alias)
    assert parse_target(word, _nothing) == expected


@pytest.mark.parametrize(
    ("word", "path_kind", "kind"),
    [
        ("lodash", PathKind.FOLDER, TargetKind.FOLDER),
        ("left-pad-1.3.0.TGZ", PathKind.FILE, TargetKind.TARBALL),
        ("package-lock.json", PathKind.FILE, TargetKind.FILE),
        ("@scope/name", PathKind.FILE, TargetKind.FILE),
    ],
)
def test_a_path_that_is_there_wins(word: str, path_kind: PathKind, kind: TargetKind) -> None:
    assert parse_target(word, lambda _path: path_kind) == Target(kind, word, path=word)


def test_a_prefix_names_the_package_whatever_is_on_disk() -> None:
    assert parse_target("npm:lodash", lambda _path: PathKind.FOLDER).kind is TargetKind.RELEASE


@pytest.mark.parametrize("word", ["./nowhere", "a/b", "/nowhere", "package.json", "x-1.0.0.tgz", "src/", ".."])
def test_a_path_that_is_not_there_is_an_unreadable_input(word: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_target(word, _nothing)
    assert caught.value.file == word
    assert caught.value.hint


@pytest.mark.parametrize(
    "word",
    [
        "",
        "  ",
        "a\0b",
        "pkg:pypi/six",
        "pkg:npm/",
        "github:owner/name",
        "x@https://files.invalid/x.tgz",
        "https://files.invalid/x.tgz",
        "git+ssh://git@files.invalid/x.git",
        "@scope",
        "@a/b/c",
        "a b",
        ("x" * 215),
        "mine@npm:",
        "x@workspace:*",
    ],
)
def test_refuses_what_is_no_target(word: str) -> None:
    with pytest.raises(UsageError):
        parse_target(word, _nothing)


def test_refuses_an_endless_range() -> None:
    with pytest.raises(UsageError):
        release_target("x@" + "1" * 2_000)


def test_splits_specs() -> None:
    assert split_spec("a@npm:b") == ("a", "b", "")
    assert split_spec("@s/a@npm:@t/b@1") == ("@s/a", "@t/b", "1")


def test_names_and_purls() -> None:
    assert [is_package_name(name) for name in ("a", "@a/b", ".a", "_a", "@a/.b", "é", "a%2fb")] == [True] * 2 + [
        False
    ] * 5
    assert split_purl("pkg:npm/a") == ("a", "")
    assert split_purl("pkg://npm/a@1") == ("a", "1")
    assert split_purl("lodash") is None


@given(st.text(max_size=80))
def test_any_word_is_a_target_or_a_clear_refusal(word: str) -> None:
    try:
        target = parse_target(word, _nothing)
    except (UsageError, InputError):
        return
    assert target.kind is TargetKind.RELEASE
    assert is_package_name(target.name)
