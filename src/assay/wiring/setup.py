"""Point package managers at a gate by their own files, and take that back."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from assay.errors import SettingsError, StoreError, UsageError
from assay.registry.client_files import POINTERS, CannotPoint, point_yarnrc_yml
from assay.registry.hunks import Hunk, hunks_between, undone
from assay.settings.discover import MAX_BYTES
from assay.settings.registries import registry_address
from assay.settings.rewrite import TooLong, rewrite, text_of
from assay.wiring.setup_targets import SetupTarget

_USER = re.compile(r"//[^/@\s\"']*@")


@dataclass(frozen=True, slots=True)
class SetupChange:
    """What is to be changed in one file; ``before`` is None if there is none, ``trouble`` why it cannot be changed."""

    target: SetupTarget
    before: str | None
    after: str
    trouble: str = ""

    @property
    def is_needed(self) -> bool:
        """False if the file says so already, or cannot be changed."""
        return not self.trouble and (self.before or "") != self.after

    def diff(self) -> str:
        """The changed lines and no others (files of this kind hold secrets), without passwords in addresses."""
        old, new = (text.splitlines(keepends=True) for text in (self.before or "", self.after))
        name = str(self.target.path)
        lines = difflib.unified_diff(old, new, name if self.before is not None else "/dev/null", name, n=0)
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in map(_without_password, lines))


class Done(msgspec.Struct, frozen=True):
    """One change that was made, as the journal keeps it."""

    path: str
    existed: bool
    hunks: tuple[Hunk, ...]
    time: datetime


def plan(targets: Sequence[SetupTarget], url: str) -> list[SetupChange]:
    """What would be changed so that these files name the gate at ``url``. Raises UsageError if that is no address."""
    try:
        registry = registry_address(url)
    except ValueError as error:
        raise UsageError(str(error), hint="such as http://127.0.0.1:4873/") from error
    return [_change(target, registry) for target in targets]


def apply(changes: Sequence[SetupChange], journal: Path, now: datetime) -> None:
    """Make the changes; the journal says beforehand what is done. Raises StoreError or SettingsError."""
    needed = [change for change in changes if change.is_needed]
    made = [
        Done(str(each.target.path), each.before is not None, hunks_between(each.before or "", each.after), now)
        for each in needed
    ]
    _write(journal, [*_read(journal), *made])
    for change in needed:
        rewrite(change.target.path, partial(_expected, change))


def undo(journal: Path) -> tuple[list[str], list[str]]:
    """Take back every change, the last first; give the files that are as before, and those that could not be.

    A file in which other lines were changed since keeps those. One whose setting was changed since is left alone.
    """
    restored: list[str] = []
    left: list[str] = []
    kept: list[Done] = []
    for done in reversed(_read(journal)):
        if _undo_one(done):
            restored.append(done.path)
        else:
            left.append(done.path)
            kept.insert(0, done)
    _write(journal, kept)
    return list(dict.fromkeys(restored)), list(dict.fromkeys(left))


def _change(target: SetupTarget, registry: str) -> SetupChange:
    before: str | None = None
    try:
        before = text_of(target.path)
        return SetupChange(target, before, _pointed(target.path.name, before or "", registry))
    except CannotPoint as error:
        return SetupChange(target, before, before or "", str(error))
    except TooLong:
        return SetupChange(target, None, "", f"it is longer than {MAX_BYTES:,} bytes")
    except (OSError, UnicodeError) as error:
        return SetupChange(target, None, "", f"it cannot be read: {error}")


def _pointed(name: str, text: str, registry: str) -> str:
    if name != ".yarnrc.yml":
        return POINTERS[name](text, registry)
    parts = urlsplit(registry)
    return point_yarnrc_yml(text, registry, (parts.hostname or "") if parts.scheme == "http" else "")


def _expected(change: SetupChange, text: str) -> str:
    if text != (change.before or ""):
        raise SettingsError(f"{change.target.path} was changed by another program just now", hint="try again")
    return change.after


def _undo_one(done: Done) -> bool:
    path = Path(done.path)
    try:
        text = text_of(path)
    except (TooLong, OSError, UnicodeError):
        return False
    if text is None:
        return not done.existed
    before = undone(text, done.hunks)
    if before is None:
        return False
    if not before and not done.existed:
        path.unlink()
    else:
        rewrite(path, lambda _: before)
    return True


def _read(journal: Path) -> list[Done]:
    try:
        return msgspec.json.decode(journal.read_bytes(), type=list[Done])
    except FileNotFoundError:
        return []
    except (OSError, msgspec.MsgspecError) as error:
        raise StoreError(f"{journal} cannot be read: {error}", hint="it says what `--undo` has to take back") from error


def _write(journal: Path, made: Sequence[Done]) -> None:
    try:
        journal.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial_file = journal.with_suffix(".partial")
        partial_file.touch(mode=0o600)
        partial_file.write_bytes(msgspec.json.encode(made))
        partial_file.replace(journal)
    except OSError as error:
        raise StoreError(f"{journal} cannot be written: {error.strerror}") from error


def _without_password(line: str) -> str:
    return _USER.sub("//***@", line)
