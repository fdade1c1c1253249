"""Run a command and see what it costs: wall time, and the memory of it and all its children."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """Wall seconds, the most resident MiB of the process and its descendants together, exit code, standard output."""

    seconds: float
    peak_mib: float
    code: int
    output: bytes


def measure(
    command: Sequence[str],
    environment: Mapping[str, str] | None = None,
    watch_memory: bool = False,
    cwd: Path | None = None,
) -> Cost:
    """Run one command to its end. Memory is sampled every 20 ms, if it is watched at all."""
    env = {**os.environ, **(environment or {})}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # it would make every start compile everything again
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env, cwd=cwd)
    peak = [0.0]
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peak, done))
    if watch_memory:
        watcher.start()
    output, _ = process.communicate()
    seconds = time.perf_counter() - started
    done.set()
    if watch_memory:
        watcher.join()
    return Cost(seconds, peak[0], process.returncode, output)


def _watch(pid: int, peak: list[float], done: threading.Event) -> None:
    while not done.wait(0.02):
        peak[0] = max(peak[0], resident_mib(pid))


def resident_mib(pid: int) -> float:
    """Resident MiB of a process and its descendants together."""
    return sum(resident_kib(each) for each in _family(pid)) / 1024


def _family(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                found.extend(int(child) for child in task.read_text().split())
            except OSError:
                continue  # it has just ended
    return found


def resident_kib(pid: int) -> int:
    """Proportional share where the kernel tells it, so that memory shared by forks counts once."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        return 0
    return 0
