from __future__ import annotations

import struct
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.names.corpus_layout import InvalidCorpus, read_layout
from tests.names.small import small_bytes


def test_what_is_written_is_read() -> None:
    layout = read_layout(small_bytes())
    assert layout.info.built.isoformat() == "2026-03-01"
    assert layout.info.sources == {"download-counts": "2.20260301.0"}
    assert layout.info.names == 20


def test_the_same_content_gives_the_same_bytes() -> None:
    from tests.names import small

    assert small.small_bytes.__wrapped__() == small_bytes()


@given(st.integers(0, len(small_bytes()) - 1))
def test_a_file_that_is_cut_is_refused(length: int) -> None:
    with pytest.raises(InvalidCorpus):
        read_layout(small_bytes()[:length])


@given(st.integers(0, len(small_bytes()) - 1), st.integers(1, 255))
def test_a_damaged_file_is_refused(place: int, change: int) -> None:
    damaged = bytearray(small_bytes())
    damaged[place] ^= change
    if 28 <= place < 32:
        return  # four bytes of the head are unused
    with pytest.raises(InvalidCorpus):
        read_layout(bytes(damaged))


def test_another_version_is_named() -> None:
    newer = bytearray(small_bytes())
    newer[8:12] = struct.pack("<I", 99)
    with pytest.raises(InvalidCorpus, match="layout version 99"):
        read_layout(bytes(newer))


@pytest.mark.parametrize("text", [b"[]      ", b'{"a":1} ', b"\xff\xff\xff\xff\xff\xff\xff\xff"])
def test_a_description_of_another_shape_is_refused(text: bytes) -> None:
    head = struct.pack("<8sIIQII", b"ASSAYNMS", 1, len(text), 32 + len(text), crc32(text), 0)
    with pytest.raises(InvalidCorpus, match="description"):
        read_layout(head + text)
