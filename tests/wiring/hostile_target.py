"""What a worker runs in tests: the real inspection, but some names kill the process, hang it or babble."""

from __future__ import annotations

import os
import signal
import sys
import time

import msgspec

from assay.wiring.inspector import Job
from assay.wiring.inspector import inspect_job as inspect_honestly
from assay.workers.note import Write


def inspect_job(job: bytes, note: Write) -> bytes:
    """Do to the process what its package is named for."""
    work = msgspec.msgpack.decode(job, type=Job)
    name = work.subject.ref.name
    if name == "tangle-thing" and work.follow:
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "knot-thing" and work.follow:
        time.sleep(600)
    if name in ("snare-thing", "pit-thing"):
        return inspect_honestly(job, lambda path: _fall(path, work, note))
    if name == "killer-thing":
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "leaver-thing":
        os._exit(7)
    if name == "sleeper-thing":
        time.sleep(600)
    if name == "glutton-thing":
        return bytes(64 * 1024**3)
    if name == "raiser-thing":
        raise LookupError("a bug in a reader")
    if name == "babbler-thing":
        sys.stdout.write("this is no frame")
        return b"nor is this an inspection"
    return inspect_honestly(job, note)


def _fall(path: str, work: Job, note: Write) -> None:
    """A snare is only for those who follow the file, a pit for all who read it."""
    note(path)
    if path == "trap.js" and (path not in work.leave.unfollowed or work.subject.ref.name == "pit-thing"):
        os.kill(os.getpid(), signal.SIGKILL)
