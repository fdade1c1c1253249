"""What yarn itself lists is what is read from the lockfiles that it wrote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assay.lockfiles.content import ManifestFile
from assay.lockfiles.yarn import read
from assay.model.dependency import Dependency, DependencyType, Origin

_FIXTURES = Path(__file__).parent / "fixtures/yarn"
_CLIENTS = sorted(folder.name for folder in _FIXTURES.iterdir())
_BERRY = [name for name in _CLIENTS if name != "yarn-1.22"]
#: Folders of the project have no version in the lockfile; yarn reads it from their package.json.
_UNSTATED = {"fixture-linked", "fixture-portal"}


def _read(client: str, *, with_manifests: bool = True) -> tuple[Dependency, ...]:
    folder = _FIXTURES / client
    paths = [folder / "package.json", *sorted(folder.glob("packages/*/package.json"))] if with_manifests else []
    manifests = tuple(ManifestFile(f"app/{path.relative_to(folder)}", path.read_bytes()) for path in paths)
    content = read("app/yarn.lock", (folder / "yarn.lock").read_bytes(), manifests)
    assert content.gaps == ()
    return content.dependencies


def _listed(client: str) -> list[str]:
    return list(json.loads((_FIXTURES / client / "listing.json").read_text()))


@pytest.mark.parametrize(("client", "version"), [("yarn-2.4", 4), ("yarn-3.8", 6), ("yarn-4.0", 8), ("yarn-4.18", 10)])
def test_metadata_versions(client: str, version: int) -> None:
    assert read("yarn.lock", (_FIXTURES / client / "yarn.lock").read_bytes()).kind == f"yarn.lock berry v{version}"


def test_yarn_1() -> None:
    found = {f"{item.alias or item.ref.name}@{item.ref.version}" for item in _read("yarn-1.22")}
    listed = set(_listed("yarn-1.22")) - {"@fixture/member@0.2.0", "fixture-linked@0.4.0"}
    assert found == listed | {"fixture-linked@0.0.0"}  # so it stands in the file; members do not stand there


@pytest.mark.parametrize("client", _BERRY)
def test_berry(client: str) -> None:
    """One line of ``yarn info`` is ``name@reference version``; it leaves out what only a built-in patch stands on."""
    lines = [(line[: line.index("@", 1)], line.rpartition(" ")[2]) for line in _listed(client)]
    found = {(item.ref.name, item.ref.version) for item in _read(client) if item.origin is not Origin.WORKSPACE}
    assert {name for name, version in found if not version} == _UNSTATED
    named = {(name, version) for name, version in lines if name not in _UNSTATED and not name.startswith("@fixture/")}
    assert {pair for pair in found if pair[1]} == {pair for pair in named if pair[0] != "fixture-app"}


@pytest.mark.parametrize("client", _BERRY)
def test_workspace_members_take_their_version_from_their_manifest(client: str) -> None:
    found = {str(item.ref): item for item in _read(client) if item.origin is Origin.WORKSPACE}
    assert set(found) == {"@fixture/member@0.2.0", "@fixture/other@0.6.0"}
    assert all(item.is_direct for item in found.values())


@pytest.mark.parametrize("client", _BERRY)
def test_a_patched_package_is_two_entries(client: str) -> None:
    found = [item for item in _read(client) if item.ref.name == "chalk"]
    assert [item.is_patched for item in found] == [False, True]
    assert all(item.paths == (("fixture-app", "chalk"),) and item.is_direct for item in found)
    built_in = [item for item in _read(client) if item.ref.name in ("resolve", "fsevents")]
    assert [item.is_patched for item in built_in] == [False] * 4


@pytest.mark.parametrize("client", _CLIENTS)
def test_origins(client: str) -> None:
    found = {item.ref.name: item.origin for item in _read(client) if item.origin is not Origin.REGISTRY}
    expected = {
        "fixture-folder": Origin.DIRECTORY,
        "fixture-git": Origin.GIT,
        "fixture-linked": Origin.DIRECTORY,
        "fixture-packed": Origin.LOCAL_TARBALL,
        "left-pad": Origin.TARBALL_URL,
    }
    if client != "yarn-1.22":
        expected |= {
            "fixture-portal": Origin.DIRECTORY,
            "@fixture/member": Origin.WORKSPACE,
            "@fixture/other": Origin.WORKSPACE,
        }
    assert found == expected


@pytest.mark.parametrize("client", _CLIENTS)
def test_types_and_paths(client: str) -> None:
    found = {str(item.ref): item for item in _read(client)}
    assert found["debug@4.3.4"].paths == (("fixture-app", "debug"),)
    assert found["ms@2.1.2"].paths == (("fixture-app", "debug", "ms"),)
    assert found["ms@2.0.0"].alias == "my-ms"
    assert found["ms@2.1.1"].paths[0] == ("@fixture/member", "ms")
    assert found["fsevents@2.3.2"].type is DependencyType.OPTIONAL
    assert found["path-parse@1.0.7"].type is DependencyType.DEVELOPMENT
    assert found["is-odd@3.0.1"].type is DependencyType.DEVELOPMENT
    assert found["color-name@1.1.3"].type is DependencyType.PRODUCTION
    assert found["supports-color@5.4.0"].paths == (("fixture-app", "chalk", "supports-color"),)


@pytest.mark.parametrize("client", _CLIENTS)
def test_without_manifests_every_release_is_still_there_with_a_path(client: str) -> None:
    found = _read(client, with_manifests=False)
    assert len(found) == len(_read(client))
    assert all(item.paths for item in found)


@pytest.mark.parametrize("client", _CLIENTS)
def test_every_line_holds_the_name(client: str) -> None:
    lines = (_FIXTURES / client / "yarn.lock").read_text().splitlines()
    for item in _read(client):
        assert lines[item.location.line - 1].strip('"').startswith(item.alias or item.ref.name)
