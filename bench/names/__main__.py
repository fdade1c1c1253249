"""How well and how fast Assay knows lookalike names, beside others.

    python -m bench.names --labelled CSV --more CSV --counts TARBALL --names TARBALL [--guarddog PYTHON]
        [--facts FOLDER] [--sweep]

``--labelled`` has the columns package, target, label, category; ``--more`` has malicious_package, target_package,
classification. The tarballs are those of the npm packages ``download-counts`` and ``all-the-package-names``.
Prints Markdown tables, every share with Wilson's 95% interval.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from assay.names.index import NameIndex
from assay.names.protected import ProtectedNames
from assay.store.corpus_file import open_corpus
from bench.environment import heading
from bench.names.accuracy import by_class, comparison
from bench.names.facts import with_facts
from bench.names.judges import AssayJudge, DistanceJudge, GuardDogJudge, Judge
from bench.names.latency import latencies
from bench.names.pairs import Pair, read_attacks, read_labelled, read_registry

#: The seed of the sample of unpopular names; the fit of the weights used another sample.
_SEED = 20_261_101


def tables(options: argparse.Namespace) -> Iterator[str]:
    """Everything that is printed, line by line."""
    corpus = open_corpus().corpus
    index = NameIndex(corpus)
    labelled, more = read_labelled(options.labelled), read_attacks(options.more)
    registry = read_registry(options.counts, options.names)
    sources = [f"{name} {version}" for name, version in registry.sources.items()]
    yield heading(("assay", "rapidfuzz"), sources)
    yield ""
    unpopular = registry.background(_SEED)
    assay = AssayJudge(index)
    judges: list[Judge] = [assay, DistanceJudge(corpus, 8_000), DistanceJudge(corpus, len(corpus))]
    if options.guarddog:
        judges.append(GuardDogJudge(options.guarddog))
    yield from comparison(judges, labelled, more, unpopular, registry.popular)
    yield ""
    yield from by_class(assay, labelled)
    if options.facts:
        yield ""
        yield from with_facts(ProtectedNames(index, ()), labelled, options.facts)
    yield ""
    yield from latencies(index, registry.background(7, 10_000), options.rounds)
    if options.sweep:
        # Needs the extra `sweep`, so it is only imported when asked for.
        from bench.names.fit import example, report, unseen
        from bench.names.sweeping import SAMPLE, sweeping

        pairs = [*labelled, *(Pair(name, "", "", "") for name in registry.background(1, 40_000))]
        told = report(unseen([example(corpus, index, pair) for pair in pairs]))
        yield f"\nWith weights that were fitted without the campaign of the name (5 folds): {told}.\n"
        yield from sweeping(corpus, registry.names, SAMPLE)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the knowledge of lookalike names.")
    parser.add_argument("--labelled", type=Path, required=True)
    parser.add_argument("--more", type=Path, required=True)
    parser.add_argument("--counts", type=Path, required=True)
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("--guarddog", type=Path, help="the Python interpreter of an environment that has GuardDog")
    parser.add_argument("--sweep", action="store_true", help="also sweep the whole registry (needs the extra sweep)")
    parser.add_argument("--facts", type=Path, help="also ask the registry, and keep its answers in this folder")
    parser.add_argument("--rounds", type=int, default=7)
    for line in tables(parser.parse_args()):
        print(line, flush=True)


if __name__ == "__main__":
    main()
