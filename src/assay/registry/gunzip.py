"""ExpandedStream: the tar stream inside a .tgz, expanded in small steps and within limits.

The gzip framing (RFC 1952) is read here and only the deflate data goes to isal: so a wrong checksum at the end does not
cost the content that came before it, and bytes after the end are seen.
"""

from __future__ import annotations

from typing import cast

from isal import igzip_lib, isal_zlib

from assay.errors import ArchiveError
from assay.model.tarball import AnomalyKind
from assay.registry.anomaly_log import AnomalyLog
from assay.registry.archive_limits import ArchiveLimits
from assay.registry.byte_source import ByteSource

# The stubs of isal declare the class as an instance.
_DAMAGE = cast("type[Exception]", igzip_lib.IsalError)
_IN_BYTES = 64 * 1024
_OUT_BYTES = 256 * 1024
_MAGIC = b"\x1f\x8b"
_MAX_HEADER_BYTES = 64 * 1024
_TRAILER_BYTES = 8
#: npm packs one gzip stream; a file of very many empty ones would only keep us busy.
_MAX_GZIP_MEMBERS = 1000
_FHCRC, _FEXTRA, _FNAME, _FCOMMENT = 2, 4, 8, 16


class ExpandedStream:
    """Reads the tar stream from the front; at a limit or at damage it ends early and notes why.

    Bytes that are not gzip are passed on as they are, because npm unpacks a plain tar too.
    """

    def __init__(self, source: ByteSource, limits: ArchiveLimits, log: AnomalyLog) -> None:
        self.expanded_bytes = 0
        self.ended_early = False
        self._source = source
        self._limits = limits
        self._log = log
        self._in = source.read(_IN_BYTES)
        self._read_bytes = len(self._in)
        self._out = b""
        self._at = 0
        self._crc = 0
        self._member_bytes = 0
        self._gzip_members = 0
        self._inflater: igzip_lib.IgzipDecompressor | None = None
        self._is_done = False
        self._is_gzip = self._in.startswith(_MAGIC)
        if self._is_gzip and not self._start_member():
            raise ArchiveError("the gzip header is cut off or damaged")

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes, fewer only at the end."""
        end = self._at + size
        if end <= len(self._out):
            part = self._out[self._at : end]
            self._at = end
            return part
        parts, missing = [], size
        while missing and (self._at < len(self._out) or self._fill()):
            part = self._out[self._at : self._at + missing]
            parts.append(part)
            self._at += len(part)
            missing -= len(part)
        return b"".join(parts)

    def skip(self, size: int) -> int:
        """Pass over ``size`` bytes; says how many there were."""
        missing = size
        while missing and (self._at < len(self._out) or self._fill()):
            step = min(missing, len(self._out) - self._at)
            self._at += step
            missing -= step
        return size - missing

    def _fill(self) -> bool:
        """Expand the next piece. False at the end."""
        self._out, self._at = b"", 0
        while not self._is_done and not self._out:
            self._out = self._inflate() if self._is_gzip else self._plain()
        self.expanded_bytes += len(self._out)
        self._check_limits()
        return bool(self._out)

    def _check_limits(self) -> None:
        if self.expanded_bytes > self._limits.expanded_bytes:
            self._stop(AnomalyKind.TOO_BIG, f"it holds more than {self._limits.expanded_bytes:,} bytes")
        allowed = max(self._limits.ratio_from_bytes, self._limits.ratio * self._read_bytes)
        if self.expanded_bytes > allowed:
            self._stop(AnomalyKind.EXPANSION, f"it expands more than {self._limits.ratio} times")

    def _stop(self, kind: AnomalyKind, detail: str) -> None:
        if not self.ended_early:
            self._log.add(kind, "", f"{detail}; the rest was not read")
        self.ended_early = self._is_done = True

    def _more(self) -> bytes:
        data = self._source.read(_IN_BYTES)
        self._read_bytes += len(data)
        return data

    def _plain(self) -> bytes:
        data, self._in = self._in or self._more(), b""
        self._is_done = not data
        return data

    def _inflate(self) -> bytes:
        assert self._inflater is not None
        if not self._in and self._inflater.needs_input:
            self._in = self._more()
            if not self._in:
                self._stop(AnomalyKind.TRUNCATED, "the gzip data ends before its end")
                return b""
        try:
            out: bytes = self._inflater.decompress(self._in, _OUT_BYTES)
        except _DAMAGE as error:
            self._stop(AnomalyKind.BAD_CHECKSUM, f"the gzip data is damaged ({error})")
            return b""
        self._in = b""
        self._crc = isal_zlib.crc32(out, self._crc)
        self._member_bytes += len(out)
        if self._inflater.eof:
            self._in = self._inflater.unused_data
            self._end_member()
        return out

    def _end_member(self) -> None:
        """Check the trailer, then start the next gzip member if there is one."""
        if not self._have(_TRAILER_BYTES):
            self._stop(AnomalyKind.TRUNCATED, "the gzip data ends before its checksum")
            return
        expected = self._crc.to_bytes(4, "little") + (self._member_bytes & 0xFFFFFFFF).to_bytes(4, "little")
        if self._in[:_TRAILER_BYTES] != expected:
            self._log.add(AnomalyKind.BAD_CHECKSUM, "", "the checksum at the end of the gzip data is wrong")
        self._in = self._in[_TRAILER_BYTES:]
        if not self._have(1):
            self._is_done = True
        elif self._gzip_members == _MAX_GZIP_MEMBERS:
            self._stop(AnomalyKind.TOO_MANY, f"it is made of more than {_MAX_GZIP_MEMBERS} gzip streams")
        elif not (self._have(2) and self._in.startswith(_MAGIC) and self._start_member()):
            self._log.add(AnomalyKind.TRAILING_DATA, "", "there are bytes after the end of the gzip data")
            self._is_done = True

    def _start_member(self) -> bool:
        length = self._header_length()
        if length is None:
            return False
        self._in = self._in[length:]
        self._gzip_members += 1
        self._inflater = igzip_lib.IgzipDecompressor(flag=igzip_lib.DECOMP_DEFLATE)
        self._crc = self._member_bytes = 0
        return True

    def _header_length(self) -> int | None:
        """Length of the gzip header at the front of the input, None if there is no whole one."""
        if not self._have(10) or self._in[2] != 8:
            return None
        flags, length = self._in[3], 10
        if flags & _FEXTRA:
            if not self._have(length + 2):
                return None
            length += 2 + int.from_bytes(self._in[length : length + 2], "little")
        for flag in (_FNAME, _FCOMMENT):
            if flags & flag:
                end = self._find_nul(length)
                if end is None:
                    return None
                length = end + 1
        length += 2 if flags & _FHCRC else 0
        return length if self._have(length) else None

    def _find_nul(self, start: int) -> int | None:
        while (end := self._in.find(b"\0", start)) < 0:
            if len(self._in) > _MAX_HEADER_BYTES or not self._have(len(self._in) + 1):
                return None
        return end

    def _have(self, size: int) -> bool:
        """Read on until the input holds ``size`` bytes; False if it ends before."""
        while len(self._in) < size:
            data = self._more()
            if not data:
                return False
            self._in += data
        return True
