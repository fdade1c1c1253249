"""What a table was measured on: machine, versions, date. Printed above every table."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path


def machine() -> str:
    """Processor, cores, memory and kernel in one line."""
    cpu = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor() or platform.machine(),
    )
    memory_kib = next((int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    cores = len(os.sched_getaffinity(0))
    return f"{cpu}, {cores} cores, {memory_kib / 1024 / 1024:.0f} GiB, {platform.system()} {platform.release()}"


def heading(packages: Sequence[str], extra: Sequence[str] = ()) -> str:
    """The lines above a table: date, machine, and the version of everything that took part."""
    versions = [f"{name} {version(name)}" for name in packages]
    return "\n".join(
        [
            f"Measured on {datetime.now(UTC):%Y-%m-%d}: {machine()}.",
            f"Python {platform.python_version()}, {', '.join([*versions, *extra])}.",
        ]
    )


def output_of(command: Sequence[str]) -> str:
    """What a command prints, stripped; "" if it is not there."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    except OSError:
        return ""
    return done.stdout.strip()


def _lines(path: str) -> list[str]:
    file = Path(path)
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []
