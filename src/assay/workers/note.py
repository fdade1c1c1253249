"""Note: what a worker is at, kept where its parent can read it after the worker has died."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable

#: Longer ones are cut: a path of a tarball has at most this many bytes.
MAX_BYTES = 4096
#: Given to a target, which says with it what it does next.
Write = Callable[[str], None]


def unheard(_text: str) -> None:
    """For targets that are called where nobody listens."""


class Note:
    """One text in a file without a name, which a parent and its worker both hold."""

    __slots__ = ("_fd",)

    def __init__(self, fd: int | None = None) -> None:
        """``fd`` is that of the parent's note, as the worker got it; without it a new one. Raises OSError."""
        if fd is None:
            with tempfile.TemporaryFile() as file:
                fd = os.dup(file.fileno())
        self._fd = fd

    @property
    def fd(self) -> int:
        """What a worker is to inherit."""
        return self._fd

    def write(self, text: str) -> None:
        """Put this in place of what stood there."""
        data = text.encode("utf-8", "surrogatepass")[:MAX_BYTES]
        os.pwrite(self._fd, len(data).to_bytes(2, "big") + data, 0)

    def read(self) -> str:
        """What was written last, "" if nothing was. What a worker gone mad wrote is only a text."""
        data = os.pread(self._fd, MAX_BYTES + 2, 0)
        return data[2 : 2 + int.from_bytes(data[:2], "big")].decode("utf-8", "replace")

    def close(self) -> None:
        """Let go of it."""
        os.close(self._fd)
