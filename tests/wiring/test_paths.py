from __future__ import annotations

import os
from pathlib import Path

import pytest

from assay.lockfiles.specs import PathKind
from assay.wiring.paths import path_kind, settings_base


def test_what_stands_at_a_path(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    (tmp_path / "to-folder").symlink_to(tmp_path)
    assert path_kind(str(tmp_path)) is path_kind(str(tmp_path / "to-folder")) is PathKind.FOLDER
    assert path_kind(str(tmp_path / "file")) is PathKind.FILE
    assert [path_kind(str(tmp_path / name)) for name in ("none", "pipe", "broken")] == [None, None, None]


@pytest.mark.parametrize("word", ["a\0b", "x" * 10_000, "loop/" * 2_000])
def test_words_that_can_be_no_path(word: str) -> None:
    assert path_kind(word) is None


def test_settings_are_looked_for_from_the_first_word_that_is_a_path(tmp_path: Path) -> None:
    assert settings_base(("lodash", str(tmp_path), "/")) == tmp_path
    assert settings_base(("lodash@^4", "pkg:npm/ms")) == settings_base(()) == Path()
