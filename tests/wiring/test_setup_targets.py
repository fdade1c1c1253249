from __future__ import annotations

from pathlib import Path

import pytest

from assay.wiring.setup_targets import PROGRAMS, installed, project_targets, user_targets


def test_only_files_of_what_is_installed(tmp_path: Path) -> None:
    assert [each.path.name for each in user_targets(tmp_path, PROGRAMS)] == [
        ".npmrc",
        ".yarnrc",
        ".yarnrc.yml",
        ".bunfig.toml",
    ]
    assert [each.path.name for each in user_targets(tmp_path, ("deno",))] == [".npmrc"]
    assert [each.path.name for each in project_targets(tmp_path, ("bun",))] == ["bunfig.toml"]
    assert user_targets(tmp_path, ()) == []


@pytest.mark.parametrize(
    ("lockfile", "files"),
    [
        ("# yarn lockfile v1\n", [".yarnrc"]),
        ("__metadata:\n  version: 8\n", [".yarnrc.yml"]),
        ("", [".yarnrc", ".yarnrc.yml"]),
    ],
)
def test_the_lockfile_tells_which_yarn(tmp_path: Path, lockfile: str, files: list[str]) -> None:
    (tmp_path / "yarn.lock").write_text(lockfile)
    assert [each.path.name for each in project_targets(tmp_path, ("yarn",))] == files


def test_a_workspace_of_pnpm(tmp_path: Path) -> None:
    (tmp_path / "pnpm-workspace.yaml").write_text("")
    assert [each.path.name for each in project_targets(tmp_path, ("pnpm",))] == [".npmrc", "pnpm-workspace.yaml"]


def test_looks_for_programs_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert installed() == ()
    (tmp_path / "bun").write_text("")
    (tmp_path / "bun").chmod(0o755)
    assert installed() == ("bun",)
