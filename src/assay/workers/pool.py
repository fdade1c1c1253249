"""A pool of processes that can be killed and replaced, each with a limit on memory and on time for a job."""

from __future__ import annotations

import asyncio
import math
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from assay.errors import WorkerDied, WorkerTimedOut
from assay.workers.frames import HEADER_BYTES, FrameKind, frame, read_header
from assay.workers.note import Note

#: How long a worker may take to end by itself when its input is closed.
_GRACE = timedelta(seconds=2)
#: An inspection has kilobytes. A worker that hostile input has taken over must not fill this process.
MAX_RESULT_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What one worker may use.

    memory_bytes   of address space; libraries and threads count too: 55 MB of a worker that has just begun
    deadline       for one job by the clock on the wall, against what waits; the worker is killed when it is over
    processing     processor time for one job, which a busy machine does not use up
    """

    memory_bytes: int = 1_000_000_000
    deadline: timedelta = timedelta(seconds=120)
    processing: timedelta = timedelta(seconds=30)


class WorkerPool:
    """Runs jobs (bytes to bytes) in at most ``size`` processes, started when they are first needed.

    ``target`` is ``module:function``, imported once by each process: it takes a job and, as ``note``, what it can tell
    with what it is at. Nothing is unpickled on either side.
    """

    def __init__(self, target: str, size: int, limits: WorkerLimits | None = None) -> None:
        self._target = target
        self._limits = limits or WorkerLimits()
        self._slots = asyncio.Semaphore(size)
        self._idle: list[Process] = []
        self._all: dict[Process, Note] = {}

    async def run(self, job: bytes) -> bytes:
        """Run one job.

        Raises WorkerDied if the process crashed, ran out of memory or the target raised, WorkerTimedOut if it was
        killed at its deadline or used up its processor time. Either way other jobs go on, and the next job has a
        working process. The error tells what the worker was at.
        """
        async with self._slots:
            process = self._idle.pop() if self._idle else await self._start()
            try:
                async with asyncio.timeout(self._limits.deadline.total_seconds()):
                    kind, payload = await _exchange(process, job)
            except TimeoutError as error:
                at = self._all[process].read()
                await self._kill(process)
                seconds = self._limits.deadline.total_seconds()
                raise WorkerTimedOut(f"it took longer than {seconds:g} seconds", at=at) from error
            except (OSError, EOFError, ValueError) as error:
                at = self._all[process].read()
                await self._let_end(process)
                if process.returncode == -signal.SIGXCPU:
                    seconds = self._limits.processing.total_seconds()
                    raise WorkerTimedOut(f"it took more than {seconds:g} seconds of processor time", at=at) from error
                raise WorkerDied(_cause_of_death(process.returncode), at=at) from error
            except BaseException:
                await self._kill(process)
                raise
            at = self._all[process].read() if kind is FrameKind.FAILURE else ""
            if kind is FrameKind.FAILURE:
                # Whatever made the target fail may have left its process without memory to go on with.
                await self._kill(process)
            else:
                self._idle.append(process)
        if kind is FrameKind.FAILURE:
            raise WorkerDied(payload.decode(errors="replace"), at=at)
        return payload

    async def close(self) -> None:
        """End every process: politely first, then for good."""
        for process in list(self._all):
            if process.stdin is not None:
                process.stdin.close()
        for process in list(self._all):
            await self._let_end(process)
        self._idle.clear()

    async def _start(self) -> Process:
        # OPENBLAS and friends would start threads that count against the limit on address space
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        note = Note()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # else the current folder, which may be what is scanned, comes first in the search for modules
            "-m",
            "assay.workers.child",
            self._target,
            str(self._limits.memory_bytes),
            str(math.ceil(self._limits.processing.total_seconds())),
            str(note.fd),
            pass_fds=(note.fd,),
            stdin=PIPE,
            stdout=PIPE,
            env=environment,
        )
        self._all[process] = note
        return process

    async def _let_end(self, process: Process) -> None:
        """Wait a little for the end of a process that broke off: killing one that is just ending loses its code."""
        with suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), _GRACE.total_seconds())
        await self._kill(process)

    async def _kill(self, process: Process) -> None:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        note = self._all.pop(process, None)
        if note is not None:
            note.close()


async def _exchange(process: Process, job: bytes) -> tuple[FrameKind, bytes]:
    """Send a job and read its answer. Raises OSError, EOFError or ValueError if the process is gone or insane."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(frame(FrameKind.JOB, job))
        await process.stdin.drain()
    except RuntimeError as error:  # what uvloop raises, in place of an OSError, if the process is gone
        raise BrokenPipeError(str(error)) from error
    header = read_header(await process.stdout.readexactly(HEADER_BYTES))
    if header.kind is FrameKind.JOB or header.size_bytes > MAX_RESULT_BYTES:
        raise ValueError(f"a result of {header.size_bytes} bytes is over the limit of {MAX_RESULT_BYTES}")
    return header.kind, await process.stdout.readexactly(header.size_bytes)


def _cause_of_death(code: int | None) -> str:
    if code is not None and code < 0:
        return f"the process that read it was ended by {signal.Signals(-code).name}"
    return f"the process that read it ended with code {code}"
