from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.lockfiles.yarn_locator import Locator, base_descriptor, parse_locator, plain_descriptor
from assay.model.dependency import Origin

_ARCHIVE = "https%3A%2F%2Fu%3Ap%40host.example%2Fms.tgz"


@pytest.mark.parametrize(
    ("resolution", "locator"),
    [
        ("ms@npm:2.1.3", Locator("ms", Origin.REGISTRY, "2.1.3")),
        ("@scope/a@npm:1.0.0", Locator("@scope/a", Origin.REGISTRY, "1.0.0")),
        (
            f"ms@npm:2.1.3::__archiveUrl={_ARCHIVE}",
            Locator("ms", Origin.REGISTRY, "2.1.3", "https://host.example/ms.tgz"),
        ),
        ("a@workspace:packages/a", Locator("a", Origin.WORKSPACE, address="packages/a")),
        ("a@link:./a::locator=app%40workspace%3A.", Locator("a", Origin.DIRECTORY, address="./a")),
        ("a@portal:../a", Locator("a", Origin.DIRECTORY, address="../a")),
        ("a@file:./a#./a::hash=1&locator=x", Locator("a", Origin.DIRECTORY, address="file:./a")),
        ("a@file:./a.tgz::locator=x", Locator("a", Origin.LOCAL_TARBALL, address="file:./a.tgz")),
        ("a@https://u:p@host.example/a.tgz", Locator("a", Origin.TARBALL_URL, address="https://host.example/a.tgz")),
        (
            "a@https://github.com/u/a.git#commit=01",
            Locator("a", Origin.GIT, address="https://github.com/u/a.git#commit=01"),
        ),
        (
            "a@git@github.com:u/a.git#commit=01",
            Locator("a", Origin.GIT, address="git@github.com:u/a.git#commit=01"),
        ),
        ("ms@patch:ms@npm%3A2.1.3#./a.patch::version=2.1.3", Locator("ms", Origin.REGISTRY, "2.1.3", is_patched=True)),
        ("ms@patch:ms@npm%3A2.1.3#~builtin<compat/ms>::version=2.1.3", Locator("ms", Origin.REGISTRY, "2.1.3")),
        ("a@whatever", Locator("a", Origin.UNKNOWN, address="whatever")),
        ("a", None),
        ("a@", None),
        ("a@patch:b", None),
    ],
)
def test_parse_locator(resolution: str, locator: Locator | None) -> None:
    assert parse_locator(resolution) == locator


def test_a_patch_of_a_patch_is_not_looked_into() -> None:
    found = parse_locator("a@" + "patch:a@" * 50_000 + "npm:1.0.0")
    assert found is not None
    assert (found.origin, found.is_patched) == (Origin.UNKNOWN, True)


def test_descriptors() -> None:
    assert plain_descriptor("a@file:./a::locator=x") == "a@file:./a"
    assert base_descriptor("ms@patch:ms@npm%3A2.1.3#./a.patch") == "ms@npm:2.1.3"
    assert base_descriptor("ms@npm:2.1.3") == ""


@given(st.text())
def test_any_text(text: str) -> None:
    found = parse_locator(text)
    assert found is None or found.origin in Origin
    assert isinstance(base_descriptor(text), str)
