"""What the test workers run."""

from __future__ import annotations

import os
import time

from assay.workers.note import Write


def echo(job: bytes, note: Write) -> bytes:
    return b"<" + job + b">"


def act(job: bytes, note: Write) -> bytes:
    """Do what the job says: sleep, crash, eat memory, answer too much, raise, print, or tell the process id."""
    word = job.decode()
    note(f"at {word}")
    if word == "sleep":
        time.sleep(60)
    elif word == "crash":
        os.abort()
    elif word == "exit":
        os._exit(7)
    elif word == "eat":
        return bytes(8 * 1024**3)[:1]
    elif word == "flood":
        return bytes(1001)
    elif word == "raise":
        raise RuntimeError("no")
    elif word == "print":
        print("this must not reach the frames")  # noqa: T201 - that is the test
    return str(os.getpid()).encode()


def spin(job: bytes, note: Write) -> bytes:
    """Use up processor time: so many seconds, or without end."""
    until = time.process_time() + float("inf" if job == b"forever" else job)
    while time.process_time() < until:
        pass
    return b"done"
