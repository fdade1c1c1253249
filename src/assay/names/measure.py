"""Measure: what can be counted about a name and one target, for judging how telling the likeness is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import log10

from assay.model.package import split_name
from assay.names.classify import Found
from assay.names.corpus import Corpus
from assay.names.kind import Family, Kind, family
from assay.names.spelling import squash, words

# The registry has four and a half million names (2026): a word in one of them has this rarity.
_RAREST = 6.65
_PLATFORM = frozenset(("js", "node", "nodejs", "npm"))


@dataclass(frozen=True, slots=True)
class Measure:
    """A name beside one target. Rarity of a word: how many powers of ten fewer names have it than there are names.

    kinds              how they resemble, the most telling first
    target_downloads   a month
    name_downloads     a month, 0 if it is not in the corpus
    letters            of the shorter name, without separators
    neighbours         how many other targets are a slip away from the name
    owners             how many other scopes have the same bare name
    shared             rarities of the words that both have, added up
    strange            rarity of the rarest word that only the name has, 0 if it has none
    usual              rarity of the commonest word that only the target has, 0 if it has none
    extra_words        how many words only the name has
    first_differs      the first character differs
    last_differs       the last character differs
    only_platform      the name is the target and the platform's name, such as ``js`` or ``node``
    scope_downloads    a month, of everything in the target's scope
    scope_packages     how many packages of the target's scope the corpus has
    siblings           how many of those begin with the same word as the target
    """

    kinds: tuple[Kind, ...]
    target_downloads: int
    name_downloads: int
    letters: int
    neighbours: int
    owners: int
    shared: float
    strange: float
    usual: float
    extra_words: int
    first_differs: bool
    last_differs: bool
    only_platform: bool = False
    scope_downloads: int = 0
    scope_packages: int = 0
    siblings: int = 0


class Measurer:
    """Measures one name, of so many monthly downloads, against its targets."""

    __slots__ = (
        "_corpus",
        "_counts",
        "_neighbours",
        "_owners",
        "_rarities",
        "_squashed",
        "_words",
        "downloads",
        "name",
    )

    def __init__(self, corpus: Corpus, name: str, found: Found, downloads: int) -> None:
        self._corpus = corpus
        self.name = name
        self.downloads = downloads
        self._squashed = squash(name)
        self._rarities: dict[str, float] = {}
        self._words = words(name)
        firsts = Counter(kinds[0] for kinds in found.values())
        self._neighbours = sum(count for kind, count in firsts.items() if family(kind) is Family.SLIP)
        self._owners = firsts[Kind.SCOPE_DROPPED]

    def measure(self, target: str, kinds: tuple[Kind, ...], downloads: int) -> Measure:
        """The name beside this target."""
        name, group = self.name, family(kinds[0])
        scope, bare = split_name(target)
        compared = bare if kinds[0] is Kind.SCOPE_DROPPED else target
        theirs = words(compared)
        mine_only = [self._rarity(word) for word in self._words if word not in theirs]
        theirs_only = [self._rarity(word) for word in theirs if word not in self._words]
        return Measure(
            kinds=kinds,
            target_downloads=downloads,
            name_downloads=self.downloads,
            letters=min(len(self._squashed), len(squash(compared))),
            neighbours=self._neighbours - (group is Family.SLIP),
            owners=self._owners - (kinds[0] is Kind.SCOPE_DROPPED),
            shared=sum(self._rarity(word) for word in self._words if word in theirs),
            strange=max(mine_only, default=0.0),
            usual=min(theirs_only, default=0.0),
            extra_words=len(mine_only),
            first_differs=name[:1] != compared[:1],
            last_differs=name[-1:] != compared[-1:],
            only_platform=self._squashed.replace(squash(compared), "", 1) in _PLATFORM,
            scope_downloads=self._corpus.scope_downloads(scope) if scope else 0,
            scope_packages=self._corpus.scope_packages(scope) if scope else 0,
            siblings=self._corpus.siblings(scope, bare) if group is Family.SCOPE else 0,
        )

    def _rarity(self, word: str) -> float:
        known = self._rarities.get(word)
        if known is None:
            known = self._rarities[word] = max(_RAREST - log10(self._corpus.names_with(word) + 1), 0.0)
        return known
