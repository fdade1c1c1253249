"""What a gate costs: installs, requests and memory, direct, through a gate, and through Verdaccio.

    python -m bench.gate

Prints one Markdown table. Everything is on this machine: the upstream is a mirror of what the committed lockfile names,
filled by the first run from the configured registry into ``--lab``, where Verdaccio is installed too. Whatever is
compared is measured in turns, and a figure is the median of its rounds. Every install starts with empty caches of its
own, scripts off.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.environment import heading
from bench.gate.installs import Application, releases, tarball_path
from bench.gate.load import Load, load
from bench.gate.many import memory_after
from bench.gate.servers import VERDACCIO, gate, verdaccio
from bench.mirror import mirrored
from bench.processes import Cost
from scripts.install_clients import CLIENTS

PACKAGES = ("assay", "aiohttp", "uvicorn", "uvloop", "httptools")
#: So many packages are asked for when answers are counted.
_ASKED = 100
_MANY = 10_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    measured: str
    goal: str = ""


def main() -> None:
    """Measure everything and print the table."""
    arguments = _arguments()
    lab: Path = arguments.lab
    work = lab / "gate"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    application = Application(lab / "application")
    rows: list[Row] = []
    with mirrored(lab / "mirror") as upstream:
        application.prepare(upstream)
        rows += _first_time(application, upstream, arguments)
        with (
            gate(work / "gate-0", upstream, *arguments.gate) as ours,
            verdaccio(lab, work / "verdaccio-0", upstream) as theirs,
        ):
            rows += _known(application, (upstream, ours.url, theirs.url), arguments.rounds)
            rows += _requests((upstream, ours.url, theirs.url), arguments.seconds)
    rows.append(memory_row(work / "many", arguments.many))
    clients = [CLIENTS[name].spec.replace("@", " ") for name in ("npm-11", "pnpm-10")]
    print(heading(PACKAGES, [*clients, f"verdaccio {VERDACCIO}"]))
    print(f"An application of {len(releases())} releases; gate options: {' '.join(arguments.gate) or 'none'}.\n")
    print("| What | Measured | Goal |\n|---|---|---|")
    for row in rows:
        print(f"| {row.what} | {row.measured} | {row.goal} |")


def memory_row(folder: Path, packages: int) -> Row:
    """What a gate holds after so many packages, its workers included."""
    seen = memory_after(folder, packages)
    return Row(
        f"memory after {packages:,} packages, packuments and tarballs",
        f"{seen.gate_mib:.0f} MiB, {seen.all_mib:.0f} MiB with its workers; {seen.errors} errors",
        "under 300 MB",
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lab", type=Path, default=Path(tempfile.gettempdir()) / "assay-bench")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=8.0, help="for each load of requests")
    parser.add_argument("--many", type=int, default=_MANY, help="packages for the measure of memory")
    parser.add_argument("--gate", nargs="*", default=[], type=_option, help="options for the gate, as mode=observe")
    return parser.parse_args()


def _option(word: str) -> str:
    return f"--{word}"


def _first_time(application: Application, upstream: str, arguments: argparse.Namespace) -> list[Row]:
    """Both start with nothing: the gate inspects everything before it hands it out."""
    rows = []
    lab: Path = arguments.lab
    work = lab / "gate"
    for what, install in _installs(application).items():
        install(upstream)  # fills the mirror
        costs: list[list[float]] = [[], [], []]
        for number in range(arguments.rounds):
            costs[0].append(install(upstream).seconds)
            with gate(work / f"gate-{what}-{number}", upstream, *arguments.gate) as ours:
                costs[1].append(install(ours.url).seconds)
            with verdaccio(lab, work / f"verdaccio-{what}-{number}", upstream) as theirs:
                costs[2].append(install(theirs.url).seconds)
        rows.append(Row(f"`{what}`, first time ever", _compared(costs), "gate at most 1.5 times"))
        print(rows[-1], file=sys.stderr)
    return rows


def _known(application: Application, urls: tuple[str, str, str], rounds: int) -> list[Row]:
    rows = []
    for what, install in _installs(application).items():
        for url in urls[1:]:
            install(url)  # fills their caches
        costs: list[list[float]] = [[], [], []]
        for _ in range(rounds):
            for each, url in zip(costs, urls, strict=True):
                each.append(install(url).seconds)
        rows.append(Row(f"`{what}`, verdicts known", _compared(costs), "gate at most 1.05 times"))
    return rows


def _installs(application: Application) -> dict[str, Callable[[str], Cost]]:
    return {"npm ci": application.npm_ci, "pnpm install --frozen-lockfile": application.pnpm_install}


def _compared(costs: list[list[float]]) -> str:
    direct, ours, theirs = (median(each) for each in costs)
    return (
        f"direct {direct:.1f} s, gate {ours:.1f} s (**{ours / direct:.2f} times**), "
        f"Verdaccio {theirs:.1f} s ({theirs / direct:.2f} times)"
    )


def _requests(urls: tuple[str, str, str], seconds: float) -> list[Row]:
    chosen = releases()[:: max(1, len(releases()) // _ASKED)][:_ASKED]
    packuments = [f"/{name.replace('/', '%2f')}" for name in dict.fromkeys(name for name, _ in chosen)]
    tarballs = [tarball_path(name, version) for name, version in chosen]
    for url in urls:
        load(url, [*packuments, *tarballs], 4, 0, rounds=1)
    rows = []
    for what, paths, goal in (("packuments", packuments, 5.0), ("cached tarballs", tarballs, 1.5)):
        _, ours, theirs = (load(url, paths, 32, seconds) for url in urls)
        rows.append(
            Row(
                f"{what}, 32 connections",
                f"gate {ours.rate:,.0f} a second, Verdaccio {theirs.rate:,.0f} "
                f"(**{ours.rate / theirs.rate:.1f} times**){_errors(ours, theirs)}",
                f"at least {goal:g} times",
            )
        )
    direct, ours, theirs = (load(url, packuments, 1, seconds) for url in urls)
    rows.append(
        Row(
            "median time of a warm packument, one connection",
            f"direct {direct.median_ms:.2f} ms, gate {ours.median_ms:.2f} ms "
            f"(**{ours.median_ms - direct.median_ms:+.2f} ms**), Verdaccio {theirs.median_ms:.2f} ms",
            "gate adds under 1 ms",
        )
    )
    crowd = load(urls[1], [*packuments, *tarballs], 200, seconds)
    rows.append(
        Row(
            "200 clients at once, packuments and tarballs",
            f"{crowd.requests:,} answers, **{crowd.errors} errors**, {crowd.rate:,.0f} a second, "
            f"99 % within {crowd.p99_ms:.0f} ms",
            "no error",
        )
    )
    return rows


def _errors(ours: Load, theirs: Load) -> str:
    return f", errors: {ours.errors} and {theirs.errors}" if ours.errors or theirs.errors else ""


if __name__ == "__main__":
    main()
