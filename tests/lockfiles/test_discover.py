from __future__ import annotations

import os
from pathlib import Path

import pytest

from assay.errors import InputError
from assay.lockfiles.discover import Discovery, Found, FoundKind, discover, load


def _write(root: Path, *paths: str) -> None:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text('{"name": "x", "private": true}' if path.endswith("package.json") else "{}")


def _seen(root: Path, discovery: Discovery | None = None) -> list[tuple[str, str]]:
    found = (discovery or discover(str(root))).found
    return [(each.kind.value, os.path.relpath(each.path, root)) for each in found]


def test_every_lockfile_below_a_folder(tmp_path: Path) -> None:
    _write(
        tmp_path,
        "package.json",
        "package-lock.json",
        "web/yarn.lock",
        "web/package.json",
        "old/npm-shrinkwrap.json",
        "a/b/c/pnpm-lock.yaml",
        "d/bun.lock",
        "d/bun.lockb",
        "e/deno.lock",
        "node_modules/x/package.json",
        "node_modules/x/yarn.lock",
        ".git/package.json",
        ".hidden/package-lock.json",
    )
    (tmp_path / ".gitignore").write_text("web\n")
    assert [path for _, path in _seen(tmp_path)] == [
        ".hidden/package-lock.json",
        "a/b/c/pnpm-lock.yaml",
        "d/bun.lock",
        "d/bun.lockb",
        "e/deno.lock",
        "old/npm-shrinkwrap.json",
        "package-lock.json",
        "web/yarn.lock",
    ]
    assert {kind for kind, _ in _seen(tmp_path)} == {"lockfile"}


def test_members_of_a_workspace_are_not_resolved_again(tmp_path: Path) -> None:
    _write(
        tmp_path, "package-lock.json", "packages/a/package.json", "packages/out/package.json", "tools/t/package.json"
    )
    _write(tmp_path, "vendored/v/package.json", "group/x/package.json")
    (tmp_path / "package.json").write_text(
        '{"workspaces": {"packages": ["packages/*", "!packages/out", "{group,b}/*"]}}'
    )
    (tmp_path / "package-lock.json").write_text(
        '{\n  "packages": {\n    "vendored/v": {\n      "version": "1.0.0"\n }}}'
    )
    found = discover(str(tmp_path))
    assert _seen(tmp_path, found) == [
        ("lockfile", "package-lock.json"),
        ("manifest", "packages/out/package.json"),
        ("manifest", "tools/t/package.json"),
    ]
    manifests = [os.path.relpath(path, tmp_path) for path in found.found[0].manifests]
    assert manifests == ["package.json", "group/x/package.json", "packages/a/package.json", "vendored/v/package.json"]
    assert [each.file for each in found.found[0].read_manifests()] == list(found.found[0].manifests)


def test_members_of_a_pnpm_workspace(tmp_path: Path) -> None:
    _write(tmp_path, "package.json", "libs/deep/a/package.json", "local/f/package.json", "linked/package.json")
    (tmp_path / "pnpm-workspace.yaml").write_text("packages:\n  - 'libs/**'\n")
    (tmp_path / "pnpm-lock.yaml").write_text("importers:\n  .: {}\n# version: file:local/f\n# version: link:linked\n")
    assert _seen(tmp_path) == [("manifest", "linked/package.json"), ("lockfile", "pnpm-lock.yaml")]


def test_a_private_manifest_alone_is_a_project_and_another_is_also_a_package(tmp_path: Path) -> None:
    _write(tmp_path, "package.json")
    assert _seen(tmp_path) == [("manifest", "package.json")]
    (tmp_path / "package.json").write_text('{"name": "x"}')
    found = discover(str(tmp_path)).found
    assert [each.kind for each in found] == [FoundKind.MANIFEST, FoundKind.PACKAGE]
    assert found[1].folder == str(tmp_path)
    _write(tmp_path, "yarn.lock")
    assert _seen(tmp_path) == [("lockfile", "yarn.lock")]


