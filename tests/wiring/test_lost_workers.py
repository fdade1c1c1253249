"""A real worker that is lost while it reads one file: that file is named, and every other one is read as before."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable

from assay.assessment.ports import Blob
from assay.model.gap import Gap, GapKind
from assay.model.inspection import Inspection
from assay.model.integrity import Integrity
from assay.wiring.inspector import TARGET, PoolInspector
from assay.workers.pool import WorkerLimits, WorkerPool
from tests.wiring.hostile_sources import THIEF, package_with
from tests.wiring.test_bad_input import SUBJECT, rules_at
from tests.wiring.test_inspector import packed

#: Its tree takes half a gigabyte and seconds.
LARGE = packed(package_with("10 MB of escapes in a line"))
PATH = "a.js"


def inspected(limits: WorkerLimits, meanwhile: Callable[[WorkerPool], Awaitable[None]]) -> Inspection:
    async def run() -> Inspection:
        pool = WorkerPool(TARGET, 1, limits)
        try:
            blob = Blob(len(LARGE), Integrity.of(LARGE), LARGE)
            found, _ = await asyncio.gather(PoolInspector(pool).inspect(SUBJECT, blob, ""), meanwhile(pool))
            return found
        finally:
            await pool.close()

    return asyncio.run(run())


async def nothing(_pool: WorkerPool) -> None:
    """Let it work."""


async def kill_while_it_reads(pool: WorkerPool) -> None:
    """Kill the first worker once it says that it is at the large file."""
    while not any(note.read() == PATH for note in pool._all.values()):  # noqa: ASYNC110 - another process writes it
        await asyncio.sleep(0.01)
    (process,) = pool._all
    os.kill(process.pid, signal.SIGKILL)


def the_gap(inspection: Inspection) -> Gap:
    """The only Gap, which names the file; what the other file does was found."""
    assert "environment-exfiltration" in rules_at(inspection, THIEF)
    (gap,) = inspection.gaps
    assert gap.location is not None
    assert (gap.kind, gap.location.file) == (GapKind.SOURCE, PATH)
    return gap


def test_a_worker_that_is_killed_loses_the_file_that_it_read() -> None:
    assert "SIGKILL" in the_gap(inspected(WorkerLimits(), kill_while_it_reads)).why


def test_a_worker_without_memory_loses_the_file_that_it_read() -> None:
    gap = the_gap(inspected(WorkerLimits(memory_bytes=400_000_000), nothing))
    assert "more memory than a worker may have" in gap.why
