from __future__ import annotations

import json

import pytest

from assay.errors import InputError
from assay.lockfiles.npm import read
from assay.model.dependency import Dependency, DependencyType, Origin

_SHA = "sha512-" + "A" * 86 + "=="
_LOCK = {
    "name": "app",
    "lockfileVersion": 3,
    "packages": {
        "": {
            "name": "app",
            "workspaces": ["packages/*"],
            "dependencies": {
                "debug": "^4",
                "my-ms": "npm:ms@2.0.0",
                "url": "https://host.example/u.tgz",
                "lib": "file:lib",
            },
            "devDependencies": {"left-pad": "1", "packed": "file:packed-1.0.0.tgz"},
            "optionalDependencies": {"extra": "1"},
        },
        "lib": {"version": "0.0.1", "dependencies": {"ms": "^2"}},
        "node_modules/debug": {
            "version": "4.3.4",
            "resolved": "https://registry.example/debug/-/debug-4.3.4.tgz",
            "integrity": _SHA,
            "dependencies": {"ms": "2.1.2"},
            "peerDependencies": {"left-pad": "*", "absent": "*"},
            "hasInstallScript": True,
        },
        "node_modules/debug/node_modules/ms": {"version": "2.1.2", "inBundle": True},
        "node_modules/extra": {"version": "1.0.0", "resolved": "git+ssh://git@github.com/u/extra.git#0123"},
        "node_modules/left-pad": {"version": "1.3.0", "dev": True},
        "node_modules/lib": {"resolved": "lib", "link": True},
        "node_modules/member": {"resolved": "packages/member", "link": True},
        "node_modules/ms": {"version": "2.1.3", "resolved": "https://me:pw@registry.example/ms/-/ms-2.1.3.tgz"},
        "node_modules/my-ms": {"name": "ms", "version": "2.0.0", "integrity": "sha1-nonsense"},
        "node_modules/outside": {"resolved": "../outside", "link": True},
        "node_modules/packed": {"version": "1.0.0", "resolved": "file:packed-1.0.0.tgz", "integrity": _SHA},
        "node_modules/stray": {"version": "9.0.0", "extraneous": True},
        "node_modules/url": {"version": "1.0.0", "resolved": "https://host.example/u.tgz"},
        "packages/member": {"version": "0.1.0", "dependencies": {"ms": "^2.0.0"}, "devDependencies": {"my-ms": "*"}},
        "packages/member/node_modules/ms": {"version": "2.0.0"},
    },
}


def _read(lock: object, **options: int) -> dict[tuple[str, int], Dependency]:
    text = json.dumps(lock, indent=2 if not options else None)
    content = read("app/package-lock.json", text.encode())
    return {(item.ref.name, item.location.line): item for item in content.dependencies}


def _line(key: str) -> int:
    lines = json.dumps(_LOCK, indent=2).splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.strip().startswith(f'"{key}": {{'))


def _at(key: str, name: str) -> Dependency:
    return _read(_LOCK)[name, _line(key)]


def test_every_entry_is_one_dependency() -> None:
    content = read("app/package-lock.json", json.dumps(_LOCK).encode())
    assert content.kind == "package-lock v3"
    assert sorted(str(item.ref) for item in content.dependencies) == [
        "debug@4.3.4",
        "extra@1.0.0",
        "left-pad@1.3.0",
        "lib@0.0.1",
        "member@0.1.0",
        "ms@2.0.0",
        "ms@2.0.0",
        "ms@2.1.2",
        "ms@2.1.3",
        "outside@",
        "packed@1.0.0",
        "stray@9.0.0",
        "url@1.0.0",
    ]
    assert [gap.what for gap in content.gaps] == ["integrity of node_modules/my-ms"]


def test_a_plain_package() -> None:
    debug = _at("node_modules/debug", "debug")
    assert debug.origin is Origin.REGISTRY
    assert debug.paths == (("app", "debug"),)
    assert debug.is_direct
    assert debug.requested == "^4"
    assert debug.integrity is not None
    assert debug.has_install_script
    assert debug.location.column == 5


def test_an_alias_keeps_both_names() -> None:
    item = _at("node_modules/my-ms", "ms")
    assert (item.ref.version, item.alias, item.type, item.integrity) == (
        "2.0.0",
        "my-ms",
        DependencyType.PRODUCTION,
        None,
    )
    assert item.paths == (("app", "ms"), ("member", "ms"))


@pytest.mark.parametrize(
    ("key", "name", "origin"),
    [
        ("node_modules/debug/node_modules/ms", "ms", Origin.BUNDLED),
        ("node_modules/extra", "extra", Origin.GIT),
        ("lib", "lib", Origin.DIRECTORY),
        ("packages/member", "member", Origin.WORKSPACE),
        ("node_modules/outside", "outside", Origin.DIRECTORY),
        ("node_modules/packed", "packed", Origin.LOCAL_TARBALL),
        ("node_modules/url", "url", Origin.TARBALL_URL),
        ("node_modules/left-pad", "left-pad", Origin.REGISTRY),
    ],
)
def test_origins(key: str, name: str, origin: Origin) -> None:
    assert _at(key, name).origin is origin


