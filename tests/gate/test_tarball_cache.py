from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from assay.assessment.ports import Blob
from assay.gate.tarball_cache import TarballCache, sha512_of
from assay.model.integrity import Integrity

SMALL, LARGE = b"small" * 100, b"large" * 300_000


def later() -> int:
    """A clock by which every file has been as it is for a while."""
    return time.time_ns() + 10_000_000_000


async def opened(cache: TarballCache, sha512: str) -> bytes | None:
    found = await cache.open(sha512)
    if found is None:
        return None
    with found.file:
        data = b""
        while len(data) < found.size_bytes:
            data += await found.piece()
        return data


@pytest.mark.parametrize("data", [SMALL, LARGE])
def test_what_is_kept_is_given_again_and_again(data: bytes, tmp_path: Path) -> None:
    async def run() -> None:
        cache = TarballCache(tmp_path, now_ns=later)
        integrity = Integrity.of(data)
        await cache.keep(Blob(len(data), integrity, data=data))
        for _ in range(3):
            assert await opened(cache, sha512_of(integrity)) == data

    asyncio.run(run())


@pytest.mark.parametrize("data", [SMALL, LARGE])
@pytest.mark.parametrize("times", [0, 1, 2])
def test_what_was_touched_since_is_hashed_anew_and_thrown_away(data: bytes, times: int, tmp_path: Path) -> None:
    async def run() -> None:
        cache = TarballCache(tmp_path, now_ns=later)
        integrity = Integrity.of(data)
        sha512 = sha512_of(integrity)
        await cache.keep(Blob(len(data), integrity, data=data))
        for _ in range(times):
            assert await opened(cache, sha512) == data
        await asyncio.sleep(0.01)  # a later tick of the file system's clock
        with cache.path(sha512).open("r+b") as file:
            file.write(b"X")
        assert await opened(cache, sha512) is None
        assert not cache.path(sha512).exists()

    asyncio.run(run())


def test_what_is_gone_is_not_given_from_memory(tmp_path: Path) -> None:
    async def run() -> None:
        cache = TarballCache(tmp_path)
        integrity = Integrity.of(SMALL)
        sha512 = sha512_of(integrity)
        await cache.keep(Blob(len(SMALL), integrity, data=SMALL))
        assert await opened(cache, sha512) == SMALL
        cache.path(sha512).unlink()
        assert await opened(cache, sha512) is None

    asyncio.run(run())
