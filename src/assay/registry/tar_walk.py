"""TarWalk: the members of a tar stream one after the other, extended headers applied, never unpacked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assay.errors import ArchiveError
from assay.model.tarball import AnomalyKind
from assay.registry.anomaly_log import AnomalyLog
from assay.registry.archive_limits import ArchiveLimits
from assay.registry.gunzip import ExpandedStream
from assay.registry.pax_records import PaxRecords
from assay.registry.tar_header import BLOCK_BYTES, ZERO_BLOCK, TarHeader

#: npm's unpacker ignores longer extended headers, so do we.
_MAX_META_BYTES = 1024 * 1024
#: After so many blocks that are no header, what follows is not a tar archive.
_MAX_BAD_BLOCKS = 1000
_LONG_NAME, _LONG_LINK, _PAX, _PAX_GLOBAL = (b"L", b"N"), (b"K",), (b"x", b"X"), (b"g",)

_NO_RECORDS = PaxRecords()


@dataclass(frozen=True, slots=True)
class _Pending:
    """What extended headers said about the next member."""

    records: PaxRecords = _NO_RECORDS
    path: bytes | None = None
    link: bytes | None = None


_NOTHING_PENDING = _Pending()


class TarWalk:
    """Iterate over it for headers; ``read`` gives the content of the member that the iteration stands at."""

    def __init__(self, stream: ExpandedStream, limits: ArchiveLimits, log: AnomalyLog) -> None:
        self._stream = stream
        self._limits = limits
        self._log = log
        self._left = 0  # content of the current member that was not read yet
        self._padding = 0
        self._entries = 0
        self._bad_blocks = 0
        self._global = _NO_RECORDS

    def __iter__(self) -> Iterator[TarHeader]:
        """Headers of real members, of any kind. Raises ArchiveError if this is not a tar stream at all."""
        pending = _NOTHING_PENDING
        while (header := self._next_header()) is not None:
            self._begin(header)
            if header.kind in (*_LONG_NAME, *_LONG_LINK, *_PAX, *_PAX_GLOBAL):
                pending = self._extend(header, pending)
            else:
                complete = self._applied(header, pending)
                pending = _NOTHING_PENDING
                self._begin(complete)
                yield complete
            self._finish(header)

    def read(self, size: int) -> bytes:
        """The next ``size`` bytes of the current member, fewer only at its end."""
        data = self._stream.take(min(size, self._left))
        self._left -= len(data)
        return data

    def _begin(self, header: TarHeader) -> None:
        # A folder has no content whatever its header says, for npm's unpacker as for others.
        self._left = 0 if header.kind == b"5" else header.size_bytes
        self._padding = -self._left % BLOCK_BYTES

    def _finish(self, header: TarHeader) -> None:
        missing = self._left - self._stream.skip(self._left)
        self._left = 0
        if missing:
            if not self._stream.ended_early:
                name = header.name.decode("utf-8", "backslashreplace")
                self._log.add(AnomalyKind.TRUNCATED, name, f"the archive ends {missing:,} bytes before the file does")
            self._stream.ended_early = True
        self._stream.skip(self._padding)

    def _next_header(self) -> TarHeader | None:
        zeros = 0
        while len(block := self._stream.take(BLOCK_BYTES)) == BLOCK_BYTES:
            if block == ZERO_BLOCK:
                zeros += 1
                if zeros == 2:
                    self._look_behind_the_end()
                    return None
                continue
            header = TarHeader.parse(block)
            if header is not None and header.name:
                if zeros:
                    self._log.add(AnomalyKind.TRAILING_DATA, _name(header), "it stands behind an end mark")
                return header if self._count(header) else None
            zeros = 0
            if not self._bad_header():
                return None
        self._bad_blocks += bool(block)
        self._reject_if_empty()
        if block and not self._stream.ended_early:
            self._log.add(AnomalyKind.TRUNCATED, "", "the archive ends in the middle of a header")
        return None

    def _count(self, header: TarHeader) -> bool:
        self._entries += 1
        if self._entries <= self._limits.entries:
            return True
        detail = f"it has more than {self._limits.entries:,} entries; the rest was not read"
        self._log.add(AnomalyKind.TOO_MANY, _name(header), detail)
        return False

    def _bad_header(self) -> bool:
        """Note a block that is no header. npm's unpacker goes on behind it, so do we; False if it is one too many."""
        self._bad_blocks += 1
        if self._bad_blocks == 1 and self._entries:
            self._log.add(AnomalyKind.BAD_CHECKSUM, "", "a block between the files has a wrong header checksum")
        if self._bad_blocks <= _MAX_BAD_BLOCKS:
            return True
        self._reject_if_empty()
        self._log.add(AnomalyKind.BAD_CHECKSUM, "", "too many blocks are no tar headers; the rest was not read")
        return False

    def _reject_if_empty(self) -> None:
        if not self._entries and (self._bad_blocks or not self._stream.expanded_bytes):
            raise ArchiveError("the bytes are not a tar archive", hint="check that this is an npm package (.tgz)")

    def _look_behind_the_end(self) -> None:
        self._reject_if_empty()
        while block := self._stream.take(BLOCK_BYTES * 128):
            if block.count(0) != len(block):
                self._log.add(AnomalyKind.TRAILING_DATA, "", "there is data behind the end of the archive")
                break

    def _extend(self, header: TarHeader, pending: _Pending) -> _Pending:
        if header.size_bytes > _MAX_META_BYTES:
            self._log.add(AnomalyKind.LONG_NAME, _name(header), f"an extended header of {header.size_bytes:,} bytes")
            return pending
        data = self.read(header.size_bytes)
        if header.kind in _LONG_NAME:
            return replace(pending, path=data.partition(b"\0")[0])
        if header.kind in _LONG_LINK:
            return replace(pending, link=data.partition(b"\0")[0])
        records = PaxRecords.parse(data)
        if records.is_ambiguous:
            detail = "its extended header can be read in two ways, so tools disagree about its name or size"
            self._log.add(AnomalyKind.BAD_NAME, _name(header), detail)
        if header.kind in _PAX:
            return replace(pending, records=records)
        if records.path is not None or records.size_bytes is not None:
            detail = "a global header changes names or sizes, which tools understand differently"
            self._log.add(AnomalyKind.BAD_NAME, _name(header), detail)
        self._global = records
        return pending

    def _applied(self, header: TarHeader, pending: _Pending) -> TarHeader:
        if pending == _NOTHING_PENDING and self._global == _NO_RECORDS:
            return header
        records = pending.records
        sizes = (records.size_bytes, self._global.size_bytes, header.size_bytes)
        name = _first(records.path, pending.path, header.name)
        kind = b"5" if header.kind == b"0" and name.endswith(b"/") else header.kind
        return TarHeader(
            name=name,
            kind=kind,
            size_bytes=next(size for size in sizes if size is not None),
            mode=header.mode,
            link=_first(records.link, pending.link, header.link),
        )


def _first(*values: bytes | None) -> bytes:
    return next(value for value in values if value is not None)


def _name(header: TarHeader) -> str:
    return header.name.decode("utf-8", "backslashreplace")
