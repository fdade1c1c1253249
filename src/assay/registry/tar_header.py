"""TarHeader: the 512-byte header block of one tar member, read the way npm's own unpacker (node-tar) reads it.

A scanner that reads names or sizes differently from the installer can be shown other files than it installs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

BLOCK_BYTES = 512
#: A block of zeros marks the end of an archive.
ZERO_BLOCK = bytes(BLOCK_BYTES)
_OCTAL = re.compile(rb"\s*([0-7]+)")
_CHECKSUM = slice(148, 156)


@dataclass(frozen=True, slots=True)
class TarHeader:
    """What one header block says.

    name    bytes up to the first NUL, with the ustar prefix
    kind    the type flag, one byte; ``b"0"`` for the old NUL and ``b"5"`` for a file whose name ends with a slash
    """

    name: bytes
    kind: bytes
    size_bytes: int
    mode: int
    link: bytes

    @classmethod
    def parse(cls, block: bytes) -> TarHeader | None:
        """Read a block of 512 bytes; None if its checksum is wrong."""
        if _number(block[_CHECKSUM]) != sum(block) - sum(block[_CHECKSUM]) + 8 * 0x20:
            return None
        name, kind, size = _text(block[:100]), block[156:157], _number(block[124:136])
        if block[257:265] == b"ustar\x0000":
            # The variant of star keeps times at the end of the prefix field (node-tar looks at the same byte).
            prefix = _text(block[345:500] if block[475] else block[345:475])
            name = prefix + b"/" + name if prefix else name
        if kind == b"\0":
            kind = b"0"
        if kind == b"0" and name.endswith(b"/"):
            kind = b"5"
        return cls(name, kind, max(size, 0), _number(block[100:108]), _text(block[157:257]))


def _text(field: bytes) -> bytes:
    return field.partition(b"\0")[0]


def _number(field: bytes) -> int:
    """Octal text, or base 256 if the top bit is set; what is neither counts as zero."""
    if field[0] & 0x80:
        value = int.from_bytes(field[1:], "big")
        return value - (1 << 8 * (len(field) - 1)) if field[0] == 0xFF else value
    match = _OCTAL.match(_text(field))
    return int(match[1], 8) if match else 0
