from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from assay.cli.options import context_for, settings_for, shared_options
from assay.errors import SettingsError
from assay.model.policy import Action
from assay.settings import Settings


def parsed(*words: str) -> dict[str, Any]:
    """What the shared options make of a command line."""
    found: dict[str, Any] = {}

    @click.command()
    @shared_options
    def command(**given: Any) -> None:
        found.update(given)

    done = CliRunner().invoke(command, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return found


def settings(folder: Path, *words: str) -> Settings:
    return settings_for((str(folder),), parsed(*words))


def test_flags_win_over_the_file_and_what_is_not_given_does_not(tmp_path: Path) -> None:
    (tmp_path / "assay.toml").write_text('fail-on = "warn"\noffline = true\nallow-gaps = true\nworkers = 3\n')
    read = settings(tmp_path, "--workers", "7", "--fail-on", "never", "--cooldown", "12h")
    assert (read.offline, read.allow_gaps, read.workers, read.fail_on) == (True, True, 7, None)
    assert read.policy.cooldown == timedelta(hours=12)
    assert settings(tmp_path).fail_on is Action.WARN
    assert settings(tmp_path, "--no-config").fail_on is Action.BLOCK


def test_a_file_that_is_named_and_not_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml"):
        settings(tmp_path, "--config", str(tmp_path / "none.toml"))


def test_npm_is_configured_by_the_folder_of_the_target(tmp_path: Path) -> None:
    file = tmp_path / "package-lock.json"
    file.write_text("{}")
    assert context_for((str(tmp_path),)).project == tmp_path
    assert context_for((str(file),)).project == tmp_path
    assert context_for(()).now.tzinfo is not None