def test_the_nearest_folder_wins() -> None:
    assert _at("node_modules/debug/node_modules/ms", "ms").paths == (("app", "debug", "ms"),)
    assert _at("packages/member/node_modules/ms", "ms").paths == (("member", "ms"),)
    assert _at("node_modules/ms", "ms").paths == (("app", "lib", "ms"),)


def test_types_follow_the_graph() -> None:
    assert _at("node_modules/extra", "extra").type is DependencyType.OPTIONAL
    assert _at("node_modules/packed", "packed").type is DependencyType.DEVELOPMENT
    assert _at("node_modules/left-pad", "left-pad").type is DependencyType.PEER
    assert _at("node_modules/left-pad", "left-pad").is_direct


def test_credentials_are_dropped() -> None:
    assert _at("node_modules/ms", "ms").resolved == "https://registry.example/ms/-/ms-2.1.3.tgz"


def test_what_nothing_needs_still_has_a_path() -> None:
    stray = _at("node_modules/stray", "stray")
    assert (stray.paths, stray.is_direct) == ((("app", "stray"),), False)


def test_the_hidden_lockfile_has_no_project() -> None:
    packages = {key: value for key, value in _LOCK["packages"].items() if key.startswith("node_modules")}  # type: ignore[attr-defined]
    content = read("app/node_modules/.package-lock.json", json.dumps({**_LOCK, "packages": packages}).encode())
    assert content.kind == "hidden package-lock v3"
    paths = {str(item.ref): item.paths for item in content.dependencies}
    assert paths["debug@4.3.4"] == (("app", "debug"),)
    assert paths["ms@2.1.2"] == (("app", "debug", "ms"),)
    assert all(paths.values())


@pytest.mark.parametrize(
    ("path", "entry", "why"),
    [
        ("node_modules/a", 1, "not an object"),
        ("node_modules/a", {}, "no exact version"),
        ("node_modules/a", {"version": "latest"}, "no exact version"),
        ("node_modules/a", {"version": ["1.0.0"]}, "no exact version"),
        ("node_modules/", {"version": "1.0.0"}, "name of a package"),
        ("node_modules/../x", {"version": "1.0.0"}, "name of a package"),
        ("node_modules/a", {"version": "1.0.0", "name": "../x"}, "not the name"),
        ("a/" * 5_000 + "node_modules/a", {"version": "1.0.0"}, "too deeply"),
    ],
)
def test_an_entry_that_cannot_be_understood_is_a_gap(path: str, entry: object, why: str) -> None:
    lock = {"lockfileVersion": 3, "packages": {"": {}, path: entry, "node_modules/ok": {"version": "1.0.0"}}}
    content = read("package-lock.json", json.dumps(lock, indent=1).encode())
    assert [str(item.ref) for item in content.dependencies] == ["ok@1.0.0"]
    assert [gap.why for gap in content.gaps if why in gap.why]
    assert all(gap.location is not None and gap.location.line >= 5 for gap in content.gaps)


def test_odd_names_are_plain_names() -> None:
    packages = {f"node_modules/{name}": {"version": "1.0.0"} for name in ("__proto__", "constructor", "toString")}
    content = read("p.json", json.dumps({"lockfileVersion": 3, "packages": {"": {}, **packages}}).encode())
    assert [item.ref.name for item in content.dependencies] == ["__proto__", "constructor", "toString"]


def test_a_repeated_entry_is_told() -> None:
    entry = '"node_modules/a": {"version": "%s"}'
    text = '{"lockfileVersion": 3, "packages": {\n' + entry % "1.0.0" + ",\n" + entry % "2.0.0" + "}}"
    content = read("package-lock.json", text.encode())
    assert [str(item.ref) for item in content.dependencies] == ["a@2.0.0"]
    assert ["more than once" in gap.why for gap in content.gaps] == [True]


def test_many_broken_entries_are_counted() -> None:
    lock = {"lockfileVersion": 3, "packages": {f"node_modules/a{number}": 0 for number in range(1_000)}}
    gaps = read("package-lock.json", json.dumps(lock).encode()).gaps
    assert len(gaps) == 101
    assert "900 more" in gaps[-1].why


@pytest.mark.parametrize("lock", [{"lockfileVersion": 3}, {"lockfileVersion": 2, "packages": []}])
def test_without_packages_it_is_no_lockfile(lock: object) -> None:
    with pytest.raises(InputError, match="packages"):
        read("package-lock.json", json.dumps(lock).encode())
