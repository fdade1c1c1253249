from __future__ import annotations

import json
from pathlib import Path

import pytest

from assay.errors import InputError, UsageError
from assay.model.dependency import Origin
from assay.wiring.targets import Targets, read_targets
from tests.registry_simulator import pack


def write(path: Path, document: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=1))
    return path


def kinds(targets: Targets) -> list[str]:
    return [each.kind for each in targets.inputs]


def test_a_lockfile_named_by_itself_takes_its_manifest_from_beside(tmp_path: Path) -> None:
    lines = ["# yarn lockfile v1", "", "a@^1.0.0:", '  version "1.2.3"', ""]
    (tmp_path / "yarn.lock").write_text("\n".join(lines))
    write(tmp_path / "package.json", {"name": "shop", "devDependencies": {"a": "^1.0.0"}})
    targets = read_targets([str(tmp_path / "yarn.lock")])
    (dependency,) = targets.dependencies
    assert (dependency.type, dependency.is_direct, dependency.paths) == ("development", True, (("shop", "a"),))


def test_a_vendored_tarball_is_read_where_the_lockfile_says(tmp_path: Path) -> None:
    (tmp_path / "vendor").mkdir()
    (tmp_path / "vendor/own-1.0.0.tgz").write_bytes(pack({}, manifest={"name": "own", "version": "1.0.0"}))
    entry = {"version": "1.0.0", "resolved": "file:vendor/own-1.0.0.tgz"}
    gone = {"version": "2.0.0", "resolved": "file:vendor/gone-2.0.0.tgz"}
    packages = {"node_modules/own": entry, "node_modules/gone": gone}
    lock = write(tmp_path / "package-lock.json", {"lockfileVersion": 3, "packages": packages})
    by_name = {wanted.ref.name: wanted for wanted in read_targets([str(lock)]).all_wanted()}
    assert {wanted.origin for wanted in by_name.values()} == {Origin.LOCAL_TARBALL}
    own = by_name["own"].blob
    assert own is not None
    assert own.path == str(tmp_path / "vendor/own-1.0.0.tgz")
    assert by_name["gone"].blob is None


def test_a_tarball_that_cannot_be_read_is_an_unreadable_input(tmp_path: Path) -> None:
    (tmp_path / "x.tgz").write_bytes(b"no archive")
    targets = read_targets([str(tmp_path / "x.tgz")])
    (read,) = targets.inputs
    assert read.is_unreadable
    assert read.gaps[0].location is not None
    assert targets.wanted == []


def test_an_unpacked_package_is_two_inputs_and_a_private_project_one(tmp_path: Path) -> None:
    write(tmp_path / "package/package.json", {"name": "own", "version": "1.0.0", "dependencies": {"a": "1"}})
    write(tmp_path / "project/package.json", {"name": "own", "private": True, "dependencies": {"a": "1"}})
    package = read_targets([str(tmp_path / "package")])
    assert sorted(kinds(package)) == ["package.json", "unpacked package"]
    assert [wanted.origin for wanted in package.wanted] == [Origin.TARGET]
    project = read_targets([str(tmp_path / "project")])
    assert (kinds(project), project.wanted) == (["package.json"], [])


def test_an_unreadable_package_in_a_tree_hides_no_other(tmp_path: Path) -> None:
    write(tmp_path / "node_modules/good/package.json", {"name": "good", "version": "1.0.0"})
    bad = tmp_path / "node_modules/bad/package.json"
    bad.parent.mkdir()
    bad.write_text("{")
    targets = read_targets([str(tmp_path)])
    assert [str(wanted.ref) for wanted in targets.wanted if wanted.ref.name == "good"] == ["good@1.0.0"]
    assert str(bad) in {gap.location.file for gap in targets.inputs[0].gaps if gap.location}


def test_what_means_nothing_raises(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing to scan"):
        read_targets([str(tmp_path)])
    with pytest.raises(InputError, match="no file or folder"):
        read_targets([str(tmp_path / "none.json")])
    with pytest.raises(UsageError):
        read_targets(["a b"])
