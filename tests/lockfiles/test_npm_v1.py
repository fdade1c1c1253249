from __future__ import annotations

import json

from assay.lockfiles.content import ManifestFile
from assay.lockfiles.npm import read
from assay.model.dependency import Dependency, DependencyType, Origin

_LOCK = """{
  "name": "app",
  "version": "1.0.0",
  "lockfileVersion": 1,
  "requires": true,
  "dependencies": {
    "debug": {
      "version": "4.3.4",
      "resolved": "https://registry.example/debug/-/debug-4.3.4.tgz",
      "integrity": "sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
      "requires": {"ms": "2.1.2", "gone": "1"},
      "dependencies": {
        "ms": {
          "version": "2.1.2",
          "bundled": true
        }
      }
    },
    "git": {"version": "git+ssh://git@github.com/u/git.git#0123", "from": "git@github:u/git"},
    "lib": {"version": "file:lib", "requires": {"ms": "^2"}},
    "left-pad": {"version": "1.3.0", "dev": true},
    "ms": {"version": "2.1.3", "optional": true},
    "my-ms": {"version": "npm:ms@2.0.0"},
    "packed": {"version": "file:packed.tgz"},
    "url": {"version": "https://registry.example/url/-/url-1.0.0.tgz"}
  }
}"""


def _read(manifests: tuple[ManifestFile, ...] = ()) -> dict[tuple[str, int], Dependency]:
    content = read("app/package-lock.json", _LOCK.encode(), manifests)
    assert content.kind == "package-lock v1"
    assert content.gaps == ()
    return {(item.ref.name, item.location.line): item for item in content.dependencies}


def test_every_entry_with_its_line() -> None:
    assert list(_read()) == [
        ("debug", 7),
        ("ms", 13),
        ("git", 19),
        ("lib", 20),
        ("left-pad", 21),
        ("ms", 22),
        ("ms", 23),
        ("packed", 24),
        ("url", 25),
    ]


def test_origins_and_versions() -> None:
    found = {key: (item.origin, item.ref.version) for key, item in _read().items()}
    assert found == {
        ("debug", 7): (Origin.REGISTRY, "4.3.4"),
        ("ms", 13): (Origin.BUNDLED, "2.1.2"),
        ("git", 19): (Origin.GIT, ""),
        ("lib", 20): (Origin.DIRECTORY, ""),
        ("left-pad", 21): (Origin.REGISTRY, "1.3.0"),
        ("ms", 22): (Origin.REGISTRY, "2.1.3"),
        ("ms", 23): (Origin.REGISTRY, "2.0.0"),
        ("packed", 24): (Origin.LOCAL_TARBALL, ""),
        ("url", 25): (Origin.TARBALL_URL, ""),
    }


def test_without_a_manifest_what_nothing_requires_is_direct() -> None:
    found = _read()
    assert found["ms", 13].paths == (("app", "debug", "ms"),)
    assert found["ms", 22].paths == (("app", "lib", "ms"),)
    assert not found["ms", 22].is_direct
    assert found["left-pad", 21].type is DependencyType.DEVELOPMENT
    assert found["ms", 22].type is DependencyType.OPTIONAL
    assert found["ms", 23].alias == "my-ms"


def test_the_manifest_tells_what_is_direct() -> None:
    package = json.dumps({"dependencies": {"ms": "^2"}, "devDependencies": {"left-pad": "1", "debug": "4"}})
    elsewhere = ManifestFile("app/sub/package.json", b'{"dependencies": {"url": "1"}}')
    found = _read((elsewhere, ManifestFile("app/package.json", package.encode())))
    assert found["ms", 22].paths == (("app", "ms"),)
    assert found["ms", 22].is_direct
    assert found["debug", 7].type is DependencyType.DEVELOPMENT
    assert found["ms", 13].type is DependencyType.DEVELOPMENT
    assert found["url", 25].paths == (("app", "url"),)
    assert not found["url", 25].is_direct


def test_a_broken_manifest_is_as_none() -> None:
    assert _read((ManifestFile("app/package.json", b"{"),)) == _read()


def test_bad_entries_are_gaps() -> None:
    lock = {
        "lockfileVersion": 1,
        "dependencies": {"a": "1.0.0", "b": {}, "../c": {"version": "1.0.0"}, "d": {"version": "1.0.0"}},
    }
    content = read("package-lock.json", json.dumps(lock).encode())
    assert [str(item.ref) for item in content.dependencies] == ["d@1.0.0"]
    assert sorted(gap.what for gap in content.gaps) == ["../c", "a", "b"]


def test_deep_nesting_is_walked() -> None:
    text = '{"version": "1.0.0"}'
    for _ in range(150):
        text = f'{{"version": "1.0.0", "requires": {{"a": "1"}}, "dependencies": {{"a": {text}}}}}'
    content = read("p.json", f'{{"lockfileVersion": 1, "dependencies": {{"a": {text}}}}}'.encode())
    assert len(content.dependencies) == 151
