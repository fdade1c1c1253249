from __future__ import annotations

from pathlib import Path

import pytest

from assay.wiring.stores import stores


def fill(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "something").touch()
    return folder


def test_what_holds_packages_is_told(tmp_path: Path) -> None:
    home, project = tmp_path / "home", tmp_path / "project"
    expected = [
        ("npm", fill(home / ".npm/_cacache")),
        ("pnpm", fill(home / ".local/share/pnpm/store")),
        ("deno", fill(home / ".cache/deno/npm")),
        ("yarn", fill(project / ".yarn/cache")),
    ]
    (home / ".bun/install/cache").mkdir(parents=True)
    assert list(stores(project, home, {"YARN_CACHE_FOLDER": str(tmp_path / "none")})) == expected


def test_variables_say_where_they_are(tmp_path: Path) -> None:
    fill(tmp_path / ".cache/deno/npm")
    moved = fill(tmp_path / "moved/deno/npm"), fill(tmp_path / "bun")
    variables = {"XDG_CACHE_HOME": str(tmp_path / "moved"), "BUN_INSTALL_CACHE_DIR": str(tmp_path / "bun")}
    variables["YARN_CACHE_FOLDER"] = str(tmp_path / "none")
    assert list(stores(tmp_path, tmp_path, variables)) == [("bun", moved[1]), ("deno", moved[0])]


@pytest.mark.parametrize(
    ("file", "text", "client", "folder"),
    [
        (".npmrc", "cache=kept\n", "npm", "kept/_cacache"),
        (".npmrc", "store-dir=~/kept\n", "pnpm", "home/kept"),
        (".yarnrc", 'cache-folder "kept"\n', "yarn 1", "kept/v6"),
        (".yarnrc", 'yarn-offline-mirror "./kept"\n', "yarn 1", "kept"),
        (".yarnrc.yml", "cacheFolder: kept\n", "yarn", "kept"),
        ("pnpm-workspace.yaml", "storeDir: kept\n", "pnpm", "kept"),
        ("bunfig.toml", '[install.cache]\ndir = "kept"\n', "bun", "kept"),
    ],
)
def test_settings_say_where_they_are(file: str, text: str, client: str, folder: str, tmp_path: Path) -> None:
    (tmp_path / file).write_text(text)
    held = fill(tmp_path / folder)
    variables = {"npm_config_globalconfig": str(tmp_path / "none"), "YARN_CACHE_FOLDER": str(tmp_path / "none")}
    assert list(stores(tmp_path, tmp_path / "home", variables)) == [(client, held)]


def test_what_cannot_be_read_names_nothing(tmp_path: Path) -> None:
    for name in (".yarnrc.yml", "pnpm-workspace.yaml", "bunfig.toml"):
        (tmp_path / name).write_bytes(b"[\xff")
    (tmp_path / ".npmrc").write_text("cache=${SOMEWHERE}/else\n")
    variables = {"npm_config_globalconfig": str(tmp_path / "none"), "YARN_CACHE_FOLDER": str(tmp_path / "none")}
    assert list(stores(tmp_path, tmp_path / "home", variables)) == []
