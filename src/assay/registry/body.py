"""Reading the body of an answer: bounded, also after decompression."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import cast

from isal import igzip_lib

from assay.errors import BadResponse, TooLarge

_PIECE_BYTES = 256 * 1024
# The stubs of isal declare the class as an instance.
_DAMAGE = cast("type[Exception]", igzip_lib.IsalError)


class CutOff(Exception):
    """The body ended before its end; another attempt may do better."""


async def read_body(
    chunks: AsyncIterator[bytes], encoding: str, max_bytes: int, write: Callable[[bytes], None], where: str
) -> None:
    """Write the body piece by piece, decompressed if ``encoding`` (Content-Encoding) says so.

    Raises TooLarge once it is over ``max_bytes``, BadResponse for damaged or unknown compression, CutOff if
    compressed data ends too early.
    """
    expander = _Expander(encoding.strip().lower(), where)
    size_bytes = 0
    async for chunk in chunks:
        for piece in expander.expand(chunk):
            size_bytes += len(piece)
            if size_bytes > max_bytes:
                raise TooLarge(f"{where} answered with more than {max_bytes:,} bytes")
            write(piece)
    if not expander.is_complete:
        raise CutOff("the compressed answer ends before its end")


class _Expander:
    """Expands what comes in steps, so that a bomb is noticed while it is small."""

    def __init__(self, encoding: str, where: str) -> None:
        if encoding not in ("", "identity", "gzip", "x-gzip"):
            raise BadResponse(f"{where} answered in an encoding that was not asked for: {encoding[:40]!r}")
        self._where = where
        self._inflater = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_GZIP) if "gzip" in encoding else None
        self._has_begun = False

    @property
    def is_complete(self) -> bool:
        return self._inflater is None or not self._has_begun or self._inflater.eof

    def expand(self, chunk: bytes) -> Iterator[bytes]:
        if self._inflater is None:
            yield chunk
            return
        self._has_begun = True
        rest = chunk
        while not self._inflater.eof:
            try:
                piece = self._inflater.decompress(rest, _PIECE_BYTES)
            except _DAMAGE as error:
                raise BadResponse(f"{self._where} answered with damaged gzip data: {error}") from error
            rest = b""
            if piece:
                yield piece
            if self._inflater.needs_input:
                return
