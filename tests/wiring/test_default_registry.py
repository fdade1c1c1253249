from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assay.wiring.default_registry import MAX_AGE, remembered_default

NOW = datetime(2026, 11, 1, tzinfo=UTC)


class Npm:
    """Gives one address after the other, and counts."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> str:
        self.asked += 1
        return f"https://registry.example/{self.asked}/"


@pytest.fixture
def npm_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    command = tmp_path / "bin" / "npm"
    command.parent.mkdir()
    command.write_text("#!/bin/sh\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(command.parent))
    return command


@pytest.mark.usefixtures("npm_command")
def test_npm_is_asked_once_a_day(tmp_path: Path) -> None:
    npm, folder = Npm(), tmp_path / "cache" / "assay"
    first = remembered_default(folder, NOW, npm)
    assert remembered_default(folder, NOW + MAX_AGE - timedelta(seconds=1), npm) == first
    assert npm.asked == 1
    assert remembered_default(folder, NOW + MAX_AGE, npm) != first
    assert npm.asked == 2


@pytest.mark.usefixtures("npm_command")
def test_an_answer_from_the_future_is_not_believed(tmp_path: Path) -> None:
    npm = Npm()
    remembered_default(tmp_path, NOW + timedelta(seconds=1), npm)
    remembered_default(tmp_path, NOW, npm)
    assert npm.asked == 2


def test_another_npm_is_asked_again(tmp_path: Path, npm_command: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = Npm()
    remembered_default(tmp_path, NOW, npm)
    command = npm_command.rename(npm_command.with_name("elsewhere"))
    remembered_default(tmp_path, NOW, npm)
    assert npm.asked == 2
    other = tmp_path / "other"
    other.mkdir()
    command.rename(other / "npm")
    monkeypatch.setenv("PATH", str(other))
    remembered_default(tmp_path, NOW, npm)
    assert npm.asked == 3


@pytest.mark.usefixtures("npm_command")
@pytest.mark.parametrize(
    "kept", [b"", b"{", b"[]", b"null", b'{"npm": 1}', b"\xff\xfe", b'{"npm": ["", 0], "asked": 1}']
)
def test_a_damaged_answer_is_asked_anew_and_replaced(tmp_path: Path, kept: bytes) -> None:
    npm = Npm()
    (tmp_path / "default-registry.json").write_bytes(kept)
    assert remembered_default(tmp_path, NOW, npm) == remembered_default(tmp_path, NOW, npm)
    assert npm.asked == 1


@pytest.mark.usefixtures("npm_command")
def test_a_time_without_a_zone_is_no_answer_of_ours(tmp_path: Path) -> None:
    npm = Npm()
    remembered_default(tmp_path, NOW, npm)
    file = tmp_path / "default-registry.json"
    file.write_text(file.read_text().replace("+00:00", ""))
    remembered_default(tmp_path, NOW, npm)
    assert npm.asked == 2


@pytest.mark.usefixtures("npm_command")
def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert remembered_default(tmp_path / "file" / "cache", NOW, Npm()) == "https://registry.example/1/"
