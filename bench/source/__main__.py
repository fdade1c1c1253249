"""How often ``assay scan`` is wrong about honest packages, and how fast it is, beside GuardDog.

    python -m bench.source [--guarddog PYTHON] [--sample N] [--lab FOLDER] [--growth] [--tools FOLDER] [--catches]
    python -m bench.source --shapes [--guarddog PYTHON]

Prints Markdown: false alarms with Wilson's 95% intervals, every package that was flagged, and what both tools cost in
processor seconds. The first run packs the releases of ``developed.txt``, ``unseen.txt`` and ``fresh.txt`` into
``--lab`` with npm, scripts off; nothing of them is run. Both tools read the same tarballs and neither asks a registry.
With ``--sample`` the tools are compared on so many releases of each list, chosen at random, and Assay reads the others
too.

With ``--tools`` it also judges every inert fixture in every form that public obfuscators give it; the folder holds
javascript-obfuscator, terser and uglify-js, installed there by the ordinary client without scripts. The variations are
made while the benchmark runs and are not kept. ``--catches`` does that alone.

With ``--shapes`` both tools judge the small inert packages of ``shapes/``, and nothing else.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.environment import heading, output_of
from bench.scan.inputs import empty_tarball
from bench.source.alarms import listed, quiet, row
from bench.source.catches import measure, missed, table
from bench.source.growth import growth, slowest
from bench.source.judges import Run, assay, guarddog, start_up
from bench.source.packages import Release, releases, sample, source_bytes
from bench.source.shapes import WAVES, packed, shapes
from bench.source.shapes import missed as shapes_missed
from bench.source.shapes import table as shape_table
from bench.source.variations import variations, versions

LISTS = ("developed", "unseen", "fresh")
PACKAGES = ("assay", "tree-sitter", "tree-sitter-javascript", "hyperscan")
_VERSION = "import importlib.metadata as m; print(m.version('guarddog'))"


def lines(options: argparse.Namespace) -> Iterator[str]:
    """Everything that is printed, line by line."""
    if options.shapes:
        yield from unseen_shapes(options.guarddog)
        return
    if not options.catches:
        yield from alarms(options)
    if options.tools:
        yield from catches(options.tools)


def catches(tools: Path) -> Iterator[str]:
    """The table of disguises, and every fixture that is lost in one."""
    rows = measure(variations(tools))
    yield heading(PACKAGES, [f"Node {output_of(['node', '--version'])}", *versions(tools)])
    yield f"\n{table(rows)}\n"
    yield from missed(rows) or ["Nothing is lost in any form."]


def unseen_shapes(python: Path | None) -> Iterator[str]:
    """What is said about the shapes of each wave, the missed ones by name."""
    version = output_of([str(python), "-c", _VERSION]) if python else ""
    yield heading(PACKAGES, [f"guarddog {version}"] if version else [])
    for wave in WAVES:
        found = shapes(wave)
        with tempfile.TemporaryDirectory() as folder:
            tarballs = packed(found, Path(folder))
            runs = [("Assay", assay(tarballs))]
            if python:
                runs.append((f"GuardDog {version}", guarddog(python, tarballs, Path(folder) / "answers.jsonl")))
        yield f"\nThe {wave} wave:\n"
        yield from shape_table(found, runs)
        yield "\nNot found by Assay:\n"
        yield from shapes_missed(found, runs[0][1])


def alarms(options: argparse.Namespace) -> Iterator[str]:
    """What is said about honest packages, and what saying it costs."""
    found = {which: releases(which, options.lab / "tarballs") for which in LISTS}
    version = output_of([str(options.guarddog), "-c", _VERSION]) if options.guarddog else ""
    yield heading(PACKAGES, [f"guarddog {version}"] if version else [])
    yield "\n| packages | number | suspicious or worse | malicious | not judged |\n|---|---|---|---|---|"
    ours = {which: assay(_tarballs(found[which])) for which in LISTS}
    for which in LISTS:
        yield row(f"{which}, Assay", ours[which])
    compared = [sample(found[which], options.sample or len(found[which])) for which in LISTS]
    theirs: list[Run] = []
    if options.guarddog:
        kept = options.lab / f"guarddog-{version}.jsonl"
        theirs = [guarddog(options.guarddog, _tarballs(chosen), kept) for chosen in compared]
        for which, run in zip(LISTS, theirs, strict=True):
            yield row(f"{which}, GuardDog", run)
    for which in LISTS:
        yield f"\nFlagged by Assay in {which}:\n"
        yield from listed(found[which], ours[which])
        yield f"\nNoted in packages of {which} that are not flagged: {quiet(ours[which])}."
    every = [release for which in LISTS for release in found[which]]
    yield ""
    yield from costs(every, list(ours.values()))
    if theirs:
        both = [release for chosen in compared for release in chosen]
        yield from beside(both, sum(run.cpu_seconds for run in theirs), options)
    if options.growth:
        yield ""
        yield from growth(_tarballs(every), options.lab)


def costs(every: Sequence[Release], ours: Sequence[Run]) -> Iterator[str]:
    """The rows of the table of what Assay costs."""
    megabytes = sum(source_bytes(release.tarball) for release in every) / 1e6
    spent = sum(run.cpu_seconds for run in ours)
    spec, longest = slowest(every)
    yield "| what | measured | goal |\n|---|---|---|"
    yield f"| Assay, {len(every):,} packages, {megabytes:,.0f} MB of source | {spent:.0f} processor seconds | |"
    yield f"| source read on two cores | {2 * megabytes / spent:.1f} MB/s | 10 MB/s |"
    yield f"| the slowest of the biggest packages, `{spec}` | {longest:.1f} processor seconds | 10 s |"
    yield f"| memory of all processes at the peak | {max(run.peak_mib for run in ours):.0f} MiB | 1 GB a worker |"


def beside(both: Sequence[Release], inside: float, options: argparse.Namespace) -> Iterator[str]:
    """The rows that compare the cost of both tools on the same releases."""
    spent = assay(_tarballs(both)).cpu_seconds
    program = str(options.guarddog.with_name("guarddog"))
    begin = start_up([program, "npm", "scan", "--no-sandbox", str(empty_tarball(options.lab))])
    whole = inside + begin * len(both)
    yield f"| Assay, the {len(both):,} packages that GuardDog read too | {spent:.0f} processor seconds | |"
    yield f"| GuardDog, all in one process | {inside:.0f} processor seconds, {inside / spent:.0f} times | |"
    started = f"GuardDog, with its start of {begin:.2f} s for each package"
    yield f"| {started} | {whole:.0f} processor seconds, {whole / spent:.0f} times | 20 times |"


def _tarballs(found: Sequence[Release]) -> list[Path]:
    return [release.tarball for release in found]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guarddog", type=Path, help="the Python interpreter of an environment that has GuardDog")
    parser.add_argument("--sample", type=int, default=0, help="releases of each list for GuardDog; 0: all")
    parser.add_argument("--lab", type=Path, default=Path(tempfile.gettempdir()) / "assay-bench-source")
    parser.add_argument("--growth", action="store_true", help="also time minified files of 0.1 to 20 MB")
    parser.add_argument("--tools", type=Path, help="the folder of the obfuscators; also measures what they hide")
    parser.add_argument("--catches", action="store_true", help="only what the obfuscators hide")
    parser.add_argument("--shapes", action="store_true", help="only the small packages that nobody developed beside")
    options = parser.parse_args()
    if options.catches and not options.tools:
        parser.error("--catches needs --tools")
    for line in lines(options):
        print(line, flush=True)


if __name__ == "__main__":
    main()