def test_an_installed_tree(tmp_path: Path) -> None:
    modules = "node_modules"
    _write(
        tmp_path,
        f"{modules}/.package-lock.json",
        f"{modules}/a/package.json",
        f"{modules}/a/dist/package.json",
        f"{modules}/a/{modules}/b/package.json",
        f"{modules}/@s/c/package.json",
        f"{modules}/.pnpm/d@1.0.0/{modules}/d/package.json",
        f"{modules}/.store/e-npm-1.0.0-abc/package/package.json",
        f"{modules}/.bin/package.json",
    )
    expected = [
        ("lockfile", f"{modules}/.package-lock.json"),
        ("installed", f"{modules}/.pnpm/d@1.0.0/{modules}/d/package.json"),
        ("installed", f"{modules}/.store/e-npm-1.0.0-abc/package/package.json"),
        ("installed", f"{modules}/@s/c/package.json"),
        ("installed", f"{modules}/a/{modules}/b/package.json"),
        ("installed", f"{modules}/a/package.json"),
    ]
    assert _seen(tmp_path) == expected
    assert _seen(tmp_path, discover(str(tmp_path / modules))) == expected


def test_links_are_not_followed_out_of_the_folder(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    _write(outside, "package-lock.json", "lib/package.json", "pictures/x.png")
    _write(inside, "real/yarn.lock", "locks/base.json")
    (inside / "package-lock.json").symlink_to(outside / "package-lock.json")
    (inside / "lib").symlink_to(outside / "lib")
    (inside / "pictures").symlink_to(outside / "pictures")
    (inside / "loop").symlink_to(inside)
    (inside / "alias").symlink_to(inside / "real")
    (inside / "real" / "package-lock.json").symlink_to(inside / "locks" / "base.json")
    (inside / "broken").symlink_to(inside / "nowhere")
    (inside / "package.json").symlink_to(inside / "package.json")
    found = discover(str(inside))
    assert _seen(inside, found) == [("lockfile", "real/package-lock.json"), ("lockfile", "real/yarn.lock")]
    assert [os.path.relpath(gap.what, inside) for gap in found.gaps] == ["lib", "package-lock.json", "package.json"]


def test_odd_files_are_gaps(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "yarn.lock")
    _write(tmp_path, "a/package.json", "b/package.json5")
    (tmp_path / "c" / "package-lock.json").mkdir(parents=True)
    found = discover(str(tmp_path))
    assert _seen(tmp_path, found) == [("manifest", "a/package.json")]
    assert [os.path.relpath(gap.what, tmp_path) for gap in found.gaps] == ["b/package.json5", "yarn.lock"]


def test_a_folder_that_cannot_be_read_is_a_gap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path, "open/yarn.lock", "closed/yarn.lock")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = discover(str(tmp_path))
    assert _seen(tmp_path, found) == [("lockfile", "open/yarn.lock")]
    assert [(os.path.relpath(gap.what, tmp_path), gap.why) for gap in found.gaps] == [
        ("closed", "the folder cannot be read: Permission denied")
    ]


def test_paths_of_the_current_folder_are_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path, "yarn.lock", "a/yarn.lock")
    monkeypatch.chdir(tmp_path)
    assert [each.path for each in discover(".").found] == ["a/yarn.lock", "yarn.lock"]
    assert Found(FoundKind.PACKAGE, "package.json").folder == "."


def test_empty_and_missing_folders(tmp_path: Path) -> None:
    assert discover(str(tmp_path)) == Discovery(())
    with pytest.raises(InputError):
        discover(str(tmp_path / "nowhere"))


def test_reading_is_bounded(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"12345")
    assert load(str(tmp_path / "x"), 5) == b"12345"
    with pytest.raises(InputError, match="larger than 4"):
        load(str(tmp_path / "x"), 4)
    with pytest.raises(InputError, match="cannot be read"):
        load(str(tmp_path / "y"))


def test_sboms_are_inputs_only_if_there_is_nothing_else(tmp_path: Path) -> None:
    _write(tmp_path, "bom.json", "out/sbom.json", "out/x.cdx.json", "out/x.spdx.json", "out/other.json")
    names = ["bom.json", "out/sbom.json", "out/x.cdx.json", "out/x.spdx.json"]
    alone = discover(str(tmp_path))
    assert _seen(tmp_path, alone) == [("sbom", name) for name in names]
    assert alone.sboms == ()
    _write(tmp_path, "node_modules/a/package.json", "node_modules/a/bom.json")
    installed = discover(str(tmp_path))
    assert _seen(tmp_path, installed) == [("installed", "node_modules/a/package.json")]
    assert [os.path.relpath(path, tmp_path) for path in installed.sboms] == names
    _write(tmp_path, "web/package-lock.json")
    locked = discover(str(tmp_path))
    assert _seen(tmp_path, locked) == [("lockfile", "web/package-lock.json")]
    assert [os.path.relpath(path, tmp_path) for path in locked.sboms] == names
