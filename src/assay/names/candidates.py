"""Candidates: the corpus names that a name resembles, with every class of resemblance, gathered from all families."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import OSA

from assay.model.package import split_name
from assay.names.affixes import with_language, without_affix, without_word
from assay.names.corpus import BIG_SCOPE, Corpus
from assay.names.delimiters import differs_by_delimiters
from assay.names.edits import one_edit_kinds
from assay.names.grammar import word_forms
from assay.names.kind import Kind
from assay.names.lookalikes import respellings, unleet
from assay.names.meaning import synonyms
from assay.names.near import one_edit, two_edits
from assay.names.order import differs_by_order
from assay.names.scopes import scope_respellings
from assay.names.sounds import same_sound
from assay.names.spelling import SEPARATORS, loose, single, spoken, squash, unordered, words
from assay.names.spellings import other_spellings

#: Targets of one loose spelling are looked at up to this number; beyond it the spelling is everybody's word.
MAX_CROWD = 64

#: Type declarations are named after another package, so a name like theirs is like that one's.
_TYPES = "@types/"

_HYPHENATE = str.maketrans("._", "--")

#: Loose spellings are equal; a difference in length above this is a mere accident.
_MOST_FOLDED = 6

Found = dict[str, list[Kind]]


def find_candidates(corpus: Corpus, name: str) -> Found:
    """Every corpus name that ``name`` resembles, with the classes, the most telling first.

    ``name`` is ASCII, in lower case. Names of its own scope are left out, and nothing under a scope with over a
    million downloads a month resembles anything: the scope's owner made it.
    """
    scope, _ = split_name(name)
    if scope and corpus.scope_downloads(scope) > BIG_SCOPE:
        return {}
    found: Found = {}
    for target in one_edit(corpus, name):
        found[target] = list(one_edit_kinds(name, target))
    key = loose(name)
    _add_loose(corpus, name, key, found)
    _add_words(corpus, name, found)
    hyphenated = name.translate(_HYPHENATE)
    if hyphenated != name:
        for target in one_edit(corpus, hyphenated):
            found.setdefault(target, [*one_edit_kinds(hyphenated, target), Kind.DELIMITER])
    _add_exact(corpus, _respelt(name), found)
    for target in two_edits(corpus, name):
        found.setdefault(target, [Kind.TWO_EDITS])
    if name.startswith("@"):
        _add_scope_lookalikes(corpus, name, found)
    else:
        _add_bare(corpus, key, (Kind.SCOPE_DROPPED,), found)
        _add_affixed(corpus, name, found)
    found.pop(name, None)
    if scope:
        return {target: kinds for target, kinds in found.items() if not target.startswith(scope + "/")}
    return found


def _add(found: Found, target: str, kind: Kind) -> None:
    kinds = found.setdefault(target, [])
    if kind not in kinds:
        kinds.append(kind)


def _add_exact(corpus: Corpus, variants: Iterator[tuple[str, Kind]], found: Found) -> None:
    for variant, kind in variants:
        if len(variant) > 1 and corpus.find(variant) is not None:
            _add(found, variant, kind)


def _add_loose(corpus: Corpus, name: str, key: str, found: Found) -> None:
    for ident in corpus.by_loose(key)[:MAX_CROWD]:
        target = corpus.name(ident)
        if target == name or abs(len(target) - len(name)) > _MOST_FOLDED or loose(target) != key:
            continue
        if target.startswith(_TYPES):
            continue
        if differs_by_delimiters(name, target):
            found.setdefault(target, []).insert(0, Kind.DELIMITER)
        elif target.startswith("@") and not name.startswith("@"):
            found.setdefault(target, []).insert(0, Kind.SCOPE_FOLDED)
        elif target not in found:
            found[target] = [_loose_kind(name, target)]


def _add_words(corpus: Corpus, name: str, found: Found) -> None:
    key = unordered(name)
    if not key:
        return
    mine = list(map(loose, words(name)))
    for ident in corpus.by_words(key)[:MAX_CROWD]:
        target = corpus.name(ident)
        if target == name or abs(len(target) - len(name)) > _MOST_FOLDED:
            continue
        if differs_by_order(name, target):
            _add(found, target, Kind.WORD_ORDER)
        elif target not in found and mine == list(map(loose, words(target))):
            found[target] = [Kind.GRAMMAR]


def _loose_kind(name: str, target: str) -> Kind:
    mine, theirs = squash(name), squash(target)
    if unleet(mine) == unleet(theirs):
        return Kind.LEETSPEAK
    if mine.rstrip("s") == theirs.rstrip("s"):
        return Kind.PLURAL
    if single(mine) == single(theirs):
        return Kind.REPETITION
    return Kind.HOMOPHONE if OSA.distance(spoken(mine), spoken(theirs), score_cutoff=1) <= 1 else Kind.TWO_EDITS


def _add_bare(corpus: Corpus, key: str, kinds: tuple[Kind, ...], found: Found) -> None:
    for ident in corpus.by_bare(key)[:MAX_CROWD]:
        target = corpus.name(ident)
        if not target.startswith(_TYPES) and loose(target[target.find("/") + 1 :]) == key:
            found[target] = [*kinds, *(kind for kind in found.get(target, ()) if kind not in kinds)]


def _add_affixed(corpus: Corpus, name: str, found: Found) -> None:
    for rest, kind in without_affix(name):
        if len(rest) < 2:
            continue
        if corpus.find(rest) is not None:
            _add(found, rest, kind)
        else:
            for target in one_edit(corpus, rest):
                if len(rest) > 3:
                    _add(found, target, kind)
        if kind is Kind.VERSION_SUFFIX:
            _add_bare(corpus, loose(rest), (Kind.SCOPE_DROPPED, kind), found)
    _add_exact(corpus, without_word(name), found)
    _add_exact(corpus, with_language(name), found)


def _add_scope_lookalikes(corpus: Corpus, name: str, found: Found) -> None:
    """Names under a scope that nobody knows and that looks like one that is known."""
    scope, bare = split_name(name)
    if corpus.scope_downloads(scope):
        return
    for target in [target for target in found if target.endswith("/" + bare)]:
        found[target].insert(0, Kind.SCOPE_LOOKALIKE)
    for other in scope_respellings(scope):
        if corpus.find(f"{other}/{bare}") is not None:
            found.setdefault(f"{other}/{bare}", []).insert(0, Kind.SCOPE_LOOKALIKE)


def _respelt(name: str) -> Iterator[tuple[str, Kind]]:
    for variant in respellings(name):
        yield variant, Kind.HOMOGLYPH
    yield from word_forms(name)
    for start, end in _spans(name):
        word = name[start:end]
        for families in (same_sound, other_spellings, synonyms):
            for other, kind in families(word):
                if kind is not Kind.SEMANTIC or end - start < len(name):
                    yield name[:start] + other + name[end:], kind


def _spans(name: str) -> Iterator[tuple[int, int]]:
    """Where each word of the name begins and ends; a digit run is a word of its own."""
    start = 0
    for at in range(1, len(name) + 1):
        if at == len(name) or name[at] in SEPARATORS or name[at].isdigit() != name[at - 1].isdigit():
            if at > start and name[start] not in SEPARATORS:
                yield start, at
            start = at + 1 if at < len(name) and name[at] in SEPARATORS else at
