"""Settings that follow their file: what a long running program asks before each decision."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec

from assay.errors import SettingsError
from assay.model.policy import Policy
from assay.settings.values import Settings

#: What of a file changes when it is written: its number, time and size; None if it is not there.
_Mark = tuple[int, int, int] | None


class WatchedSettings:
    """Settings that are read again whenever their file changes; asking costs one look at the file.

    A file that cannot be read any more, or is wrong, changes nothing: the last good settings stay in force (a slip of
    the finger must neither open a gate nor stop it), and ``trouble`` says what is wrong until it is mended.

    read   reads them as at the start, such as ``lambda: load(target, environment, flags)``; raises SettingsError
    path   the file to look at, as ``settings_path`` finds it; it need not exist. None looks at none
    """

    def __init__(self, read: Callable[[], Settings], path: Path | None) -> None:
        self._read = read
        self._path = path
        # Before it is read: what is written meanwhile is noticed.
        self._mark = _mark(path)
        self._settings = read()
        self.trouble = ""

    def current(self) -> Settings:
        """The settings in force now."""
        mark = _mark(self._path)
        if mark != self._mark:
            self._mark = mark
            try:
                self._settings = self._read()
                self.trouble = ""
            except SettingsError as error:
                self.trouble = f"{error}; the settings from before stay in force"
        return self._settings


def policy_revision(policy: Policy, today: date) -> str:
    """Sixteen hex digits that change whenever the policy decides differently, also when an exception runs out.

    today   UTC
    """
    in_force = tuple(each for each in policy.exceptions if each.expires >= today)
    encoded = msgspec.json.encode(replace(policy, exceptions=in_force), order="deterministic")
    return hashlib.sha256(encoded).hexdigest()[:16]


def _mark(path: Path | None) -> _Mark:
    if path is None:
        return None
    try:
        there = path.stat()
    except OSError:
        return None
    return there.st_ino, there.st_mtime_ns, there.st_size
