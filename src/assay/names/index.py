"""NameIndex: which known names a name could be taken for. Implements the ``Names`` port."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import unquote

from assay.model.likeness import Likeness
from assay.names.affixes import show_affix
from assay.names.candidates import find_candidates
from assay.names.classify import Found
from assay.names.corpus import Corpus
from assay.names.edits import show_edit
from assay.names.kind import Kind
from assay.names.lookalikes import to_ascii
from assay.names.measure import Measurer
from assay.names.scopes import show_scope
from assay.names.strength import NOTICE, strength

#: Names among this many most downloaded are somebody's known package and never a likeness of another.
POPULAR_RANK = 10_000
#: At most this many targets are named.
MAX_LIKENESSES = 8
#: A likeness weaker than this is not worth a word.
WEAKEST = NOTICE / 4
#: Longer input is no package name; it is cut before it is looked at.
MAX_LENGTH = 214

_SCOPES = frozenset((Kind.SCOPE_DROPPED, Kind.SCOPE_FOLDED))
_AFFIXES = frozenset(
    (Kind.AFFIX, Kind.COMBOSQUAT, Kind.VERSION_SUFFIX, Kind.SIMPLIFICATION, Kind.ASEMANTIC, Kind.FAMILIAR_TERM)
)


class NameIndex:
    """Answers from a corpus; keeps nothing but the corpus.

    targets   names that others are compared with, if they are not those of the corpus itself
    """

    __slots__ = ("_corpus", "_popular", "_targets")

    def __init__(self, corpus: Corpus, targets: Corpus | None = None) -> None:
        self._corpus = corpus
        self._targets = corpus if targets is None else targets
        self._popular = corpus.info.thresholds.get(POPULAR_RANK, 0)

    @property
    def corpus(self) -> Corpus:
        """The corpus that answers."""
        return self._corpus

    def monthly_downloads(self, name: str) -> int | None:
        """Downloads a month (to a hundredth of a percent or two), None if the name is not in the corpus."""
        ident = self._corpus.find(name)
        return None if ident is None else self._corpus.downloads(ident)

    def is_popular(self, name: str) -> bool:
        """True if the name is among the ``POPULAR_RANK`` most downloaded."""
        return (self.monthly_downloads(name) or 0) >= self._popular

    def likenesses(self, name: str) -> tuple[Likeness, ...]:
        """Known names that this one could be taken for, most telling first; none for a popular name."""
        own = self.monthly_downloads(name) or 0
        if not name or own >= self._popular:
            return ()
        given = unquote(name[: 3 * MAX_LENGTH])[:MAX_LENGTH]
        drawn = to_ascii(given)
        plain = drawn.lower()
        found = find_candidates(self._targets, plain) if plain.isascii() else {}
        if (disguise := _disguise(given, drawn, plain)) and self._targets.find(plain) is not None:
            found[plain] = [disguise]
        likenesses = self._judge(plain, name, found, own)[:MAX_LIKENESSES]
        return tuple(replace(one, edit=show_edit(given, plain)) if one.target == plain else one for one in likenesses)

    def _judge(self, plain: str, name: str, found: Found, own: int) -> list[Likeness]:
        measurer = Measurer(self._corpus, plain, found, own)
        likenesses = []
        for target, kinds in found.items():
            ident = self._targets.find(target)
            if ident is not None and target != name:
                likeness = likeness_between(measurer, target, kinds, self._targets.downloads(ident))
                if likeness.strength >= WEAKEST:
                    likenesses.append(likeness)
        return sorted(likenesses, key=lambda one: (-one.strength, -one.target_downloads, one.target))


def likeness_between(measurer: Measurer, target: str, kinds: Sequence[Kind], downloads: int) -> Likeness:
    """The likeness of the measured name with one target of so many monthly downloads, judged."""
    measured = strength(measurer.measure(target, tuple(kinds), downloads))
    classes = tuple(dict.fromkeys(str(kind) for kind in kinds))
    edit = _show(measurer.name, target, kinds[0])
    return Likeness(target, classes, edit, downloads, measurer.downloads, round(measured, 4))


def _disguise(given: str, drawn: str, plain: str) -> Kind | None:
    """What hides a name that is another one once it is written plainly."""
    if drawn != given:
        return Kind.UNICODE_HOMOGLYPH
    return Kind.LETTER_CASE if plain != drawn else None


def _show(name: str, target: str, kind: Kind) -> str:
    if kind in _SCOPES:
        return show_scope(name, target)
    if kind in _AFFIXES:
        return show_affix(name, target)
    if kind is Kind.WORD_ORDER:
        return f"[{target}→{name}]"
    return show_edit(name, target)
