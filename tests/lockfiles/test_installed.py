from __future__ import annotations

import json
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from assay.lockfiles.content import Content, ManifestFile
from assay.lockfiles.installed import read
from assay.model.dependency import Dependency, DependencyType, Origin


def _tree(packages: Mapping[str, object]) -> list[tuple[str, bytes]]:
    return [(f"app/{path}/package.json", json.dumps(body, indent=1).encode()) for path, body in packages.items()]


def _by_folder(content: Content) -> dict[str, Dependency]:
    return {
        item.location.file.removeprefix("app/").removesuffix("/package.json"): item for item in content.dependencies
    }


_NPM = {
    "node_modules/debug": {
        "name": "debug",
        "version": "4.3.4",
        "dependencies": {"ms": "2.1.2", "held": "1"},
        "bundledDependencies": ["held"],
        "scripts": {"postinstall": "node build.js"},
    },
    "node_modules/debug/node_modules/held": {"name": "held", "version": "1.0.0"},
    "node_modules/debug/node_modules/ms": {"name": "ms", "version": "2.1.2"},
    "node_modules/ms": {"version": "2.1.3", "name": "ms"},
    "node_modules/old": {"name": "ms", "version": "2.0.0", "_resolved": "git+ssh://git@github.com/u/ms.git#1"},
    "node_modules/@scope/a": {"name": "@scope/a", "version": "1.0.0", "dependencies": {"ms": "^2"}},
}


def test_npm_tree_with_its_project() -> None:
    project = {
        "name": "shop",
        "dependencies": {"debug": "^4"},
        "devDependencies": {"@scope/a": "1", "old": "npm:ms@2.0.0"},
    }
    manifests = (ManifestFile("app/package.json", json.dumps(project).encode()),)
    found = _by_folder(read("app", _tree(_NPM), manifests))
    assert found["node_modules/debug"].paths == (("shop", "debug"),)
    assert found["node_modules/debug"].has_install_script
    assert found["node_modules/debug/node_modules/ms"].paths == (("shop", "debug", "ms"),)
    assert found["node_modules/debug/node_modules/held"].origin is Origin.BUNDLED
    assert found["node_modules/ms"].paths == (("shop", "@scope/a", "ms"),)
    assert found["node_modules/ms"].type is DependencyType.DEVELOPMENT
    assert found["node_modules/ms"].location.line == 2
    old = found["node_modules/old"]
    assert (str(old.ref), old.alias, old.origin, old.is_direct) == ("ms@2.0.0", "old", Origin.GIT, True)


def test_without_a_project_what_nothing_needs_is_direct() -> None:
    found = _by_folder(read("app", _tree(_NPM)))
    assert found["node_modules/debug"].paths == (("app", "debug"),)
    assert found["node_modules/debug/node_modules/ms"].paths == (("app", "debug", "ms"),)


def test_the_current_folder() -> None:
    files = [(path.removeprefix("app/"), data) for path, data in _tree(_NPM)]
    project = ManifestFile("package.json", b'{"name": "shop", "dependencies": {"debug": "4"}}')
    found = {item.location.file: item for item in read(".", files, (project,)).dependencies}
    assert found["node_modules/debug/package.json"].paths == (("shop", "debug"),)
    assert found["node_modules/debug/node_modules/ms/package.json"].paths == (("shop", "debug", "ms"),)


def test_pnpm_store() -> None:
    tree = {
        "node_modules/.pnpm/debug@4.3.4/node_modules/debug": {
            "name": "debug",
            "version": "4.3.4",
            "dependencies": {"ms": "2.1.2"},
        },
        "node_modules/.pnpm/ms@2.1.2/node_modules/ms": {"name": "ms", "version": "2.1.2"},
        "node_modules/.pnpm/ms@2.1.3_patch_hash=abc/node_modules/ms": {"name": "ms", "version": "2.1.3"},
    }
    project = ManifestFile("app/package.json", b'{"name": "shop", "dependencies": {"debug": "4", "ms": "^2.1.3"}}')
    found = {str(item.ref): item for item in read("app", _tree(tree), (project,)).dependencies}
    assert found["ms@2.1.2"].paths == (("shop", "debug", "ms"),)
    assert found["ms@2.1.3"].paths == (("shop", "ms"),)
    assert [item.is_patched for item in found.values()] == [False, False, True]


def test_a_root_with_two_slashes_ends_the_way_up() -> None:
    body = b'{"name": "a", "version": "1.0.0", "dependencies": {"b": "1"}}'
    assert len(read("//", [("//node_modules/a/package.json", body)]).dependencies) == 1


def test_yarn_store() -> None:
    tree = {"node_modules/.store/ms-npm-2.1.3-81ff3cfac1/package": {"name": "ms", "version": "2.1.3"}}
    (item,) = read("app", _tree(tree)).dependencies
    assert (str(item.ref), item.alias) == ("ms@2.1.3", "")


def test_broken_packages_are_gaps() -> None:
    files = [
        ("app/node_modules/a/package.json", b"{"),
        ("app/node_modules/b/package.json", b"{}"),
        ("app/node_modules/c/package.json", b'{"version": "1.0.0"}'),
        ("app/node_modules/d/package.json", b'{"name": "../d", "version": "1.0.0"}'),
    ]
    content = read("app", files)
    assert [str(item.ref) for item in content.dependencies] == ["c@1.0.0"]
    assert [gap.what for gap in content.gaps] == [path for path, _ in files if "/c/" not in path]


def test_ranges_no_one_can_read_still_lead_somewhere() -> None:
    tree = {
        "node_modules/.pnpm/a@1.0.0/node_modules/a": {
            "name": "a",
            "version": "1.0.0",
            "dependencies": {"b": "x" * 10_000},
        },
        "node_modules/.pnpm/b@1.0.0/node_modules/b": {"name": "b", "version": "1.0.0"},
        "node_modules/.pnpm/b@2.0.0/node_modules/b": {"name": "b", "version": "2.0.0"},
    }
    found = {str(item.ref): item for item in read("app", _tree(tree)).dependencies}
    assert found["b@1.0.0"].paths == found["b@2.0.0"].paths == (("app", "a", "b"),)


@given(
    st.lists(
        st.tuples(
            st.text("./nodemulsa@", max_size=40), st.binary(max_size=60) | st.just(b'{"name":"a","version":"1.0.0"}')
        )
    )
)
def test_any_paths_and_bytes(files: list[tuple[str, bytes]]) -> None:
    assert all(item.paths for item in read("app", files).dependencies)
