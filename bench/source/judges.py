"""What Assay and GuardDog say about tarballs on this machine, and what that costs."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.processes import measure


@dataclass(frozen=True, slots=True)
class Opinion:
    """A tool's word on one tarball.

    level    the tool's own word
    reasons  ids of the rules that found something
    unread   how many of its parts could not be checked
    """

    tarball: str
    level: str
    reasons: tuple[str, ...] = ()
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a tool.

    opinions     in the order of the tarballs
    cpu_seconds  of all its processes together, user and system
    peak_mib     of all its processes together, 0 if not measured
    """

    opinions: tuple[Opinion, ...]
    cpu_seconds: float
    peak_mib: float = 0.0


def assay(tarballs: Sequence[Path]) -> Run:
    """``assay scan`` of all tarballs in one call, with nothing kept from other runs and nothing asked of a registry."""
    command = [sys.executable, "-m", "assay", "scan", "--no-cache", "--no-config", "--offline", "--format", "json"]
    before = _cpu_of_children()
    cost = measure([*command, *map(str, tarballs)], watch_memory=True)
    seconds = _cpu_of_children() - before
    found: dict[str, Opinion] = {}
    for package in json.loads(cost.output)["packages"]:
        reasons = tuple(sorted({finding["rule"] for finding in package["findings"]}))
        for usage in package["usages"]:
            tarball = Path(usage["location"]["file"]).name
            found[tarball] = Opinion(tarball, package["verdict"]["level"], reasons, len(package["gaps"]))
    return Run(tuple(found[tarball.name] for tarball in tarballs), seconds, cost.peak_mib)


def guarddog(python: Path, tarballs: Sequence[Path], kept: Path) -> Run:
    """GuardDog's source rules on all tarballs, in one process, without its start-up.

    Every answer is appended to the file ``kept`` at once; answers that are there already are not asked for again.
    """
    answers = _kept(kept)
    asked = [str(tarball) for tarball in tarballs if tarball.name not in answers]
    if asked:
        with kept.open("a", encoding="utf-8") as file:
            command = [str(python), "-c", _PROGRAM]
            subprocess.run(command, input="\n".join(asked), stdout=file, stderr=subprocess.DEVNULL, text=True)
        answers = _kept(kept)
    found = [answers.get(tarball.name, (Opinion(tarball.name, "error: it ended early"), 0.0)) for tarball in tarballs]
    return Run(tuple(opinion for opinion, _ in found), sum(seconds for _, seconds in found))


def start_up(command: Sequence[str], rounds: int = 5) -> float:
    """The least processor seconds that a command takes."""
    spent: list[float] = []
    for _ in range(rounds):
        before = _cpu_of_children()
        measure(command)
        spent.append(_cpu_of_children() - before)
    return min(spent)


def _kept(file: Path) -> dict[str, tuple[Opinion, float]]:
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return {name: (Opinion(name, level), seconds) for name, level, seconds in map(json.loads, lines)}


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


_PROGRAM = """
import json, os, sys, tempfile, time
from guarddog.scanners.npm_package_scanner import NPMPackageScanner
from guarddog.utils.archives import safe_extract
scanner = NPMPackageScanner()
for line in sys.stdin:
    path, started = line.strip(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        try:
            safe_extract(path, folder)
            label = scanner.scan_local(folder)["risk_score"]["label"]
            level = getattr(label, "value", label)
        except Exception as error:
            level = "error: " + type(error).__name__
    print(json.dumps([os.path.basename(path), level, time.process_time() - started]), flush=True)
"""
