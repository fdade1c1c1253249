from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.registry.tar_header import TarHeader
from tests.registry_simulator import RawMember


def parse(member: RawMember) -> TarHeader | None:
    return TarHeader.parse(member.to_bytes()[:512])


def field(start: int, value: bytes) -> TarHeader | None:
    """Parse a header with one field replaced."""
    block = bytearray(RawMember(b"package/a").to_bytes()[:512])
    block[start : start + len(value)] = value
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return TarHeader.parse(bytes(block))


def test_reads_every_field() -> None:
    member = RawMember(b"package/a", b"data", mode=0o755, link=b"to")
    assert parse(member) == TarHeader(b"package/a", b"0", 4, 0o755, b"to")


@pytest.mark.parametrize(
    ("name", "kind", "read"), [(b"a/", b"0", b"5"), (b"a", b"\0", b"0"), (b"a/", b"\0", b"5"), (b"a", b"2", b"2")]
)
def test_kinds(name: bytes, kind: bytes, read: bytes) -> None:
    header = parse(RawMember(name, kind=kind))
    assert header is not None
    assert header.kind == read


@pytest.mark.parametrize(
    ("size", "read"),
    [
        (b"00000000010\0", 8),
        (b"         10 ", 8),
        (b"10\0 junk    "[:12], 8),
        (b"\x80" + b"\0" * 10 + b"\x07", 7),
        (b"\xff" * 12, 0),
        (b"nonsense\0\0\0\0", 0),
        (b"0x10\0\0\0\0\0\0\0\0", 0),
    ],
)
def test_sizes_are_read_as_npm_reads_them(size: bytes, read: int) -> None:
    header = field(124, size)
    assert header is not None
    assert header.size_bytes == read


def test_prefixes_count_only_in_the_posix_form() -> None:
    header = field(345, b"folder")
    assert header is not None
    assert header.name == b"folder/package/a"
    header = field(257, b"ustar  \0".ljust(88, b"\0") + b"folder")
    assert header is not None
    assert header.name == b"package/a"


def test_a_wrong_checksum_is_no_header() -> None:
    assert parse(RawMember(b"a", checksum=1)) is None


@given(st.binary(min_size=512, max_size=512))
def test_any_block(block: bytes) -> None:
    TarHeader.parse(block)
