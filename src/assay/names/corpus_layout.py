"""The layout of a corpus file: a fixed head, a JSON description, aligned sections.

Head, little-endian: 8 bytes magic, u32 layout version, u32 length of the description, u64 length of the whole
file, u32 CRC-32 of everything behind the head, u32 zero. The description gives offset and length in bytes of each
section, counted from its own end. The checksum finds a file that was cut or damaged; it does not authenticate it.
"""

from __future__ import annotations

import json
import struct
import sys
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from assay.names.table import Buffer

#: Changes whenever an older program could not read the file, or would read it wrongly.
LAYOUT_VERSION = 1

_MAGIC = b"ASSAYNMS"
_HEAD = struct.Struct("<8sIIQII")
_ALIGNMENT = 8
_MAX_DESCRIPTION = 64 * 1024


class InvalidCorpus(ValueError):
    """The bytes are not a whole corpus file of this version; the message says why."""


@dataclass(frozen=True, slots=True)
class CorpusInfo:
    """Where a corpus comes from.

    built          the day of the download counts
    sources        package name to version, of the data it was built from
    names          how many names it holds
    thresholds     rank to monthly downloads: a name with at least that many is within the rank
    """

    built: date
    sources: Mapping[str, str]
    names: int
    thresholds: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """An opened file: its origin, and section name to (offset, length in bytes)."""

    info: CorpusInfo
    sections: Mapping[str, tuple[int, int]]

    def numbers(self, buffer: Buffer, section: str, code: str) -> Sequence[int]:
        """A section as unsigned numbers of 1 (``B``), 2 (``H``) or 4 (``I``) bytes, without a copy if possible."""
        offset, length = self.sections[section]
        if sys.byteorder == "little":
            return memoryview(buffer)[offset : offset + length].cast(code)  # type: ignore[arg-type,call-overload,no-any-return]
        swapped = array(code, buffer[offset : offset + length])
        swapped.byteswap()
        return swapped


def read_layout(buffer: Buffer) -> Layout:
    """Read and check a corpus file. Raises InvalidCorpus if it is cut short, damaged or of another version."""
    if len(buffer) < _HEAD.size:
        raise InvalidCorpus("it is too short to be a corpus of names")
    magic, version, described, total, checksum, _ = _HEAD.unpack(buffer[: _HEAD.size])
    if magic != _MAGIC:
        raise InvalidCorpus("it is not a corpus of names")
    if version != LAYOUT_VERSION:
        raise InvalidCorpus(f"it has layout version {version}, and this program reads version {LAYOUT_VERSION}")
    if total != len(buffer) or described > _MAX_DESCRIPTION:
        raise InvalidCorpus(f"it should have {total:,} bytes and has {len(buffer):,}: it was cut short or added to")
    with memoryview(buffer) as view:  # type: ignore[arg-type]
        if crc32(view[_HEAD.size :]) != checksum:
            raise InvalidCorpus("its checksum is wrong: it is damaged")
    return _described(buffer[_HEAD.size : _HEAD.size + described], total)


def _described(text: bytes, total: int) -> Layout:
    base = _HEAD.size + len(text)
    try:
        fields = json.loads(text)
        sections = {name: (base + int(offset), int(length)) for name, (offset, length) in fields["sections"].items()}
        info = CorpusInfo(
            built=date.fromisoformat(fields["built"]),
            sources={str(name): str(version) for name, version in fields["sources"].items()},
            names=int(fields["names"]),
            thresholds={int(rank): int(downloads) for rank, downloads in fields["thresholds"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidCorpus(f"its description cannot be read ({error})") from error
    if any(offset < base or length < 0 or offset + length > total for offset, length in sections.values()):
        raise InvalidCorpus("a section lies outside the file")
    return Layout(info, sections)


def write_layout(info: CorpusInfo, sections: Mapping[str, bytes]) -> bytes:
    """The bytes of a corpus file with these sections, the same for the same content."""
    places: dict[str, tuple[int, int]] = {}
    at = 0
    for name, content in sections.items():
        places[name] = (at, len(content))
        at = _aligned(at + len(content))
    fields = {
        "built": info.built.isoformat(),
        "sources": dict(info.sources),
        "names": info.names,
        "thresholds": {str(rank): downloads for rank, downloads in info.thresholds.items()},
        "sections": places,
    }
    description = json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()
    description = description.ljust(_aligned(_HEAD.size + len(description)) - _HEAD.size)
    body = bytearray(description)
    for name, content in sections.items():
        body.extend(bytes(len(description) + places[name][0] - len(body)))
        body.extend(content)
    head = _HEAD.pack(_MAGIC, LAYOUT_VERSION, len(description), _HEAD.size + len(body), crc32(body), 0)
    return head + bytes(body)


def little_endian(code: str, numbers: Sequence[int]) -> bytes:
    """Numbers as the bytes of a section, see ``Layout.numbers``."""
    packed = array(code, numbers)
    if sys.byteorder != "little":
        packed.byteswap()
    return packed.tobytes()


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGNMENT) * _ALIGNMENT
