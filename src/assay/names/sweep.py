"""The sweep: every name of the registry against every target, the most telling likenesses first.

Slips are found by the join of ``sweep_join`` (exact); delimiters, lookalike and soundalike spellings, dropped and
folded scopes and word order by their spelling. Likenesses are judged by the same measures as in a single lookup; only
affixes and replaced words are left to single lookups. Needs numpy and numba (the extra ``sweep``).
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from rapidfuzz.distance import OSA

from assay.model.likeness import Likeness
from assay.model.package import split_name
from assay.names.classify import Found, add_first, add_loose, add_one_edit, add_words
from assay.names.corpus import BIG_SCOPE, Corpus
from assay.names.edits import two_edit_kinds
from assay.names.index import POPULAR_RANK, NameIndex, likeness_between
from assay.names.kind import Kind
from assay.names.measure import Measurer
from assay.names.spelling import loose
from assay.names.strength import WARN
from assay.names.sweep_join import Array, join_within, pack_names
from assay.names.sweep_targets import SweepTargets, targets_of_corpus, word_key

_SLICE = 50_000


@dataclass(frozen=True, slots=True)
class SweepHit:
    """A name of the registry with the most telling target."""

    name: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Slips:
    """Pairs within two edits, ordered by name: positions of names and targets."""

    names: Array
    targets: Array

    def of_each(self, first: int, last: int) -> Iterator[list[int]]:
        """For each name from ``first`` to before ``last`` the targets that it is a slip away from."""
        bounds = np.searchsorted(self.names, np.arange(first, last + 1)).tolist()
        places = self.targets[bounds[0] : bounds[-1]].tolist()
        for start, end in pairwise(bounds):
            yield places[start - bounds[0] : end - bounds[0]]


def find_slips(
    names: Sequence[str], targets: SweepTargets, threads: int = 2, compared: Callable[[int], None] | None = None
) -> Slips:
    """Every pair at one edit, and at two for the targets in ``near``.

    compared   called with how many more names are done; every name is done twice, once for each distance
    """
    packed = pack_names(names)
    ones = join_within(packed, pack_names(targets.names), 1, threads, compared)
    near = np.array(targets.near, dtype=np.int32)
    twos = join_within(packed, pack_names([targets.names[place] for place in targets.near]), 2, threads, compared)
    apart = twos[2] == 2
    left = np.concatenate((ones[0], twos[0][apart]))
    right = np.concatenate((ones[1], near[twos[1][apart]] if len(near) else twos[1][apart]))
    order = np.argsort(left, kind="stable")
    return Slips(left[order], right[order])


def sweep(
    corpus: Corpus,
    names: Sequence[str],
    targets: SweepTargets | None = None,
    weakest: float = WARN,
    processes: int = 2,
    progress: Callable[[int], None] | None = None,
    compared: Callable[[int], None] | None = None,
) -> list[SweepHit]:
    """Names that resemble a target at least as tellingly as ``weakest``, the most telling first.

    targets    the whole corpus if none are given
    processes  how many judge at once
    progress   called with how many more names are judged
    compared   called with how many more names are compared, before that; every name twice, as in ``find_slips``
    """
    chosen = targets or targets_of_corpus(corpus)
    slips = find_slips(names, chosen, processes, compared)
    work = _Work(corpus, names, chosen, slips, weakest)
    hits: list[SweepHit] = []
    # Forked workers share the names and the targets instead of copying them.
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(work,)) as pool:
        jobs = {
            pool.submit(_judge_slice, first, min(first + _SLICE, len(names))): first
            for first in range(0, len(names), _SLICE)
        }
        try:
            for job in as_completed(jobs):
                hits += job.result()
                if progress is not None:
                    progress(min(_SLICE, len(names) - jobs[job]))
        except BaseException:
            pool.shutdown(cancel_futures=True)  # otherwise ^C would wait for all the names that are left
            raise
    return sorted(hits, key=lambda hit: (-hit.likeness.strength, -hit.likeness.target_downloads, hit.name))


class _Work:
    """What a worker needs to judge names."""

    __slots__ = ("corpus", "index", "names", "popular", "slips", "targets", "weakest")

    def __init__(
        self, corpus: Corpus, names: Sequence[str], targets: SweepTargets, slips: Slips, weakest: float
    ) -> None:
        self.corpus = corpus
        self.index = NameIndex(corpus)
        self.names = names
        self.targets = targets
        self.slips = slips
        self.weakest = weakest
        self.popular = corpus.info.thresholds.get(POPULAR_RANK, 0)

    def judge(self, at: int, slips: list[int]) -> Likeness | None:
        """The most telling likeness of the name at this position, if it is telling enough."""
        name = self.names[at]
        places = self._places(name, slips)
        if not any(places):
            return None
        scope, _ = split_name(name)
        if scope and self.corpus.scope_downloads(scope) > BIG_SCOPE:
            return None
        own = self.index.monthly_downloads(name) or 0
        if own >= self.popular:
            return None
        found = self._found(name.lower(), places, scope)
        found.pop(name, None)  # a target with capitals, as itself
        measurer = Measurer(self.corpus, name.lower(), {target: kinds for target, (kinds, _) in found.items()}, own)
        downloads = self.targets.downloads
        likenesses = (
            likeness_between(measurer, target, kinds, downloads[place]) for target, (kinds, place) in found.items()
        )
        best = max(likenesses, key=lambda one: (one.strength, one.target_downloads), default=None)
        return best if best is not None and best.strength >= self.weakest else None

    def _places(self, name: str, slips: list[int]) -> tuple[Sequence[int], ...]:
        """Targets at a slip, of the same loose spelling, of the same bare name, of the same words."""
        key = loose(name)
        bare = () if name.startswith("@") else self.targets.bare.get(key, ())
        return slips, self.targets.loose.get(key, ()), bare, self.targets.unordered.get(word_key(name), ())

    def _found(self, name: str, places: tuple[Sequence[int], ...], scope: str) -> dict[str, tuple[list[Kind], int]]:
        slips, spelt, bare, unordered = places
        names = self.targets.names
        found: Found = {}
        twice = []
        for place in slips:
            if OSA.distance(name, names[place], score_cutoff=1) == 1:
                add_one_edit(found, name, names[place])
            else:
                twice.append(names[place])
        for place in spelt:
            add_loose(found, name, names[place])
        for place in unordered:
            add_words(found, name, names[place])
        for place in bare:
            add_first(found, names[place], Kind.SCOPE_DROPPED)
        for target in twice:
            if target not in found:
                found[target] = list(two_edit_kinds(name, target))
        known = {names[place]: place for group in places for place in group}
        return {
            target: (kinds, known[target])
            for target, kinds in found.items()
            if target != name and not (scope and target.startswith(scope + "/"))
        }


_work: list[_Work] = []


def _begin(work: _Work) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # ^C reaches the whole group and ends a worker at once, silently
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _work[:] = [work]
    gc.freeze()  # what was there before the fork is kept for good: looking through it again would copy it


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for names for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        signal.raise_signal(signal.SIGKILL)


def _judge_slice(first: int, last: int) -> list[SweepHit]:
    work = _work[0]
    hits = []
    for at, slips in enumerate(work.slips.of_each(first, last), first):
        likeness = work.judge(at, slips)
        if likeness is not None:
            hits.append(SweepHit(work.names[at], likeness))
    return hits
