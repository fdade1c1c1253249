from __future__ import annotations

import pytest

from assay.errors import InputError
from assay.lockfiles.unpacked import read_unpacked
from assay.model.dependency import Origin


@pytest.mark.parametrize(
    ("file", "path", "alias"),
    [
        ("shop/node_modules/b/package.json", ("shop", "b"), ""),
        ("node_modules/b/package.json", ("project", "b"), ""),
        ("shop/node_modules/a/node_modules/b/package.json", ("shop", "a", "b"), ""),
        ("shop/node_modules/@s/a/node_modules/b/package.json", ("shop", "@s/a", "b"), ""),
        ("shop/node_modules/.pnpm/b@1.0.0/node_modules/b/package.json", ("shop", "b"), ""),
        ("shop/node_modules/mine/package.json", ("shop", "b"), "mine"),
        ("b/package.json", ("project", "b"), ""),
    ],
)
def test_paths_follow_the_folders(file: str, path: tuple[str, ...], alias: str) -> None:
    dependency = read_unpacked(file, b'{\n "name": "b",\n "version": "1.0.0"\n}')
    assert (str(dependency.ref), dependency.paths, dependency.alias) == ("b@1.0.0", (path,), alias)
    assert dependency.location.line == 2


def test_a_folder_that_the_user_works_in_is_local() -> None:
    dependency = read_unpacked("b/package.json", b'{"name": "b"}', Origin.DIRECTORY)
    assert dependency.origin.is_local
    assert dependency.ref.version == ""


@pytest.mark.parametrize("data", [b"{", b"{}", b'{"name": "../x"}', b'{"name": 5}', b"\xff"])
def test_refuses_what_names_no_package(data: bytes) -> None:
    with pytest.raises(InputError):
        read_unpacked("b/package.json", data)
