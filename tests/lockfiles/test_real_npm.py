"""What npm itself lists is what is read from the lockfiles that it wrote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assay.lockfiles.content import ManifestFile
from assay.lockfiles.npm import read
from assay.model.dependency import Dependency, DependencyType, Origin

_FIXTURES = Path(__file__).parent / "fixtures/npm"
_CLIENTS = sorted(folder.name for folder in _FIXTURES.iterdir())
_MODERN = [name for name in _CLIENTS if name != "npm-6"]
#: npm 6 states no version for what is not the registry's.
_UNSTATED = {"@fixture/member", "fixture-folder", "fixture-git", "fixture-packed", "left-pad"}


def _read(client: str, file: str = "package-lock.json") -> tuple[Dependency, ...]:
    folder = _FIXTURES / client
    manifests = (ManifestFile("package.json", (folder / "package.json").read_bytes()),)
    content = read(file, (folder / file).read_bytes(), manifests)
    assert content.gaps == ()
    return content.dependencies


def _listed(client: str, file: str) -> set[str]:
    """The listing; npm 7 and 8 call a folder by its path, though they install it under its name."""
    listed = json.loads((_FIXTURES / client / file).read_text())
    return {"fixture-folder@0.1.0" if ref == "folder@0.1.0" else ref for ref in listed}


def test_every_client_has_its_version() -> None:
    versions = {
        name: json.loads((_FIXTURES / name / "package-lock.json").read_text())["lockfileVersion"] for name in _CLIENTS
    }
    assert versions == {"npm-6": 1, "npm-7": 2, "npm-8": 2, "npm-10": 3, "npm-11": 3, "npm-12": 3}


@pytest.mark.parametrize("client", _MODERN)
def test_lockfile(client: str) -> None:
    assert {str(item.ref) for item in _read(client)} == _listed(client, "listing.json")


@pytest.mark.parametrize("client", _MODERN)
def test_hidden_lockfile(client: str) -> None:
    found = _read(client, "node_modules/.package-lock.json")
    assert {str(item.ref) for item in found} == _listed(client, "installed.json")


def test_npm_6() -> None:
    found = {str(item.ref) for item in _read("npm-6") if item.ref.version}
    listed = {ref for ref in _listed("npm-6", "installed.json") if ref.rpartition("@")[0] not in _UNSTATED}
    assert found == listed | {"fsevents@2.3.2"}  # not installed here: it is for another system
    assert {item.ref.name for item in _read("npm-6") if not item.ref.version} == _UNSTATED


@pytest.mark.parametrize("client", _CLIENTS)
def test_origins(client: str) -> None:
    found = {item.ref.name: item.origin for item in _read(client) if item.origin is not Origin.REGISTRY}
    member = Origin.DIRECTORY if client == "npm-6" else Origin.WORKSPACE
    assert found == {
        "@fixture/member": member,
        "fixture-folder": Origin.DIRECTORY,
        "fixture-git": Origin.GIT,
        "fixture-packed": Origin.LOCAL_TARBALL,
        "isarray": Origin.BUNDLED,
        "left-pad": Origin.TARBALL_URL,
    }


@pytest.mark.parametrize("client", _CLIENTS)
def test_types_and_paths(client: str) -> None:
    found = {str(item.ref): item for item in _read(client)}
    assert found["debug@4.3.4"].paths == (("fixture-app", "debug"),)
    assert found["ms@2.1.2"].paths == (("fixture-app", "debug", "ms"),)
    assert found["ms@2.0.0"].alias == "my-ms"
    assert found["fsevents@2.3.2"].type is DependencyType.OPTIONAL
    assert found["path-parse@1.0.7"].type is DependencyType.DEVELOPMENT
    assert found["color-name@1.1.3"].type is DependencyType.PRODUCTION
    assert [ref for ref, item in found.items() if item.is_direct and item.paths[0][0] == "fixture-app"]
    if client != "npm-6":
        assert found["react@18.3.1"].type is DependencyType.PEER
        assert found["ms@2.1.1"].paths == (("@fixture/member", "ms"),)
    if client not in ("npm-6", "npm-7"):  # an override replaced what chalk asked for
        assert found["supports-color@5.4.0"].requested == "^5.3.0"


@pytest.mark.parametrize("client", _CLIENTS)
def test_every_line_holds_the_name(client: str) -> None:
    lines = (_FIXTURES / client / "package-lock.json").read_text().splitlines()
    for item in _read(client):
        assert (item.alias or item.ref.name.removeprefix("fixture-").removeprefix("@fixture/")) in lines[
            item.location.line - 1
        ]
