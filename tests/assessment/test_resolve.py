from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assay.assessment.ports import Blob
from assay.assessment.resolve import Resolution, resolve
from assay.errors import PackageNotFound, RegistryUnavailable
from assay.model.dependency import Dependency, DependencyType, Origin
from assay.model.location import Location
from assay.model.manifest import manifest_from
from assay.model.package import PackageRef
from assay.model.packument import Packument, Release

#: Registries made at random, and what ``npm install --package-lock-only`` (npm 11) chose from them.
_WORLDS = json.loads((Path(__file__).parent / "fixtures" / "installs.json").read_text())
_PROD, _DEV, _PEER = DependencyType.PRODUCTION, DependencyType.DEVELOPMENT, DependencyType.PEER


_LINE = Location("package.json", 3)
_Documents = dict[str, dict[str, dict[str, Any]]]


@dataclass(frozen=True)
class _Asked:
    name: str
    range: str = ""
    type: DependencyType = _PROD
    alias: str = ""
    location: Location = _LINE
    paths: tuple[tuple[str, ...], ...] = ()


class _Registry:
    """Packuments from plain documents: version to the fields of its package.json."""

    def __init__(self, documents: _Documents, tags: dict[str, dict[str, str]]) -> None:
        self._documents = documents
        self._tags = tags
        self.asked: list[str] = []
        self.most = 0
        self._now = 0

    async def packument(self, name: str) -> Packument:
        self.asked.append(name)
        self._now += 1
        self.most = max(self.most, self._now)
        await asyncio.sleep(0)
        self._now -= 1
        if name == "broken":
            raise RegistryUnavailable("the registry did not answer", hint="try again later")
        if name not in self._documents:
            raise PackageNotFound(f"nobody owns {name}")
        versions = self._documents[name]
        releases = {
            version: Release(
                PackageRef(name, version), manifest_from(fields), deprecated=str(fields.get("deprecated", ""))
            )
            for version, fields in versions.items()
        }
        tags = self._tags.get(name, {"latest": list(versions)[-1]})
        return Packument(name, releases, versions=tuple(versions), dist_tags=tags)

    async def download(self, release: Release) -> Blob:
        raise AssertionError(release)

    async def packages_of(self, account: str) -> int:
        raise AssertionError(account)

    async def discard(self, blob: Blob) -> None:
        raise AssertionError(blob)


def _resolve(documents: _Documents, *asked: _Asked) -> dict[str, Dependency]:
    return {str(each.ref): each for each in _resolution(documents, *asked).dependencies}


def _resolution(documents: _Documents, *asked: _Asked) -> Resolution:
    return asyncio.run(resolve(asked, _Registry(documents, {})))


@pytest.mark.parametrize("world", _WORLDS, ids=lambda world: str(world["seed"]))
def test_chooses_what_npm_chooses(world: dict[str, Any]) -> None:
    documents: _Documents = {name: facts["versions"] for name, facts in world["packuments"].items()}
    tags: dict[str, dict[str, str]] = {name: facts["dist-tags"] for name, facts in world["packuments"].items()}
    asked = [_Asked(name, spec) for name, spec in world["manifest"]["dependencies"].items()]
    asked += [_Asked(name, spec, _DEV) for name, spec in world["manifest"]["devDependencies"].items()]
    resolution = asyncio.run(resolve(asked, _Registry(documents, tags)))
    assert sorted({str(each.ref) for each in resolution.dependencies}) == list(world["installed"])


def test_paths_types_and_lines() -> None:
    documents: _Documents = {
        "a": {"1.0.0": {"dependencies": {"b": "^1"}}},
        "b": {"1.0.0": {"optionalDependencies": {"c": "*"}}},
        "c": {"1.0.0": {}},
    }
    found = _resolve(
        documents,
        _Asked("a", "^1", paths=(("shop", "a"),)),
        _Asked("b", "*", _DEV, location=Location("package.json", 9), paths=(("shop", "b"),)),
    )
    b, c = found["b@1.0.0"], found["c@1.0.0"]
    assert b.paths == (("shop", "b"), ("shop", "a", "b"))
    assert (b.type, b.is_direct, b.location.line) == (_PROD, True, 9)
    assert c.paths == (("shop", "b", "c"), ("shop", "a", "b", "c"))
    assert (c.type, c.is_direct) == (DependencyType.OPTIONAL, False)
    assert found["a@1.0.0"].requested == "^1"


