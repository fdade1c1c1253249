"""ProtectedNames: the user's own names as targets, beside those that everybody knows. Implements the ``Names`` port."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fnmatch import fnmatchcase

from rapidfuzz.distance import OSA

from assay.model.likeness import Likeness
from assay.model.package import split_name
from assay.names.corpus import BIG_SCOPE, Corpus
from assay.names.index import MAX_LIKENESSES, POPULAR_RANK, NameIndex
from assay.names.kind import Kind
from assay.names.scopes import scope_respellings, show_scope
from assay.names.spelling import loose

#: A shorter scope has too many honest neighbours.
SHORTEST_SCOPE = 4
#: How telling a scope is that is a slip away from the user's own: surely worth a warning, unless others use it too.
SCOPE_STRENGTH = 0.8
KNOWN_SCOPE_STRENGTH = 0.3
#: Monthly downloads that an own name counts for: those of the popular ones, and never fewer.
LEAST_WORTH = 1_000_000

_WILD = frozenset("*?[")


class ProtectedNames:
    """An index that also knows names of the user's own organisation.

    patterns   names, and patterns such as ``@acme/*``, whose scope is protected; a name that one of them fits is the
               user's own and resembles nothing
    """

    __slots__ = ("_index", "_names", "_own", "_patterns", "_scopes")

    def __init__(self, index: NameIndex, patterns: Sequence[str]) -> None:
        self._index = index
        self._patterns = tuple(patterns)
        self._names = names = tuple(name for name in patterns if name.isascii() and not _WILD & set(name))
        self._scopes = tuple({scope for scope, _ in map(split_name, patterns) if _is_telling(scope)})
        self._own = NameIndex(index.corpus, _corpus_of(index.corpus, names)) if names else None

    @property
    def names(self) -> tuple[str, ...]:
        """The own names that are no patterns."""
        return self._names

    @property
    def worth(self) -> int:
        """Monthly downloads that an own name counts for."""
        return _worth(self._index.corpus)

    def is_own(self, name: str) -> bool:
        """True if the name is the user's own."""
        return any(fnmatchcase(name, pattern) for pattern in self._patterns)

    def is_like_own_scope(self, scope: str) -> bool:
        """True if the scope is another one than the user's, and looks like it."""
        return any(True for _ in self._own_scopes_like(scope))

    def monthly_downloads(self, name: str) -> int | None:
        """Downloads a month, None if the name is not in the corpus."""
        return self._index.monthly_downloads(name)

    def likenesses(self, name: str) -> tuple[Likeness, ...]:
        """Known and own names that this one could be taken for, most telling first."""
        if self.is_own(name):
            return ()
        by_target = {likeness.target: likeness for likeness in self._index.likenesses(name)}
        for likeness in self._own_likenesses(name):
            by_target.setdefault(likeness.target, likeness)
        ordered = sorted(by_target.values(), key=lambda one: (-one.strength, -one.target_downloads, one.target))
        return tuple(ordered[:MAX_LIKENESSES])

    def _own_likenesses(self, name: str) -> Iterator[Likeness]:
        scope, bare = split_name(name)
        if self._index.is_popular(name) or (scope and self._index.corpus.scope_downloads(scope) > BIG_SCOPE):
            return
        if self._own is not None:
            for likeness in self._own.likenesses(name):
                yield replace(likeness, is_internal=True)
        if scope and bare:
            yield from self._by_scope(scope.lower(), bare)

    def _by_scope(self, scope: str, bare: str) -> Iterator[Likeness]:
        strength = KNOWN_SCOPE_STRENGTH if self._index.corpus.scope_downloads(scope) else SCOPE_STRENGTH
        for own in self._own_scopes_like(scope):
            name, target = f"{scope}/{bare}", f"{own}/{bare}"
            edit = show_scope(name, target)
            downloads = self._index.monthly_downloads(name) or 0
            yield Likeness(target, (Kind.SCOPE_LOOKALIKE.value,), edit, self.worth, downloads, strength, True)

    def _own_scopes_like(self, scope: str) -> Iterator[str]:
        for own in self._scopes:
            if own != scope and (_is_slip(scope, own) or own in scope_respellings(scope)):
                yield own


def _is_telling(scope: str) -> bool:
    return len(scope) > SHORTEST_SCOPE and not _WILD & set(scope)


def _is_slip(scope: str, own: str) -> bool:
    return OSA.distance(scope, own, score_cutoff=1) <= 1 or loose(scope) == loose(own)


def _worth(corpus: Corpus) -> int:
    return max(corpus.info.thresholds.get(POPULAR_RANK, 0), LEAST_WORTH)


def _corpus_of(known: Corpus, names: Sequence[str]) -> Corpus:
    from assay.names.corpus_writer import scope_totals, write_corpus  # few have names of their own

    counts = dict.fromkeys(names, _worth(known))
    return Corpus(write_corpus(counts, dict.fromkeys(scope_totals(counts), 0), {}, date.min, {}))
