"""Reading an unpacked package: a folder of unknown origin in, a Tarball out; links are not followed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from assay.errors import ArchiveError
from assay.model.tarball import AnomalyKind, Member, Tarball
from assay.registry.anomaly_log import AnomalyLog
from assay.registry.archive_limits import DEFAULT_LIMITS, HEAD_BYTES, ArchiveLimits
from assay.registry.keeper import Keeper
from assay.registry.member_path import MemberPath
from assay.registry.members import MemberList, manifest_of


def read_folder(folder: Path, limits: ArchiveLimits = DEFAULT_LIMITS) -> Tarball:
    """Read an unpacked package within the limits of an archive.

    It has no ``integrity``: hashes of npm are over a tarball, and the one it came from is gone. Raises ArchiveError if
    the folder itself cannot be read.
    """
    reader = _FolderReader(folder, limits)
    reader.read()
    manifest, error = manifest_of(reader.members.members)
    return Tarball(
        integrity=None,
        size_bytes=reader.members.unpacked_bytes,
        unpacked_bytes=reader.members.unpacked_bytes,
        members=tuple(reader.members.members),
        anomalies=reader.log.anomalies(),
        root=reader.shown_root,
        manifest=manifest,
        manifest_error=error,
    )


def _open(file: str) -> BinaryIO:
    """Open what was looked at a moment ago: neither a link nor a pipe that took its place."""
    return os.fdopen(os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")


class _FolderReader:
    def __init__(self, folder: Path, limits: ArchiveLimits) -> None:
        self.log = AnomalyLog()
        self.members = MemberList(self.log)
        self.shown_root = os.fsencode(folder.name).decode("utf-8", "backslashreplace")
        self._folder = folder
        self._limits = limits
        self._keeper = Keeper(limits)
        self._left = limits.expanded_bytes

    def read(self) -> None:
        for entries, entry in enumerate(self._entries(), start=1):
            relative = os.path.relpath(entry.path, self._folder)
            name = MemberPath.parse(b"package/" + os.fsencode(relative), self._limits)
            for kind, detail in name.oddities:
                self.log.add(kind, name.path, detail)
            if entries > self._limits.entries:
                detail = f"it has more than {self._limits.entries:,} entries; the rest was not read"
                self.log.add(AnomalyKind.TOO_MANY, name.path, detail)
                return
            self._look_at(entry, name.path)
            if self._left < 0:
                detail = f"it holds more than {self._limits.expanded_bytes:,} bytes; the rest was not read"
                self.log.add(AnomalyKind.TOO_BIG, name.path, detail)
                return

    def _entries(self) -> Iterator[os.DirEntry[str]]:
        """Everything below the folder, folder by folder, in the order of names; a folder too deep is not opened."""
        stack: list[tuple[str, int]] = [(str(self._folder), 0)]
        while stack:
            path, depth = stack.pop()
            if depth > self._limits.depth:
                self.log.add(AnomalyKind.TOO_DEEP, path[-self._limits.name_bytes :], f"it lies {depth} folders deep")
                continue
            try:
                with os.scandir(path) as found:
                    entries = sorted(found, key=lambda entry: entry.name)
            except OSError as error:
                if depth == 0:
                    raise ArchiveError(f"{path} cannot be read: {error.strerror}") from error
                self.log.add(AnomalyKind.TRUNCATED, path, f"the folder cannot be read: {error.strerror}")
                continue
            yield from entries
            folders = [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
            stack.extend((child, depth + 1) for child in reversed(folders))

    def _look_at(self, entry: os.DirEntry[str], path: str) -> None:
        try:
            mode = entry.stat(follow_symlinks=False).st_mode
            if stat.S_ISREG(mode):
                self._read_file(entry.path, path, bool(mode & 0o111))
            elif stat.S_ISLNK(mode):
                target = os.fsencode(Path(entry.path).readlink())[:200].decode("utf-8", "backslashreplace")
                self.log.add(AnomalyKind.LINK, path, f"it is a symbolic link to {target}")
            elif not stat.S_ISDIR(mode):
                self.log.add(AnomalyKind.DEVICE, path, "it is neither a file nor a folder")
        except OSError as error:
            self.log.add(AnomalyKind.TRUNCATED, path, f"it cannot be read: {error.strerror}")

    def _read_file(self, file: str, path: str, is_executable: bool) -> None:
        with _open(file) as stream:
            size = os.fstat(stream.fileno()).st_size
            head = stream.read(HEAD_BYTES)
            self._left -= size
            data = b""
            is_kept = self._keeper.wants(path, size, head)
            if is_kept:
                data = head + stream.read(max(size - len(head), 0))
        if is_kept and len(data) == size:
            self.members.add(Member(path, size, is_executable, data[:HEAD_BYTES], data))
        else:
            self.members.add(Member(path, size, is_executable, self._keeper.head(head)))
