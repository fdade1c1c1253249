from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import BadResponse, TooLarge
from assay.registry.body import CutOff, read_body


def read(chunks: list[bytes], encoding: str = "", max_bytes: int = 10**6) -> bytes:
    found = bytearray()

    async def coming() -> AsyncIterator[bytes]:
        for chunk in chunks:
            yield chunk

    asyncio.run(read_body(coming(), encoding, max_bytes, found.extend, "https://registry.example/p"))
    return bytes(found)


@given(st.binary(max_size=5000), st.integers(1, 100))
def test_any_body_in_any_pieces(data: bytes, step: int) -> None:
    packed = gzip.compress(data, mtime=0)
    assert read([packed[at : at + step] for at in range(0, len(packed), step)], "gzip") == data
    assert read([data[at : at + step] for at in range(0, len(data), step)]) == data


def test_a_large_body_comes_in_pieces() -> None:
    assert read([gzip.compress(b"x" * 900_000)], " GZIP ") == b"x" * 900_000


def test_a_bomb_is_stopped_while_it_is_small() -> None:
    with pytest.raises(TooLarge, match="more than 1,000,000 bytes"):
        read([gzip.compress(b"x" * 50_000_000)], "gzip")


def test_a_cut_is_told_from_damage() -> None:
    packed = gzip.compress(b"x" * 1000)
    with pytest.raises(CutOff):
        read([packed[:-9]], "gzip")
    with pytest.raises(BadResponse, match="damaged gzip"):
        read([b"no gzip at all"], "gzip")
    with pytest.raises(BadResponse, match="encoding that was not asked for: 'br'"):
        read([b"x"], "br")


def test_an_empty_body_is_empty_in_every_encoding() -> None:
    assert read([], "gzip") == b""
    assert read([b""]) == b""
