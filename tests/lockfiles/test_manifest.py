from __future__ import annotations

import pytest

from assay.errors import InputError
from assay.lockfiles.manifest import read
from assay.model.dependency import DependencyType, Origin

_MANIFEST = b"""{
  "name": "app",
  "dependencies": {
    "debug": "^4",
    "both": "1",
    "my-ms": "npm:ms@~2.0.0",
    "any": ""
  },
  "devDependencies": {"git": "u/git#main", "url": "https://u:p@host.example/u.tgz"},
  "optionalDependencies": {"both": "2"},
  "peerDependencies": {"react": ">=16", "debug": "*"},
  "bundleDependencies": ["debug"]
}"""


def test_ranges_become_requests() -> None:
    content = read("app/package.json", _MANIFEST)
    found = {item.name: (item.range, item.type.value, item.alias, item.location.line) for item in content.requests}
    assert found == {
        "debug": ("^4", "production", "", 4),
        "both": ("2", "optional", "", 10),
        "ms": ("~2.0.0", "production", "my-ms", 6),
        "any": ("", "production", "", 7),
        "react": (">=16", "peer", "", 11),
    }
    assert {item.paths for item in content.requests if item.name == "ms"} == {(("app", "ms"),)}
    assert content.gaps == ()


def test_addresses_become_dependencies() -> None:
    found = {item.ref.name: item for item in read("package.json", _MANIFEST).dependencies}
    assert found["git"].origin is Origin.GIT
    assert found["git"].resolved == "u/git#main"
    assert found["url"].origin is Origin.TARBALL_URL
    assert found["url"].resolved == "https://host.example/u.tgz"
    assert all(item.is_direct and item.type is DependencyType.DEVELOPMENT for item in found.values())


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ('"a": 1', "not a text"),
        ('"../a": "1"', "not the name"),
        ('"a": "npm:../b@1"', "not the name"),
        ('"a": "catalog:"', "own files"),
    ],
)
def test_what_cannot_be_understood_is_a_gap(entry: str, why: str) -> None:
    content = read("package.json", f'{{"dependencies": {{"ok": "1",\n{entry}}}}}'.encode())
    assert [item.name for item in content.requests] == ["ok"]
    (gap,) = content.gaps
    assert why in gap.why
    assert gap.location is not None
    assert gap.location.line == 2


def test_a_list_of_the_wrong_type_is_a_gap() -> None:
    content = read("package.json", b'{"dependencies": "none", "devDependencies": [], "peerDependencies": null}')
    assert [gap.what for gap in content.gaps] == ["dependencies"]


def test_a_broken_manifest_has_its_line() -> None:
    with pytest.raises(InputError) as caught:
        read("package.json", b'{\n"name": "a",\n}')
    assert caught.value.line == 3
