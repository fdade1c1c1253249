"""How fast and how big ``assay scan`` is, beside GuardDog.

    python -m bench.scan --guarddog PATH/TO/guarddog

Prints one Markdown table. The first run fills the folder ``--lab`` from the configured registry: a mirror of what the
committed lockfile names, and 60 popular tarballs. Nothing that is measured leaves this machine. Every figure is the
median of ``--rounds`` runs, except GuardDog's, which is run once for each tarball, as it takes one at a time.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.environment import heading, output_of
from bench.mirror import mirrored
from bench.processes import Cost, measure
from bench.scan.inputs import LOCKFILE, empty_tarball, popular_tarballs

PACKAGES = ("assay", "aiohttp", "tree-sitter", "hyperscan", "msgspec")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    measured: str
    goal: str


def main() -> None:
    """Measure everything and print the table."""
    arguments = _arguments()
    assay = str(Path(sys.executable).with_name("assay"))
    tarballs = popular_tarballs(arguments.lab / "tarballs")
    rows = [_help(assay, arguments.rounds)]
    rows.extend(_lockfile(assay, LOCKFILE, arguments.lab / "mirror", arguments.rounds))
    empty = empty_tarball(arguments.lab)
    rows.extend(_beside_guarddog(assay, tarballs, empty, arguments.guarddog, arguments.rounds))
    size = sum(tarball.stat().st_size for tarball in tarballs) / 1e6
    extra = [
        output_of([arguments.guarddog, "--version"]) and f"guarddog {output_of([arguments.guarddog, '--version'])}"
    ]
    print(heading(PACKAGES, extra))
    print(f"{len(tarballs)} tarballs, {size:.1f} MB packed.\n")
    print("| What | Measured | Goal |\n|---|---|---|")
    for row in rows:
        print(f"| {row.what} | {row.measured} | {row.goal} |")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guarddog", default="guarddog")
    parser.add_argument("--lab", type=Path, default=Path(tempfile.gettempdir()) / "assay-bench")
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


def _help(assay: str, rounds: int) -> Row:
    costs = [measure([assay, "--help"]) for _ in range(rounds * 4)]
    return Row("`assay --help`", f"{median(cost.seconds for cost in costs) * 1000:.0f} ms", "under 100 ms")


def _lockfile(assay: str, lockfile: Path, folder: Path, rounds: int) -> list[Row]:
    with mirrored(folder) as url, tempfile.TemporaryDirectory() as cache:
        command = [assay, "scan", str(lockfile), "--registry", url, "--format", "json"]
        environment = {"ASSAY_CACHE_DIR": cache}
        measure(command, environment)  # fills the mirror
        cold: list[Cost] = []
        for _ in range(max(1, rounds // 2)):
            shutil.rmtree(cache)
            cold.append(measure(command, environment, watch_memory=True))
        warm = [measure(command, environment, watch_memory=True) for _ in range(rounds)]
    _must_agree([*cold, *warm])
    coverage = json.loads(warm[0].output)["coverage"]
    releases = coverage["releases"]
    rate = releases / median(cost.seconds for cost in cold)
    seconds = median(cost.seconds for cost in warm)
    peak = max(cost.peak_mib for cost in (*cold, *warm))
    return [
        Row(f"{releases} locked releases, verdicts cached", f"{seconds:.2f} s", "under 1 s for about 1,000"),
        Row(f"{releases} locked releases, cold, local registry", f"{rate:.0f} a second", "at least 40 a second"),
        Row("resident memory at its peak, all processes", f"{peak:.0f} MiB", "under 500 MB"),
    ]


def _must_agree(costs: Sequence[Cost]) -> None:
    """A fast run that checked less is no measurement."""
    checked = {json.loads(cost.output)["coverage"]["checked"] for cost in costs}
    if len(checked) != 1:
        sys.exit(f"the runs checked different numbers of releases: {sorted(checked)}")


def _beside_guarddog(assay: str, tarballs: Sequence[Path], empty: Path, guarddog: str, rounds: int) -> list[Row]:
    command = [assay, "scan", "--no-cache", "--offline", "--format", "json", *map(str, tarballs)]
    ours = median(measure(command).seconds for _ in range(rounds))
    rows = [Row(f"{len(tarballs)} popular tarballs in one call of Assay", f"{ours:.2f} s", "")]
    for flags, name in (((), "GuardDog"), (("--no-sandbox",), "GuardDog --no-sandbox")):
        start_up = median(measure([guarddog, "npm", "scan", *flags, str(empty)]).seconds for _ in range(rounds))
        theirs = sum(measure([guarddog, "npm", "scan", *flags, str(each)]).seconds for each in tarballs)
        without = theirs - start_up * len(tarballs)
        rows.append(Row(f"{name}, one after the other", f"{theirs:.1f} s, **{theirs / ours:.0f} times**", "20 times"))
        rows.append(
            Row(
                f"{name}, less its start-up of {start_up:.2f} s each",
                f"{without:.1f} s, **{without / ours:.0f} times**",
                "10 times",
            )
        )
    return rows


if __name__ == "__main__":
    main()
