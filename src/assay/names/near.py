"""Names within one or two edits, by optimal string alignment.

An edit adds, drops or replaces a character, or swaps two neighbours. One edit leaves one half of the target
untouched, so the names that share a half of fitting length hold every answer. Two edits leave one third untouched,
unless an edit swaps two characters across a border; such pairs are missed here (the sweep of the whole registry
finds them).
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import OSA

from assay.names.corpus import NEAR_SHORTEST, Corpus


def one_edit(corpus: Corpus, name: str) -> set[str]:
    """Every corpus name that is one edit away, whatever its downloads."""
    text = name.encode("ascii", "replace")
    table, found = corpus.names(), set[bytes]()
    distance = OSA.distance
    for length in range(max(len(text) - 1, 1), len(text) + 2):
        half = length // 2
        for candidate in table.starting(text[:half], length):
            if distance(text, candidate, score_cutoff=1) == 1:
                found.add(candidate)
        tail = text[len(text) - (length - half) :]
        if len(tail) == length - half:
            for ident in corpus.by_tail(length, tail):
                candidate = table.name(ident)
                if len(candidate) == length and distance(text, candidate, score_cutoff=1) == 1:
                    found.add(candidate)
    middle = len(text) // 2
    if middle:
        swapped = text[: middle - 1] + text[middle : middle + 1] + text[middle - 1 : middle] + text[middle + 1 :]
        if swapped != text and table.find(swapped) is not None:
            found.add(swapped)
    return {candidate.decode("ascii") for candidate in found}


def two_edits(corpus: Corpus, name: str) -> set[str]:
    """Names among the most popular that are two edits away; both must have some length to tell anything."""
    text = name.encode("ascii", "replace")
    table, distance = corpus.names(), OSA.distance
    candidates: set[int] = set()
    for length in range(max(len(text) - 2, NEAR_SHORTEST), len(text) + 3):
        for part, segment in _untouched(text, length):
            candidates.update(corpus.by_segment(length, part, segment))
    found = set()
    for ident in candidates:
        candidate = table.name(ident)
        if distance(text, candidate, score_cutoff=2) == 2:
            found.add(candidate.decode("ascii"))
    return found


def _untouched(text: bytes, length: int) -> Iterator[tuple[int, bytes]]:
    """Parts of ``text`` that would be a third of a target of this length, had the edits spared it."""
    first, second = length // 3, 2 * length // 3
    longer = len(text) - length
    yield 0, text[:first]
    yield 2, text[second + longer :]
    # With the outer thirds touched once each, what stands before the middle grew or shrank by at most one.
    for shift in range(max(-1, longer - 1), min(1, longer + 1) + 1):
        yield 1, text[first + shift : second + shift]
