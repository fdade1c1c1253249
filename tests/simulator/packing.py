"""Packing npm tarballs, honest and hostile ones, always to the same bytes."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: The time that npm writes on every member.
NPM_MTIME = 499_162_500
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class RawMember:
    """One tar member exactly as given, however odd.

    name            bytes of the name field, the part over 100 bytes is cut (use ``pax`` for longer ones)
    kind            the type flag: ``b"0"`` file, ``b"1"`` hard link, ``b"2"`` symbolic link, ``b"3"`` device, ...
    declared_size   what the header says, if that is not the length of ``data``
    checksum        what the header says, if that is not the right one
    pax             records of an extended header written before the member
    """

    name: bytes
    data: bytes = b""
    kind: bytes = b"0"
    link: bytes = b""
    mode: int = 0o644
    declared_size: int | None = None
    checksum: int | None = None
    pax: tuple[tuple[str, str], ...] = ()

    def to_bytes(self) -> bytes:
        """Header and padded data."""
        size = len(self.data) if self.declared_size is None else self.declared_size
        return self._extended() + self._header(size) + _padded(self.data)

    def _extended(self) -> bytes:
        if not self.pax:
            return b""
        records = b"".join(_pax_record(key, value) for key, value in self.pax)
        return RawMember(b"PaxHeader", records, kind=b"x").to_bytes()

    def _header(self, size: int) -> bytes:
        fields = (
            self.name[:100].ljust(100, b"\0"),
            b"%07o\0" % self.mode,
            b"0000000\0" * 2,
            b"%011o\0" % size,
            b"%011o\0" % NPM_MTIME,
            b" " * 8,
            self.kind,
            self.link[:100].ljust(100, b"\0"),
            b"ustar\x0000",
        )
        header = b"".join(fields).ljust(_BLOCK, b"\0")
        checksum = sum(header) if self.checksum is None else self.checksum
        return header[:148] + b"%06o\0 " % checksum + header[156:]


def pack(
    files: Mapping[str, str | bytes],
    *,
    manifest: Mapping[str, object] | None = None,
    root: str = "package",
    executable: Sequence[str] = (),
    members: Sequence[RawMember] = (),
) -> bytes:
    """Build a .tgz as npm would: ``manifest`` becomes package.json, ``members`` follow as they are."""
    content = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    if manifest is not None:
        content = {"package.json": json.dumps(manifest, indent=2).encode(), **content}
    parts = []
    for path, data in content.items():
        info = tarfile.TarInfo(f"{root}/{path}")
        info.size, info.mtime = len(data), NPM_MTIME
        info.mode = 0o755 if path in executable else 0o644
        parts.append(info.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape") + _padded(data))
    parts.extend(member.to_bytes() for member in members)
    return squeeze(b"".join(parts) + b"\0" * 2 * _BLOCK)


def pack_raw(*members: RawMember, end: bool = True) -> bytes:
    """Build a .tgz of just these members, with or without the end-of-archive blocks."""
    return squeeze(b"".join(member.to_bytes() for member in members) + (b"\0" * 2 * _BLOCK if end else b""))


def squeeze(data: bytes) -> bytes:
    """Gzip without a time or name in the header."""
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, compresslevel=6, mtime=0) as file:
        file.write(data)
    return buffer.getvalue()


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % _BLOCK)


def _pax_record(key: str, value: str) -> bytes:
    body = f" {key}={value}\n".encode()
    length = len(body)
    while length != len(body) + len(str(length)):
        length = len(body) + len(str(length))
    return str(length).encode() + body
