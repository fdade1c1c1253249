from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from assay.errors import SettingsError
from assay.settings.discover import MAX_BYTES
from assay.settings.rewrite import rewrite


def test_changes_the_text_and_keeps_the_mode(tmp_path: Path) -> None:
    path = tmp_path / "assay.toml"
    path.write_bytes(b"a\r\n")
    path.chmod(0o640)
    assert rewrite(path, lambda text: text + "b\r\n")
    assert path.read_bytes() == b"a\r\nb\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["assay.toml"]


def test_what_is_the_same_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "assay.toml"
    assert not rewrite(path, lambda text: text)
    assert not path.exists()


def test_a_new_file(tmp_path: Path) -> None:
    assert rewrite(tmp_path / "assay.toml", lambda text: f"{text}x")
    assert (tmp_path / "assay.toml").read_text() == "x"


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.toml").write_text("a")
    (tmp_path / "assay.toml").symlink_to("real.toml")
    rewrite(tmp_path / "assay.toml", lambda text: text + "b")
    assert (tmp_path / "assay.toml").is_symlink()
    assert (tmp_path / "real.toml").read_text() == "ab"


def test_a_change_that_fails_leaves_the_file(tmp_path: Path) -> None:
    path = tmp_path / "assay.toml"
    path.write_text("a")

    def fail(text: str) -> str:
        raise SettingsError(text)

    with pytest.raises(SettingsError, match="a"):
        rewrite(path, fail)
    assert path.read_text() == "a"


@pytest.mark.parametrize("data", [b"\xff\xfe", b"#" * (MAX_BYTES + 1)])
def test_what_is_no_settings_file_is_not_touched(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "assay.toml"
    path.write_bytes(data)
    with pytest.raises(SettingsError):
        rewrite(path, lambda _: "")
    assert path.read_bytes() == data


def test_a_missing_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be changed"):
        rewrite(tmp_path / "none" / "assay.toml", lambda _: "x")


def test_several_at_once_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "assay.toml"
    threads = [
        threading.Thread(target=rewrite, args=(path, lambda text, each=each: f"{text}{each};")) for each in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(path.read_text().split(";")[:-1], key=int) == [str(each) for each in range(20)]
