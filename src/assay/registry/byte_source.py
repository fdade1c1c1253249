"""ByteSource: the bytes of one archive, in memory or in a file, hashed as they are read."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from assay.errors import ArchiveError
from assay.model.integrity import Integrity

_CHUNK_BYTES = 1024 * 1024


class ByteSource(Protocol):
    """Bytes that are read once, from the front."""

    @property
    def size_bytes(self) -> int:
        """Of the whole archive."""

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes, none at the end."""

    def integrity(self) -> Integrity:
        """Hashes of the whole archive, also of what was not read."""


class MemorySource:
    """Bytes that are in memory."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def size_bytes(self) -> int:
        """See ``ByteSource``."""
        return len(self._data)

    def read(self, size: int) -> bytes:
        """See ``ByteSource``."""
        part = self._data[self._at : self._at + size]
        self._at += len(part)
        return part

    def integrity(self) -> Integrity:
        """See ``ByteSource``."""
        return Integrity.of(self._data)


class FileSource:
    """Bytes of a regular file, read once and hashed on the way. Raises ArchiveError if it cannot be read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sha1 = hashlib.sha1(usedforsecurity=False)
        self._sha512 = hashlib.sha512()
        try:
            # A pipe or device would block for ever or never end: look before opening.
            if not stat.S_ISREG(path.stat().st_mode):
                raise ArchiveError(f"{path} is not a regular file")
            self._size_bytes = path.stat().st_size
            self._file: BinaryIO = path.open("rb")
        except (OSError, ValueError) as error:
            raise ArchiveError(f"{path} cannot be read: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    @property
    def size_bytes(self) -> int:
        """See ``ByteSource``."""
        return self._size_bytes

    def read(self, size: int) -> bytes:
        """See ``ByteSource``."""
        try:
            part = self._file.read(size)
        except OSError as error:
            raise ArchiveError(f"{self._path} cannot be read: {error}") from error
        self._sha1.update(part)
        self._sha512.update(part)
        return part

    def integrity(self) -> Integrity:
        """See ``ByteSource``."""
        while self.read(_CHUNK_BYTES):
            pass
        return Integrity((("sha1", self._sha1.hexdigest()), ("sha512", self._sha512.hexdigest())))