def test_aliases_and_cycles() -> None:
    documents: _Documents = {
        "a": {"1.0.0": {"dependencies": {"mine": "npm:b@1"}}},
        "b": {"1.0.0": {"dependencies": {"a": "*"}}},
    }
    found = _resolve(documents, _Asked("a"), _Asked("b", "*", alias="other"))
    assert sorted(found) == ["a@1.0.0", "b@1.0.0"]
    assert found["b@1.0.0"].alias == "mine"


def test_peers_are_installed_and_optional_ones_are_not() -> None:
    fields: dict[str, object] = {
        "peerDependencies": {"p": "^1", "q": "^1"},
        "peerDependenciesMeta": {"q": {"optional": True}},
    }
    found = _resolve({"a": {"1.0.0": fields}, "p": {"1.0.0": {}, "2.0.0": {}}}, _Asked("a"))
    assert sorted(found) == ["a@1.0.0", "p@1.0.0"]
    assert found["p@1.0.0"].type is _PEER


def test_other_origins_and_bundled_copies() -> None:
    fields: dict[str, object] = {
        "dependencies": {
            "g": "owner/repository",
            "h": "git+ssh://git@host.invalid/x.git",
            "t": "https://me:secret@host.invalid/t.tgz",
            "f": "file:../f",
            "l": "file:l.tgz",
            "bundled": "^1",
            "u": "what:ever",
        },
        "bundleDependencies": ["bundled"],
    }
    found = _resolve({"a": {"1.0.0": fields}}, _Asked("a"))
    assert {each.ref.name: each.origin for each in found.values() if each.ref.name != "a"} == {
        "g": Origin.GIT,
        "h": Origin.GIT,
        "t": Origin.TARBALL_URL,
        "f": Origin.DIRECTORY,
        "l": Origin.LOCAL_TARBALL,
        "bundled": Origin.BUNDLED,
        "u": Origin.UNKNOWN,
    }
    assert found["t@"].resolved == "https://host.invalid/t.tgz"


def test_every_failure_is_a_gap_with_the_name() -> None:
    documents: _Documents = {"a": {"1.0.0": {"dependencies": {"gone": "^1", "broken": "*", "b": "^9", "c": "2.0.0"}}}}
    documents |= {"b": {"1.0.0": {}}, "c": {"1.0.0": {}}}
    resolution = _resolution(documents, _Asked("a"))
    assert sorted(gap.what for gap in resolution.gaps) == ["b@^9", "broken@*", "c@2.0.0", "gone@^1"]
    assert {gap.hint for gap in resolution.gaps} == {"", "try again later"}
    assert all(gap.location == Location("package.json", 3) for gap in resolution.gaps)
    assert [str(each.ref) for each in resolution.dependencies] == ["a@1.0.0", "c@2.0.0", "gone@"]


def test_an_endless_project_ends() -> None:
    documents: _Documents = {f"p{number}": {"1.0.0": {"dependencies": {f"p{number + 1}": "*"}}} for number in range(60)}
    asked = [_Asked("p0")]
    resolution = asyncio.run(resolve(asked, _Registry(documents, {}), max_releases=50))
    assert len(resolution.dependencies) == 50
    assert ["more than 50 releases" in gap.why for gap in resolution.gaps] == [True]


def test_asks_once_for_each_name_and_at_the_same_time_but_not_all_at_once() -> None:
    names = [f"p{number}" for number in range(40)]
    documents: _Documents = {name: {"1.0.0": {}} for name in names}
    registry = _Registry(documents, {})
    asyncio.run(resolve([_Asked(name) for name in names], registry))
    assert sorted(registry.asked) == sorted(names)
    assert 1 < registry.most <= 16
