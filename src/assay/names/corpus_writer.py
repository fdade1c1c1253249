"""Writing a corpus: which names are popular enough, and the bytes of the file. Pure; takes a few seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from assay.model.package import split_name
from assay.names.corpus import (
    BIG_SCOPE,
    NEAR_LENGTH,
    NEAR_RANK,
    NEAR_SHORT_RANK,
    NEAR_SHORTEST,
    RARE_WORD,
    loose_entry,
    presence_bits,
    segment_entries,
    tail_entry,
    unordered_entry,
)
from assay.names.corpus_layout import CorpusInfo, little_endian, write_layout
from assay.names.postings import bits_for, group_postings
from assay.names.quantity import pack_downloads
from assay.names.spelling import words
from assay.names.table import sort_for_table

#: How many of the most downloaded names are taken.
TOP_NAMES = 200_000
#: Ranks whose download count is kept, so that a count tells its rank.
RANKS = (NEAR_SHORT_RANK, 10_000, NEAR_RANK, 50_000, 100_000, TOP_NAMES)


def choose_names(counts: Mapping[str, int], top: int = TOP_NAMES, big_scope: int = BIG_SCOPE) -> dict[str, int]:
    """The popular names with their monthly downloads.

    The ``top`` most downloaded, and every package of the scopes with over ``big_scope`` downloads. Names that are
    not ASCII are left out: the registry has none.
    """
    scopes = scope_totals(counts)
    ordered = sorted(counts, key=lambda name: (-counts[name], name))
    chosen = {name: counts[name] for name in ordered[:top] if name.isascii()}
    for name in ordered[top:]:
        scope, _ = split_name(name)
        if scope and scopes[scope] > big_scope and name.isascii():
            chosen[name] = counts[name]
    return chosen


def scope_totals(counts: Mapping[str, int]) -> Counter[str]:
    """Monthly downloads of every scope."""
    totals: Counter[str] = Counter()
    for name, downloads in counts.items():
        scope, _ = split_name(name)
        if scope:
            totals[scope] += downloads
    return totals


def count_words(names: Iterable[str]) -> dict[str, int]:
    """In how many of these names each word stands, for words that are not rare."""
    counted: Counter[str] = Counter()
    for name in names:
        counted.update(set(words(name)))
    return {word: count for word, count in counted.items() if count >= RARE_WORD}


def write_corpus(
    chosen: Mapping[str, int],
    scopes: Mapping[str, int],
    vocabulary: Mapping[str, int],
    built: date,
    sources: Mapping[str, str],
) -> bytes:
    """The bytes of a corpus file.

    chosen    name to monthly downloads, as from ``choose_names``
    scopes    scope to monthly downloads of everything in it; those without a chosen name are left out
    vocabulary   word to the number of names it stands in, as from ``count_words``
    built     the day of the counts
    sources   name and version of the data
    """
    ordered, lengths = sort_for_table([name.encode("ascii") for name in chosen])
    texts = [name.decode("ascii") for name in ordered]
    ranked = sorted(chosen.values(), reverse=True)
    thresholds = {rank: ranked[min(rank, len(ranked)) - 1] if ranked else 0 for rank in RANKS}
    present = Counter(scope for scope, _ in map(split_name, texts) if scope)
    word_names, word_lengths = sort_for_table([word.encode("ascii") for word in vocabulary])
    scope_names, scope_lengths = sort_for_table([scope.encode("ascii") for scope in present])
    sections = {
        "names-lengths": little_endian("I", lengths),
        "names": b"".join(ordered),
        "presence": presence_bits(ordered),
        "downloads": little_endian("H", [pack_downloads(chosen[name]) for name in texts]),
        "scopes-lengths": little_endian("I", scope_lengths),
        "scopes": b"".join(scope_names),
        "scope-downloads": little_endian("H", [pack_downloads(scopes[name.decode()]) for name in scope_names]),
        "scope-packages": little_endian("H", [min(present[name.decode()], 0xFFFF) for name in scope_names]),
        "words-lengths": little_endian("I", word_lengths),
        "words": b"".join(word_names),
        "word-names": little_endian("H", [pack_downloads(vocabulary[word.decode()]) for word in word_names]),
    }
    sections |= _postings("tails", ((tail_entry(name), ident) for ident, name in enumerate(ordered)))
    sections |= _postings("loose", ((loose_entry(name), ident) for ident, name in enumerate(texts)))
    sections |= _postings("bare", _bare_entries(texts))
    sections |= _postings("unordered", _unordered_entries(texts))
    popular = [(i, name) for i, name in enumerate(ordered) if _is_near(len(name), chosen[texts[i]], thresholds)]
    sections |= _postings("segments", ((entry, ident) for ident, name in popular for entry in segment_entries(name)))
    return write_layout(CorpusInfo(built, sources, len(ordered), thresholds), sections)


def _is_near(length: int, downloads: int, thresholds: Mapping[int, int]) -> bool:
    if length >= NEAR_LENGTH:
        return downloads >= thresholds[NEAR_RANK]
    return length >= NEAR_SHORTEST and downloads >= thresholds[NEAR_SHORT_RANK]


def _bare_entries(texts: Iterable[str]) -> Iterable[tuple[int, int]]:
    for ident, name in enumerate(texts):
        scope, bare = split_name(name)
        if scope:
            yield loose_entry(bare), ident


def _unordered_entries(texts: Iterable[str]) -> Iterable[tuple[int, int]]:
    for ident, name in enumerate(texts):
        entry = unordered_entry(name)
        if entry is not None:
            yield entry, ident


def _postings(section: str, entries: Iterable[tuple[int, int]]) -> dict[str, bytes]:
    known = list(entries)
    directory, idents = group_postings(known, bits_for(len(known)))
    return {f"{section}-directory": little_endian("I", directory), f"{section}-ids": little_endian("I", idents)}
