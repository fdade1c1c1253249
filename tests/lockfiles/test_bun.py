from __future__ import annotations

import json
from pathlib import Path

import pytest

from assay.errors import InputError
from assay.lockfiles.bun import read
from assay.model.dependency import Dependency, DependencyType, Origin

_FIXTURES = Path(__file__).parent / "fixtures" / "bun"
_CLIENTS = ("1.1", "1.2", "1.4")


def _read(client: str) -> tuple[Dependency, ...]:
    content = read("bun.lock", (_FIXTURES / f"bun-{client}.lock").read_bytes())
    assert content.gaps == ()
    return content.dependencies


def _one(entry: str, key: str = "x", more: str = "") -> Dependency:
    data = f'{{"lockfileVersion": 1, {more} "packages": {{"{key}": {entry}}}}}'.encode()
    (dependency,) = read("bun.lock", data).dependencies
    return dependency


@pytest.mark.parametrize("client", _CLIENTS)
def test_names_what_the_client_lists(client: str) -> None:
    """An alias is listed by its own name, what is not from the registry by its address."""
    listed = set(json.loads((_FIXTURES / f"bun-{client}.json").read_text()))
    exact = {each for each in listed if each.rpartition("@")[2][0].isdigit()}
    found = {f"{each.alias or each.ref.name}@{each.ref.version}" for each in _read(client) if each.ref.version}
    only_locked = found - exact
    assert exact <= found
    assert only_locked - {"fsevents@2.3.3"} == {"is-string@1.0.7"}  # for another system; by address
    named = {each[: each.index("@", 1)] for each in listed - exact}
    assert named == {each.ref.name for each in _read(client) if not each.ref.version} | {"is-string"}


@pytest.mark.parametrize("client", _CLIENTS)
def test_every_location_is_the_line_of_the_entry(client: str) -> None:
    lines = (_FIXTURES / f"bun-{client}.lock").read_text().splitlines()
    for dependency in _read(client):
        assert f'["{dependency.ref.name}@' in lines[dependency.location.line - 1]


@pytest.mark.parametrize("client", _CLIENTS)
def test_origins_types_and_paths(client: str) -> None:
    found: dict[str, list[Dependency]] = {}
    for each in _read(client):
        found.setdefault(each.ref.name, []).append(each)
    assert found["@example/lib"][0].origin is Origin.WORKSPACE
    assert found["local-folder"][0].origin is Origin.DIRECTORY
    assert found["local-tarball"][0].origin is Origin.LOCAL_TARBALL
    assert (found["is-string"][0].origin, found["is-string"][0].ref.version) == (Origin.REGISTRY, "1.0.7")
    assert found["chalk"][0].type is DependencyType.DEVELOPMENT
    assert found["fsevents"][0].type is DependencyType.OPTIONAL
    assert found["has-tostringtag"][0].paths == (("example-root", "is-string", "has-tostringtag"),)
    assert found["is-odd"][0].is_patched
    assert not found["chalk"][0].is_patched
    debug = {each.ref.version: each for each in found["debug"]}
    assert debug["2.6.9"].paths == (("@example/app", "debug"),)
    assert debug["2.6.9"].type is DependencyType.DEVELOPMENT
    assert (debug["4.4.3"].is_direct, debug["4.4.3"].requested) == (True, "^4.3.4")
    millis = next(each for each in found["ms"] if each.alias)
    assert (str(millis.ref), millis.alias) == ("ms@2.0.0", "millis")


def test_git_and_links() -> None:
    found = {each.ref.name: each for each in _read("1.4")}
    assert found["git-package"].origin is Origin.GIT
    assert found["linked"].origin is Origin.DIRECTORY


def test_other_shapes_of_entries() -> None:
    git = _one('["x@github:owner/repository#0a1b2c", {}, "owner-repository-0a1b2c"]')
    assert (git.origin, git.integrity) == (Origin.GIT, None)
    url = _one('["x@https://me:secret@files.example/x.tgz", {}]')
    assert (url.origin, url.ref.version, url.resolved) == (Origin.TARBALL_URL, "", "https://files.example/x.tgz")
    other = _one('["x@https://npm.example/y/-/y-1.0.0.tgz", {}]')
    assert other.origin is Origin.TARBALL_URL
    registry = _one('["x@1.0.0", "https://npm.example/", {}, "sha512-bad"]')
    assert (registry.origin, registry.resolved, registry.integrity) == (
        Origin.REGISTRY,
        "https://npm.example/",
        None,
    )
    bundled = _one('["x@1.0.0", "", {"bundled": true}, ""]', "a/x")
    assert bundled.origin is Origin.BUNDLED


def test_comments_and_trailing_commas() -> None:
    data = b'// made by bun\n{"lockfileVersion": 1, /* x */ "packages": {"x": ["x@1.0.0", "", {},],},}\n'
    assert [str(each.ref) for each in read("bun.lock", data).dependencies] == ["x@1.0.0"]


def test_scoped_packages_inside_scoped_packages() -> None:
    packages = """{
      "@a/b": ["@a/b@1.0.0", "", {"dependencies": {"@c/d": "1", "e": "1"}}],
      "@a/b/@c/d": ["@c/d@1.0.0", "", {"dependencies": {"e": "2"}}],
      "@a/b/e": ["e@2.0.0", "", {}],
      "@c/d": ["@c/d@2.0.0", "", {}]
    }"""
    text = (
        f'{{"lockfileVersion": 1, "workspaces": {{"": {{"dependencies": {{"@a/b": "1"}}}}}}, "packages": {packages}}}'
    )
    found = {str(each.ref): each for each in read("bun.lock", text.encode()).dependencies}
    assert found["@c/d@1.0.0"].paths == (("project", "@a/b", "@c/d"),)
    assert found["e@2.0.0"].paths == (("project", "@a/b", "e"), ("project", "@a/b", "@c/d", "e"))
    assert found["@c/d@2.0.0"].paths == (("project", "@c/d"),)


def test_entries_that_are_not_understood_are_gaps() -> None:
    packages = (
        '{"a": [], "b": {}, "c": ["c"], "d": ["../d@1.0.0"], "e": ["e@what:ever"], "f": ["f@x y"], "r": ["r@root:"]}'
    )
    workspaces = '{"": {"dependencies": {"gone": "1"}}}'
    data = f'{{"lockfileVersion": 1, "workspaces": {workspaces}, "packages": {packages}}}'.encode()
    content = read("bun.lock", data)
    assert sorted(gap.what for gap in content.gaps) == ["a", "b", "c", "d", "e", "f", "gone"]
    assert [each.ref.name for each in content.dependencies] == ["e"]


def test_an_endless_key_is_a_gap() -> None:
    data = f'{{"lockfileVersion": 1, "packages": {{"{"a/" * 3_000}a": ["a@1.0.0", "", {{}}]}}}}'.encode()
    content = read("bun.lock", data)
    assert content.dependencies == ()
    assert content.gaps[0].why == "it is nested too deeply"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not valid JSON"),
        (b"[]", "no JSON object"),
        (b"{}", "lockfileVersion None"),
        (b'{"lockfileVersion": 3}', "lockfileVersion 3"),
        (b'{"lockfileVersion": true}', "lockfileVersion True"),
        (b'{"lockfileVersion": []}', "lockfileVersion"),
        (b'{"lockfileVersion": 1, "packages": {"a": ["a@1.0.0", ""', "cut short"),
        (b'{"lockfileVersion": 1, "a": ' + b"[" * 5_000, "nested"),
        (b"\xff\xfe", "not UTF-8"),
    ],
)
def test_refuses_what_cannot_be_read(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read("bun.lock", data)
