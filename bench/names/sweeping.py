"""How long the sweep of the whole registry takes, how it grows, and that its pairs are exactly those there are."""

from __future__ import annotations

import random
import resource
from collections.abc import Iterator, Sequence
from time import perf_counter

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from assay.names.corpus import Corpus
from assay.names.sweep import sweep
from assay.names.sweep_join import Array, join_within, pack_names
from assay.names.sweep_targets import targets_of_corpus

#: How many names are compared with every target, one by one.
SAMPLE = 5_000
_NEAR = 15_000


def sweeping(corpus: Corpus, names: Sequence[str], sample: int) -> Iterator[str]:
    """The rows of the table of the sweep."""
    yield "| what | measured | goal |"
    yield "|---|---|---|"
    join_within(pack_names(names[:100]), pack_names(names[:100]), 2)  # compiles the loops, once for each machine
    begun = perf_counter()
    hits = sweep(corpus, names, targets_of_corpus(corpus))
    memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    yield (
        f"| {len(names):,} names against {len(corpus):,} targets, judged: {len(hits):,} worth a warning "
        f"| {perf_counter() - begun:.0f} s, largest process {memory / 1024:.0f} MiB | 90 s, 3 GB |"
    )
    ranked = sorted(range(len(corpus)), key=lambda ident: -corpus.downloads(ident))
    every = [corpus.name(ident) for ident in ranked]
    packed = pack_names(names)
    kept: dict[int, tuple[Array, Array, Array]] = {}
    for edits, targets, share in (
        (1, 50_000, 1), (1, len(every), 2), (1, len(every), 1), (2, 5_000, 1), (2, _NEAR, 2), (2, _NEAR, 1),
    ):  # fmt: skip
        asked = packed if share == 1 else pack_names(names[::share])
        begun = perf_counter()
        pairs = join_within(asked, pack_names(every[:targets]), edits)
        if share == 1:
            kept[edits] = pairs
        yield (
            f"| pairs within {edits}: {len(asked):,} names, {targets:,} targets "
            f"| {perf_counter() - begun:.1f} s, {len(pairs[0]):,} pairs | |"
        )
    wrong = sum(_differs(names, every if edits == 1 else every[:_NEAR], edits, kept[edits], sample) for edits in (1, 2))
    yield f"| names of {sample:,} for which comparing with every target gives other pairs | {wrong} | 0 |"


def _differs(
    names: Sequence[str], targets: list[str], edits: int, pairs: tuple[Array, Array, Array], sample: int
) -> int:
    chosen = random.Random(11).sample(range(len(names)), min(sample, len(names)))
    wanted = set(chosen)
    joined: dict[int, set[tuple[int, int]]] = {at: set() for at in chosen}
    for name, target, distance in zip(*(column.tolist() for column in pairs), strict=True):
        if name in wanted:
            joined[name].add((target, distance))
    wrong = 0
    for at in chosen:
        near = extract(names[at], targets, scorer=OSA.distance, score_cutoff=edits, limit=None)
        wrong += {(place, distance) for _, distance, place in near if distance} != joined[at]
    return wrong
