from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.lockfiles.pnpm_keys import Key, is_semver, parse_key, target_of, without_suffix


@pytest.mark.parametrize(
    ("key", "major", "expected"),
    [
        ("/x/1.0.0", 5, Key("x", "1.0.0")),
        ("/@s/x/1.0.0_react@18.2.0", 5, Key("@s/x", "1.0.0")),
        ("/x/1.0.0-rc.1_@babel+core@7.0.0", 5, Key("x", "1.0.0-rc.1")),
        ("npm.example/x/1.0.0", 5, Key("x", "1.0.0")),
        ("github.com/owner/repository/0a1b2c", 5, Key()),
        ("file:local/x", 5, Key()),
        ("/x@1.0.0", 6, Key("x", "1.0.0")),
        ("/@s/x@1.0.0(@babel/core@7.0.0)(react@18.2.0)", 6, Key("@s/x", "1.0.0")),
        ("npm.example/x@1.0.0", 6, Key("x", "1.0.0")),
        ("github.com/owner/repository/0a1b2c", 6, Key()),
        ("file:x@1.0.0", 6, Key()),
        ("x@1.0.0(y@1.0.0(z@1.0.0))", 9, Key("x", "1.0.0")),
        ("@s/x@https://files.invalid/x.tgz", 9, Key("@s/x")),
        ("x@file:local/x(react@18.2.0)", 9, Key("x")),
        ("x", 9, Key()),
        ("", 9, Key()),
    ],
)
def test_reads_keys(key: str, major: int, expected: Key) -> None:
    assert parse_key(key, major) == expected


@pytest.mark.parametrize(
    ("name", "reference", "major", "expected"),
    [
        ("x", "1.0.0_r@1.0.0", 5, "/x/1.0.0_r@1.0.0"),
        ("mine", "/x/1.0.0_r@1.0.0", 5, "/x/1.0.0_r@1.0.0"),
        ("x", "1.0.0(@s/r@1.0.0)", 6, "/x@1.0.0(@s/r@1.0.0)"),
        ("mine", "/x@1.0.0(@s/r@1.0.0)", 6, "/x@1.0.0(@s/r@1.0.0)"),
        ("x", "1.0.0(r@1.0.0)", 9, "x@1.0.0(r@1.0.0)"),
        ("mine", "x@1.0.0(r@1.0.0)", 9, "x@1.0.0(r@1.0.0)"),
        ("x", "9.9.9", 9, None),
    ],
)
def test_follows_references(name: str, reference: str, major: int, expected: str | None) -> None:
    keys = {"/x/1.0.0_r@1.0.0", "/x@1.0.0(@s/r@1.0.0)", "x@1.0.0(r@1.0.0)", "mine@x@1.0.0(r@1.0.0)"}
    assert target_of(name, reference, major, keys) == expected


def test_suffixes_and_versions() -> None:
    assert without_suffix("x@file:a(b)/c(r@1(s@2))(t@3)") == "x@file:a(b)/c"
    assert without_suffix("x)") == "x)"
    assert [is_semver(word) for word in ("1.2.3", "1.2.3-a+b", "66bd84", "v1.2.3", "1.2")] == [True, True] + [False] * 3


@given(st.text("ax@/().:_1", max_size=40), st.sampled_from((5, 6, 9)))
def test_any_key_is_read(key: str, major: int) -> None:
    assert key.startswith(without_suffix(key))
    assert isinstance(parse_key(key, major), Key)
