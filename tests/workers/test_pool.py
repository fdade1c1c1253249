from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from assay.errors import WorkerDied, WorkerError, WorkerTimedOut
from assay.workers import pool as pool_module
from assay.workers.pool import WorkerLimits, WorkerPool

T = TypeVar("T")
ACT = "tests.workers.targets:act"
ROOT = Path(__file__).parents[2]
LIMITS = WorkerLimits(memory_bytes=1024**3, deadline=timedelta(seconds=20))


@pytest.fixture(autouse=True)
def _workers_find_the_targets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(ROOT / "src"), str(ROOT))))


def with_pool(work: Callable[[WorkerPool], Awaitable[T]], size: int = 1, limits: WorkerLimits = LIMITS) -> T:
    async def run() -> T:
        pool = WorkerPool(ACT, size, limits)
        try:
            return await work(pool)
        finally:
            await pool.close()

    return asyncio.run(run())


def test_jobs_come_back_with_their_own_results() -> None:
    async def work() -> list[bytes]:
        pool = WorkerPool("tests.workers.targets:echo", 2, LIMITS)
        try:
            return await asyncio.gather(*(pool.run(str(number).encode()) for number in range(40)))
        finally:
            await pool.close()

    assert asyncio.run(work()) == [b"<%d>" % number for number in range(40)]


def test_a_large_job_passes_whole() -> None:
    async def work() -> int:
        pool = WorkerPool("tests.workers.targets:echo", 1, LIMITS)
        try:
            return len(await pool.run(bytes(16 * 1024**2)))
        finally:
            await pool.close()

    assert asyncio.run(work()) == 16 * 1024**2 + 2


@pytest.mark.parametrize(
    ("job", "error", "words"),
    [
        (b"crash", WorkerDied, "SIGABRT"),
        (b"exit", WorkerDied, "code 7"),
        (b"eat", WorkerDied, "memory"),
        (b"raise", WorkerDied, "RuntimeError: no"),
    ],
)
def test_a_job_that_fails_fails_alone(job: bytes, error: type[WorkerError], words: str) -> None:
    async def work(pool: WorkerPool) -> bytes:
        with pytest.raises(error, match=words) as caught:
            await pool.run(job)
        assert caught.value.at == f"at {job.decode()}"
        return await pool.run(b"still there?")

    assert with_pool(work)


def test_a_worker_is_killed_at_its_deadline_and_replaced() -> None:
    async def work(pool: WorkerPool) -> tuple[bytes, bytes]:
        before = await pool.run(b"who")
        with pytest.raises(WorkerTimedOut, match="longer than") as caught:
            await pool.run(b"sleep")
        assert caught.value.at == "at sleep"
        return before, await pool.run(b"who")

    before, after = with_pool(work, limits=WorkerLimits(1024**3, timedelta(seconds=3)))
    assert before != after
    assert not _is_alive(int(before))


def test_printing_does_not_disturb_the_frames() -> None:
    assert with_pool(lambda pool: pool.run(b"print")).isdigit()


def test_no_process_is_started_before_it_is_needed_and_none_is_left() -> None:
    async def work(pool: WorkerPool) -> tuple[bytes, bytes]:
        assert not pool._all
        return await pool.run(b"who"), await pool.run(b"who")

    first, second = with_pool(work, size=3)
    assert first == second
    assert not _is_alive(int(first))


def test_modules_are_never_taken_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # the current folder is what a user scans: a package could bring its own resource.py
    for name in ("resource", "msgspec", "tests", "assay"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(9)\n")
    monkeypatch.chdir(tmp_path)
    assert with_pool(lambda pool: pool.run(b"who")).isdigit()


def test_a_result_over_the_limit_ends_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "MAX_RESULT_BYTES", 1000)

    async def work(pool: WorkerPool) -> bytes:
        with pytest.raises(WorkerDied):
            await pool.run(b"flood")
        return await pool.run(b"who")

    assert with_pool(work).isdigit()


def test_a_cancelled_job_leaves_no_process() -> None:
    async def work(pool: WorkerPool) -> int:
        pid = int(await pool.run(b"who"))
        task = asyncio.ensure_future(pool.run(b"sleep"))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return pid

    assert not _is_alive(with_pool(work))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_processor_time_is_counted_for_each_job_and_not_by_the_clock() -> None:
    limits = WorkerLimits(memory_bytes=1024**3, processing=timedelta(seconds=1), deadline=timedelta(seconds=60))

    async def work() -> bytes:
        pool = WorkerPool("tests.workers.targets:spin", 1, limits)
        try:
            with pytest.raises(WorkerTimedOut, match="1 seconds of processor time"):
                await pool.run(b"forever")
            # Together these use up more than one job may.
            return b"".join([await pool.run(b"0.7") for _ in range(4)])
        finally:
            await pool.close()

    assert asyncio.run(work()) == b"done" * 4
