"""BlobSink: takes a tarball as it comes, hashes it, and moves from memory to a private file when it grows."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from assay.assessment.ports import Blob
from assay.errors import RegistryError
from assay.model.integrity import Integrity


class BlobSink:
    """Collects one tarball. ``blob`` ends it, ``abandon`` drops it. Raises RegistryError if the disk fails."""

    def __init__(self, memory_bytes: int, folder: Path | None = None) -> None:
        self._memory_bytes = memory_bytes
        self._folder = folder
        self._parts: list[bytes] = []
        self._size_bytes = 0
        self._file: BinaryIO | None = None
        self._path = ""
        self._sha1 = hashlib.sha1(usedforsecurity=False)
        self._sha512 = hashlib.sha512()

    def write(self, data: bytes) -> None:
        """Take the next bytes."""
        self._sha1.update(data)
        self._sha512.update(data)
        self._size_bytes += len(data)
        try:
            if self._file is None and self._size_bytes > self._memory_bytes:
                # mkstemp makes a file that only this user can open.
                number, self._path = tempfile.mkstemp(prefix="assay-", suffix=".tgz", dir=self._folder)
                self._file = os.fdopen(number, "wb")
                self._file.writelines(self._parts)
                self._parts.clear()
            if self._file is None:
                self._parts.append(data)
            else:
                self._file.write(data)
        except OSError as error:
            raise self._failed(error) from error

    def blob(self) -> Blob:
        """What came, complete."""
        integrity = Integrity((("sha1", self._sha1.hexdigest()), ("sha512", self._sha512.hexdigest())))
        if self._file is None:
            return Blob(self._size_bytes, integrity, data=b"".join(self._parts))
        try:
            self._file.close()
        except OSError as error:
            raise self._failed(error) from error
        return Blob(self._size_bytes, integrity, path=self._path)

    def abandon(self) -> None:
        """Drop what came."""
        self._parts.clear()
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            with suppress(OSError):
                Path(self._path).unlink()
            self._file = None

    def _failed(self, error: OSError) -> RegistryError:
        self.abandon()
        folder = self._folder or tempfile.gettempdir()
        return RegistryError(
            f"a tarball could not be kept in {folder}: {error.strerror or error}",
            hint="free some space there, or set TMPDIR to another folder",
        )
