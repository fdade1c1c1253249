"""What a worker process runs: ``python -m assay.workers.child MODULE:FUNCTION MEMORY_BYTES CPU_SECONDS NOTE_FD``.

It takes jobs from standard input and writes results to standard output until its input ends. The target is a function
from bytes to bytes, which is also given ``note``, to tell what it is at. Standard output is kept for frames alone:
whatever else prints goes to standard error.
"""

from __future__ import annotations

import math
import os
import resource
import signal
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from assay.workers.frames import HEADER_BYTES, FrameKind, frame, read_header
from assay.workers.note import Note

#: Longer messages of an exception say nothing more.
MAX_MESSAGE = 500
#: A worker that holds more after a job gives back what it has freed. An idle one has about 60 MiB.
_TRIM_ABOVE_BYTES = 80 * 1024 * 1024
_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Serve jobs until standard input ends."""
    target, memory_bytes, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    note = Note(int(sys.argv[4])).write
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ^C is the parent's business: it lets us end
    _end_with_parent()
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    work, after = partial(_load(target), note=note), _memory_trimmer()

    def before() -> None:
        note("")
        _allow(seconds)

    serve(work, sys.stdin.buffer, results, before=before, after=after)


def serve(
    function: Callable[[bytes], bytes],
    jobs: BinaryIO,
    results: BinaryIO,
    *,
    before: Callable[[], None] = lambda: None,
    after: Callable[[], None] = lambda: None,
) -> None:
    """Answer every job in turn; a target that raises fails that job alone. The two calls come around each job."""
    while header := jobs.read(HEADER_BYTES):
        job = jobs.read(read_header(header).size_bytes)
        before()
        results.write(_answer(function, job))
        results.flush()
        del job
        after()


def _answer(function: Callable[[bytes], bytes], job: bytes) -> bytes:
    try:
        return frame(FrameKind.RESULT, function(job))
    except MemoryError:
        return frame(FrameKind.FAILURE, b"it needed more memory than a worker may have")
    except Exception as error:  # noqa: BLE001 - whatever a hostile job provokes fails this job, not the worker
        message = f"{type(error).__name__}: {error}"[:MAX_MESSAGE]
        return frame(FrameKind.FAILURE, message.encode(errors="replace"))


def _allow(seconds: int) -> None:
    """Have the kernel end this process once it has used so much more processor time; it counts whole seconds."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    until = math.ceil(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until if hard == resource.RLIM_INFINITY else min(until, hard), hard))


def _memory_trimmer() -> Callable[[], None]:
    """What gives freed memory back to the system: a large tree leaves hundreds of megabytes behind otherwise."""
    import ctypes

    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return lambda: None  # the C library is not glibc

    def after() -> None:
        if _resident_bytes() > _TRIM_ABOVE_BYTES:
            trim(0)

    return after


def _resident_bytes() -> int:
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


def _load(target: str) -> Callable[..., bytes]:
    module, _, name = target.partition(":")
    function: Callable[..., bytes] = getattr(import_module(module), name)
    return function


def _end_with_parent() -> None:
    """Ask Linux to end this process when its parent dies in whatever way; elsewhere the end of input does."""
    if sys.platform != "linux":
        return
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    main()
