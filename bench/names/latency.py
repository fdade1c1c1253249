"""How long one lookup takes, and how soon the first one can be made."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator, Sequence
from statistics import median
from time import perf_counter

from assay.names.index import NameIndex

_READY = """
from time import perf_counter
begun = perf_counter()
from assay.names.index import NameIndex
from assay.store.corpus_file import open_corpus
index = NameIndex(open_corpus().corpus)
ready = perf_counter()
index.likenesses("loadsh")
print(ready - begun, perf_counter() - ready)
"""


def latencies(index: NameIndex, names: Sequence[str], rounds: int) -> Iterator[str]:
    """The rows of the table of times."""
    yield "| what | measured | goal |"
    yield "|---|---|---|"
    ready, first = _ready(rounds)
    yield f"| import and open, before the first lookup | {ready * 1e3:.1f} ms | 50 ms |"
    yield f"| the first lookup of a process | {first * 1e3:.2f} ms | |"
    for title, chosen in (("registry names", names), ("names with capitals or scopes", _special(names))):
        times = sorted(_times(index, chosen))
        yield (
            f"| one lookup, all classes, {len(chosen):,} {title} | median {median(times) * 1e3:.3f} ms, "
            f"99th percentile {times[len(times) * 99 // 100] * 1e3:.2f} ms | 0.3 ms, 2 ms |"
        )
    yield f"| `assay check NAME --offline` as a process | {_process(rounds) * 1e3:.0f} ms | 250 ms |"
    yield f"| 1,000 lookups | {sum(_times(index, names[:1000])):.2f} s | 0.4 s |"


def _times(index: NameIndex, names: Sequence[str]) -> list[float]:
    times = []
    gc.collect()
    gc.freeze()
    for name in names:
        begun = perf_counter()
        index.likenesses(name)
        times.append(perf_counter() - begun)
    gc.unfreeze()
    return times


def _special(names: Sequence[str]) -> list[str]:
    return [name for name in names if name.startswith("@") or name != name.lower()]


def _process(rounds: int) -> float:
    measured = []
    for _ in range(rounds):
        begun = perf_counter()
        subprocess.run([sys.executable, "-m", "assay", "check", "loadsh", "--offline"], capture_output=True, check=True)
        measured.append(perf_counter() - begun)
    return median(measured)


def _ready(rounds: int) -> tuple[float, float]:
    measured = []
    for _ in range(rounds):
        done = subprocess.run([sys.executable, "-c", _READY], capture_output=True, text=True, check=True)
        ready, first = map(float, done.stdout.split())
        measured.append((ready, first))
    return median(ready for ready, _ in measured), median(first for _, first in measured)
