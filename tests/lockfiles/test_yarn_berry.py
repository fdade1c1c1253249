from __future__ import annotations

import pytest

from assay.errors import InputError
from assay.lockfiles.content import ManifestFile
from assay.lockfiles.yarn_berry import read
from assay.model.dependency import DependencyType, Origin

_HEAD = "__metadata:\n  version: 8\n\n"
_ROOT = """"app@workspace:.":
  version: 0.0.0-use.local
  resolution: "app@workspace:."
  dependencies:
    ms: "npm:^2"
"""
_MS = '"ms@npm:^2":\n  version: 2.1.3\n  resolution: "ms@npm:2.1.3'


def test_another_archive_is_kept_without_credentials() -> None:
    text = _HEAD + _ROOT + _MS + '::__archiveUrl=https%3A%2F%2Fu%3Ap%40host.example%2Fms.tgz"\n  checksum: 10c0/0123\n'
    (item,) = read("yarn.lock", text.encode()).dependencies
    assert item.origin is Origin.REGISTRY
    assert item.resolved == "https://host.example/ms.tgz"
    assert item.integrity is None
    assert (item.location.line, item.paths, item.requested) == (9, (("app", "ms"),), "npm:^2")


def test_a_resolution_of_the_project_still_leads_to_the_entry() -> None:
    text = _HEAD + _ROOT + _MS.replace("^2", "2.1.3") + '"\n'
    (item,) = read("yarn.lock", text.encode()).dependencies
    assert (item.paths, item.is_direct) == ((("app", "ms"),), True)


def test_the_type_comes_from_the_manifest() -> None:
    manifest = ManifestFile("package.json", b'{"name": "app", "devDependencies": {"ms": "^2"}}')
    (item,) = read("yarn.lock", (_HEAD + _ROOT + _MS + '"\n').encode(), (manifest,)).dependencies
    assert item.type is DependencyType.DEVELOPMENT


def test_keys_of_yarns_long_form() -> None:
    text = _HEAD + '? "ms@npm:^2, ms@npm:2"\n:\n  version: 2.1.3\n  resolution: "ms@npm:2.1.3"\n'
    (item,) = read("yarn.lock", text.encode()).dependencies
    assert item.location.line == 4


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ('"a@npm:1":\n  version: 1.0.0\n', "no resolution"),
        ("a: 1\n", "no resolution"),
        ('"a@npm:1":\n  resolution: "../a@npm:1.0.0"\n', "name of a package"),
        ('"a@npm:1":\n  resolution: "a@npm:latest"\n', "no exact version"),
    ],
)
def test_bad_entries_are_gaps(entry: str, why: str) -> None:
    content = read("yarn.lock", (_HEAD + entry + _MS + '"\n').encode())
    assert [str(item.ref) for item in content.dependencies] == ["ms@2.1.3"]
    assert [why in gap.why for gap in content.gaps] == [True]
    assert content.gaps[0].location is not None
    assert content.gaps[0].location.line == 4


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("__metadata:\n  version: 11\n", 1, "unknown __metadata version 11"),
        ("__metadata:\n  version: \u0663\n", 1, "unknown __metadata version"),
        ("__metadata:\n  version: " + "9" * 100 + "\n", 1, "unknown __metadata version"),
        ("__metadata: 8\n", 1, "no __metadata version"),
        ("a: 1\n", 1, "no __metadata version"),
        ("", 1, "no __metadata version"),
        ("a: 1\n---\nb: 1\n", 1, "several"),
        (_HEAD + "a: &x 1\nb: *x\n", 4, "anchor"),
        (_HEAD + "<<<<<<< HEAD\na: 1\n", 5, "YAML"),
        (_HEAD + '"a@npm:1":\n  version: "1', 5, "YAML"),
        (_HEAD + _MS + '"\n' + _MS + '"\n', 7, "twice"),
        (_HEAD + "a: " + "[" * 100_000, 4, "deeply"),
    ],
)
def test_what_cannot_be_read(text: str, line: int, why: str) -> None:
    with pytest.raises(InputError, match=why) as caught:
        read("yarn.lock", text.encode())
    assert "yarn install" in caught.value.hint
    assert caught.value.line is not None
    assert caught.value.line >= line
