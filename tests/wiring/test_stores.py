from __future__ import annotations

from pathlib import Path

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
    assert list(stores(project, home, {})) == expected


def test_variables_say_where_they_are(tmp_path: Path) -> None:
    fill(tmp_path / ".cache/deno/npm")
    moved = fill(tmp_path / "moved/deno/npm"), fill(tmp_path / "bun")
    variables = {"XDG_CACHE_HOME": str(tmp_path / "moved"), "BUN_INSTALL_CACHE_DIR": str(tmp_path / "bun")}
    assert list(stores(tmp_path, tmp_path, variables)) == [("bun", moved[1]), ("deno", moved[0])]
