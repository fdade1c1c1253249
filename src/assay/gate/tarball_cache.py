"""TarballCache: tarballs in a folder by their sha512, bounded by size, read back only as what they were."""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from assay.assessment.ports import Blob
from assay.errors import StoreError
from assay.gate.bounded import Bounded
from assay.model.integrity import Integrity

DEFAULT_MAX_BYTES = 10 * 1024**3
#: Hashing more than this would hold up every other request for over a millisecond.
_AT_ONCE_BYTES = 512 * 1024
_PIECE_BYTES = 256 * 1024
#: Bytes of small tarballs in memory: installs of one application by many machines ask for the same ones.
_HOT_BYTES = 48 * 1024 * 1024
#: Larger files of which it is known that they were hashed.
_REMEMBERED = 100_000
#: A file that was changed less long ago than this may change again within one tick of the file system's clock.
_SETTLED_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Opened:
    """A tarball whose whole body was hashed just now, open at its beginning. Whoever opened it closes it."""

    file: BinaryIO
    size_bytes: int
    path: Path

    async def piece(self) -> bytes:
        """The next piece, empty at the end."""
        if self.size_bytes <= _AT_ONCE_BYTES:
            return self.file.read()
        return self.file.read(_PIECE_BYTES)


class TarballCache:
    """Use it in one event loop. Every method raises StoreError if the disk fails.

    max_bytes   above it, what was used longest ago is deleted
    now_ns      the clock of the file system
    """

    def __init__(
        self, folder: Path, max_bytes: int = DEFAULT_MAX_BYTES, now_ns: Callable[[], int] = time.time_ns
    ) -> None:
        self._folder = folder
        self._now_ns = now_ns
        self._kept: Bounded[str, int] = Bounded(max_bytes)
        self._hashed: Bounded[str, tuple[int, ...]] = Bounded(_REMEMBERED)
        #: What was handed out last, as it was hashed, with what the file system said of its file then.
        self._hot: Bounded[str, tuple[tuple[int, ...], bytes]] = Bounded(_HOT_BYTES)
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            files = [(entry.stat(), Path(entry)) for entry in os.scandir(folder) if entry.is_file()]
        except OSError as error:
            raise self._failed(error) from error
        for facts, path in sorted(files, key=lambda each: each[0].st_mtime):
            if path.suffix != ".tgz":
                path.unlink(missing_ok=True)  # left behind by a run that was ended in the middle
                continue
            self._note(path.stem, facts.st_size)

    async def keep(self, blob: Blob) -> None:
        """Put a tarball there in one step; its integrity is that of the bytes that came."""
        assert blob.integrity is not None
        sha512 = sha512_of(blob.integrity)
        if blob.path:
            await asyncio.to_thread(self._put, blob, self.path(sha512))
        else:
            self._put(blob, self.path(sha512))
        self._note(sha512, blob.size_bytes)

    def _put(self, blob: Blob, target: Path) -> None:
        try:
            number, part = tempfile.mkstemp(prefix="part-", dir=self._folder)
            try:
                with os.fdopen(number, "wb") as file:
                    file.write(blob.data if not blob.path else Path(blob.path).read_bytes())
                Path(part).replace(target)
            except BaseException:
                Path(part).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise self._failed(error) from error

    def path(self, sha512: str) -> Path:
        """Where a tarball is, if it is there."""
        return self._folder / f"{sha512}.tgz"

    async def open(self, sha512: str) -> Opened | None:
        """The tarball, hashed before anything of it is handed out; None if it is not there, or not that.

        It is hashed anew unless the file system says that this very file was not touched since: its number, its size
        and both its times are those that it had when it was hashed, and nobody can set the time of change.
        """
        path = self.path(sha512)
        try:
            facts = path.stat()
            stamp = (facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)
            hot = self._hot.find(sha512)
            if hot is not None and hot[0] == stamp:
                self._kept.find(sha512)
                return Opened(io.BytesIO(hot[1]), facts.st_size, path)
            file = path.open("rb")
        except OSError:
            self._kept.drop(sha512)
            return None
        is_given = False
        try:
            size_bytes = os.fstat(file.fileno()).st_size
            if size_bytes <= _AT_ONCE_BYTES:
                data = file.read()
                found = hashlib.sha512(data).hexdigest()
                if found == sha512:
                    self._hot.keep(sha512, (stamp, data), len(data))
            else:
                found = sha512 if self._hashed.find(sha512) == stamp else await asyncio.to_thread(_digest, file)
                if found == sha512 and self._now_ns() - facts.st_ctime_ns > _SETTLED_NS:
                    self._hashed.keep(sha512, stamp)
            if found == sha512:
                file.seek(0)
                self._kept.find(sha512)
                is_given = True
                return Opened(file, size_bytes, path)
            path.unlink(missing_ok=True)
            self._kept.drop(sha512)
        except OSError as error:
            raise self._failed(error) from error
        finally:
            if not is_given:
                file.close()
        return None

    def _note(self, sha512: str, size_bytes: int) -> None:
        for gone, _ in self._kept.keep(sha512, size_bytes, size_bytes):
            with suppress(OSError):
                self.path(gone).unlink()

    def _failed(self, error: OSError) -> StoreError:
        return StoreError(
            f"the tarballs in {self._folder} cannot be read or written: {error.strerror or error}",
            hint="free some space there, or choose another folder with cache-dir",
        )


def sha512_of(integrity: Integrity) -> str:
    """The sha512 in hex, "" if there is none."""
    return next((digest for name, digest in integrity.digests if name == "sha512"), "")


def _digest(file: BinaryIO) -> str:
    digest = hashlib.sha512()
    while piece := file.read(_PIECE_BYTES):
        digest.update(piece)
    return digest.hexdigest()
