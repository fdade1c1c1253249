"""The targets of a sweep, and what is looked up of them by spelling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assay.model.package import split_name
from assay.names.corpus import NEAR_LENGTH, NEAR_RANK, NEAR_SHORT_RANK, NEAR_SHORTEST, Corpus
from assay.names.spelling import loose, words

#: A bare name in more scopes than this is everybody's word: its likeness is never telling.
MOST_OWNERS = 16


@dataclass(frozen=True, slots=True)
class SweepTargets:
    """Targets with the ways to find them; a target is known by its place in ``names``.

    near       places of those that are also looked for at two edits
    loose      loose spelling of the whole name to places
    bare       loose spelling of the bare name of scoped targets to places
    unordered  sorted words of names of several words to places
    """

    names: Sequence[str]
    downloads: Sequence[int]
    near: Sequence[int]
    loose: Mapping[str, Sequence[int]]
    bare: Mapping[str, Sequence[int]]
    unordered: Mapping[str, Sequence[int]]


def word_key(name: str) -> str:
    """The words of a name in alphabetical order, "" if there is only one.

    >>> word_key("mysql-import") == word_key("import.mysql")
    True
    """
    parts = words(name)
    return " ".join(sorted(parts)) if len(parts) > 1 else ""


def targets_of_corpus(corpus: Corpus) -> SweepTargets:
    """Every name of the corpus; its most popular ones also at two edits, as in a single lookup."""
    names = [corpus.name(ident) for ident in range(len(corpus))]
    downloads = [corpus.downloads(ident) for ident in range(len(corpus))]
    limits = corpus.info.thresholds
    # Counts are kept to two hundredths of a percent, so a name at the very threshold may read a little lower.
    popular, most = limits.get(NEAR_RANK, 0) * 0.9997, limits.get(NEAR_SHORT_RANK, 0) * 0.9997
    near = [
        place
        for place, name in enumerate(names)
        if downloads[place] >= (popular if len(name) >= NEAR_LENGTH else most) and len(name) >= NEAR_SHORTEST
    ]
    return _prepared(names, downloads, near)


def targets_of_names(corpus: Corpus, chosen: Sequence[str]) -> SweepTargets:
    """Only these names, popular or not, all of them also at two edits if they are long enough."""
    names = list(dict.fromkeys(chosen))
    known = [corpus.find(name) for name in names]
    downloads = [0 if ident is None else corpus.downloads(ident) for ident in known]
    return _prepared(names, downloads, [place for place, name in enumerate(names) if len(name) >= NEAR_SHORTEST])


def with_own_names(targets: SweepTargets, own: Sequence[str], worth: int) -> SweepTargets:
    """The targets with the user's own names among them, each worth at least so many downloads a month."""
    downloads = dict(zip(targets.names, targets.downloads, strict=True))
    near = {targets.names[place] for place in targets.near}
    for name in own:
        downloads[name] = max(downloads.get(name, 0), worth)
    near.update(name for name in own if len(name) >= NEAR_SHORTEST)
    names = list(downloads)
    return _prepared(names, list(downloads.values()), [place for place, name in enumerate(names) if name in near])


def _prepared(names: list[str], downloads: list[int], near: list[int]) -> SweepTargets:
    whole: dict[str, list[int]] = {}
    bare: dict[str, list[int]] = {}
    unordered: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        whole.setdefault(loose(name), []).append(place)
        scope, rest = split_name(name)
        if scope and scope != "@types":
            bare.setdefault(loose(rest), []).append(place)
        if key := word_key(name):
            unordered.setdefault(key, []).append(place)
    bare = {key: places for key, places in bare.items() if len(places) <= MOST_OWNERS}
    return SweepTargets(names, downloads, near, whole, bare, unordered)
