from __future__ import annotations

import json
from pathlib import Path

import pytest

from assay.errors import InputError
from assay.lockfiles.content import ManifestFile
from assay.lockfiles.deno import read
from assay.model.dependency import DependencyType, Origin

_FIXTURES = Path(__file__).parent / "fixtures" / "deno"
_CLIENTS = ("2.1", "2.9")


@pytest.mark.parametrize("client", _CLIENTS)
def test_names_what_the_client_installs(client: str) -> None:
    content = read("deno.lock", (_FIXTURES / f"deno-{client}.lock").read_bytes())
    assert content.gaps == ()
    found = {str(each.ref) for each in content.dependencies}
    assert found - {"fsevents@2.3.3"} == set(json.loads((_FIXTURES / f"deno-{client}.json").read_text()))


@pytest.mark.parametrize("client", _CLIENTS)
def test_lines_paths_and_types(client: str) -> None:
    data = (_FIXTURES / f"deno-{client}.lock").read_bytes()
    manifest = b'{"name": "shop", "dependencies": {"debug": "1"}, "devDependencies": {"@babel/code-frame": "1"}}'
    content = read("deno.lock", data, (ManifestFile("package.json", manifest),))
    lines = data.decode().splitlines()
    for dependency in content.dependencies:
        assert f'"{dependency.ref}' in lines[dependency.location.line - 1]
        assert dependency.integrity is not None
    found = {str(each.ref): each for each in content.dependencies}
    assert found["chalk@2.4.2"].type is DependencyType.DEVELOPMENT
    assert found["chalk@2.4.2"].paths == (("shop", "@babel/code-frame", "@babel/highlight", "chalk"),)
    assert found["debug@4.4.3"].is_direct
    assert found["debug@4.4.3"].requested == "npm:debug@^4.3.4"
    assert not found["ms@2.1.3"].is_direct
    # version 4 does not tell optional dependencies from others
    assert found["fsevents@2.3.3"].type is (DependencyType.PRODUCTION if client == "2.1" else DependencyType.OPTIONAL)


@pytest.mark.parametrize(
    "text",
    [
        '{"version": "2", "npm": {"specifiers": {"a@1": "a@1.0.0"}, "packages": %s}}',
        '{"version": "3", "packages": {"specifiers": {"npm:a@1": "npm:a@1.0.0"}, "npm": %s}}',
        '{"version": "4", "specifiers": {"npm:a@1": "1.0.0"}, "npm": %s}',
        '{"version": "5", "specifiers": {"npm:a@1": "1.0.0"}, "npm": %s}',
    ],
)
def test_every_version_says_the_same(text: str) -> None:
    old = '{"a@1.0.0": {"dependencies": {"mine": "b@2.0.0_c@1.0.0"}}, "b@2.0.0_c@1.0.0": {}}'
    new = '{"a@1.0.0": {"dependencies": ["mine@npm:b@2.0.0_c@1.0.0"]}, "b@2.0.0_c@1.0.0": {}}'
    content = read("deno.lock", (text % (old if '"2"' in text or '"3"' in text else new)).encode())
    assert [(str(each.ref), each.paths) for each in content.dependencies] == [
        ("a@1.0.0", (("project", "a"),)),
        ("b@2.0.0", (("project", "a", "b"),)),
    ]
    assert content.gaps == ()


def test_other_modules_are_counted_in_one_gap() -> None:
    remote = '{"https://x.invalid/a.ts": "0", "https://x.invalid/b": ""}'
    content = read("deno.lock", f'{{"version": "4", "jsr": {{"@std/x@1.0.0": {{}}}}, "remote": {remote}}}'.encode())
    assert [gap.why for gap in content.gaps] == ["3 jsr/https modules are not npm packages and were not checked"]


def test_scripts_and_tarballs() -> None:
    npm = '{"a@1.0.0": {"scripts": true, "tarball": "https://files.invalid/a.tgz"}, "b@1.0.0": {}}'
    a, b = read("deno.lock", f'{{"version": "5", "npm": {npm}}}'.encode()).dependencies
    assert (a.has_install_script, a.origin, a.resolved) == (True, Origin.TARBALL_URL, "https://files.invalid/a.tgz")
    assert (b.has_install_script, b.origin) == (None, Origin.REGISTRY)


def test_entries_that_are_not_understood_are_gaps() -> None:
    npm = """{"a": {}, "../x@1.0.0": {}, "b@1.0.0": [], "c@1.0.0": {"dependencies": ["gone", 5]},
      "d@1.0.0": {"integrity": "x"}}"""
    content = read("deno.lock", f'{{"version": "5", "npm": {npm}}}'.encode())
    assert sorted({gap.what for gap in content.gaps}) == [
        "../x@1.0.0",
        "a",
        "b@1.0.0",
        "c@1.0.0",
        "integrity of d@1.0.0",
    ]


@pytest.mark.parametrize(
    "data", [b"", b"{}", b'{"version": "6"}', b'{"version": 5}', b"\xff", b'{"version": "5", "npm":']
)
def test_refuses_what_cannot_be_read(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read("deno.lock", data)
    assert caught.value.hint
