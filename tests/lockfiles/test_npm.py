from __future__ import annotations

import pytest

from assay.errors import InputError
from assay.lockfiles.npm import read


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('{"lockfileVersion": 1}', "package-lock v1"),
        ('{"lockfileVersion": 1, "dependencies": {}}', "package-lock v1"),
        (
            '{"lockfileVersion": 2, "packages": {"": {}}, "dependencies": {"a": {"version": "1.0.0"}}}',
            "package-lock v2",
        ),
        ('{"lockfileVersion": 3, "packages": {"": {}}}', "package-lock v3"),
        ('{"dependencies": {"a": {"version": "1.0.0"}}}', "package-lock v1"),
    ],
)
def test_the_version_chooses_the_reader(text: str, kind: str) -> None:
    assert read("package-lock.json", text.encode()).kind == kind


@pytest.mark.parametrize("version", ["4", "0", "true", '"3"', "3.0", "1e999", "[3]", "null"])
def test_an_unknown_version_is_refused_with_the_way_out(version: str) -> None:
    with pytest.raises(InputError, match="lockfileVersion") as caught:
        read("package-lock.json", f'{{"name": "a",\n"lockfileVersion": {version}}}'.encode())
    assert "--lockfile-version 3" in caught.value.hint
    assert caught.value.line == (1 if version == "null" else 2)


def test_no_lockfile_at_all() -> None:
    with pytest.raises(InputError, match="no lockfileVersion"):
        read("package-lock.json", b"{}")
