"""What stands on disk: the only questions that target words raise."""

from __future__ import annotations

from pathlib import Path

from assay.lockfiles.specs import PathKind


def path_kind(path: str) -> PathKind | None:
    """Tell whether a path is a file, a folder or nothing that can be read."""
    try:
        there = Path(path)
        if there.is_dir():
            return PathKind.FOLDER
        return PathKind.FILE if there.is_file() else None
    except (OSError, ValueError):
        return None


def settings_base(words: tuple[str, ...]) -> Path:
    """Where to look upward from for assay.toml: the first target that is on disk, else the current folder."""
    for word in words:
        if path_kind(word) is not None:
            return Path(word)
    return Path()
