from __future__ import annotations

from pathlib import Path

from assay.lockfiles.walk import walk


def test_an_endless_folder_ends_with_a_reason(tmp_path: Path) -> None:
    for number in range(10):
        (tmp_path / f"f{number}").write_text("")
    (folder,) = walk(str(tmp_path), into_modules=False, max_entries=9)
    assert folder.unread[0][0] == ""
    assert "more than 9 files" in folder.unread[0][1]


def test_very_deep_folders_are_walked_without_recursion(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 200)
    deep.mkdir(parents=True)
    (deep / "yarn.lock").write_text("")
    (folder,) = walk(str(tmp_path), into_modules=False)
    assert folder.lockfiles == ("yarn.lock",)
    assert folder.path.count("/") == 199
