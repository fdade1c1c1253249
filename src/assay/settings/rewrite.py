"""Change a settings file in one step: readers see the old or the new text, and two that change it take turns."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from assay.errors import SettingsError
from assay.settings.discover import MAX_BYTES


class TooLong(SettingsError):
    """The file has more than ``MAX_BYTES`` bytes."""


def rewrite(path: Path, change: Callable[[str], str]) -> bool:
    """Replace the file's text by what ``change`` makes of it ("" if there is no file), and tell if it differs.

    The file keeps its mode; a link is followed. Raises SettingsError if it cannot be read or written; then, and if
    ``change`` raises, the file stays as it is.
    """
    target = path.resolve()
    try:
        with _turn(target.parent):
            before = text_of(target)
            after = change(before or "")
            if after == (before or ""):
                return False
            _replace(target, after.encode())
            return True
    except OSError as error:
        raise SettingsError(f"{path}: cannot be changed: {error.strerror}") from error
    except UnicodeError as error:
        raise SettingsError(f"{path}: not UTF-8") from error


def text_of(path: Path) -> str | None:
    """The text of a settings file, None if there is none. Raises TooLong, OSError or UnicodeError."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    if len(data) > MAX_BYTES:
        raise TooLong(f"{path}: longer than {MAX_BYTES:,} bytes")
    return data.decode()


def _replace(path: Path, data: bytes) -> None:
    partial = path.with_name(f".{path.name}.partial")
    mode = path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_umask()
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.chmod(mode)
        partial.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


@contextlib.contextmanager
def _turn(folder: Path) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
