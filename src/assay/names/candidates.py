"""Candidates: the corpus names that a name resembles, with every class of resemblance, gathered from all families."""

from __future__ import annotations

from collections.abc import Iterator

from assay.model.package import split_name
from assay.names.affixes import with_language, without_affix, without_word
from assay.names.corpus import Corpus
from assay.names.delimiters import differs_by_delimiters
from assay.names.edits import one_edit_kinds
from assay.names.grammar import word_forms
from assay.names.kind import Kind
from assay.names.lookalikes import respellings, unleet
from assay.names.meaning import synonyms
from assay.names.near import one_edit, two_edits
from assay.names.order import differs_by_order
from assay.names.scopes import scope_kind, scope_respellings
from assay.names.sounds import same_sound
from assay.names.spelling import SEPARATORS, loose, squash, unordered
from assay.names.spellings import other_spellings

#: Targets of one loose spelling are looked at up to this number; beyond it the spelling is everybody's word.
MAX_CROWD = 64

Found = dict[str, list[Kind]]


def find_candidates(corpus: Corpus, name: str) -> Found:
    """Every corpus name that ``name`` resembles, with the classes, the most telling first.

    ``name`` is ASCII, in lower case. Names of its own scope are left out: the scope's owner made them.
    """
    found: Found = {}
    for target in one_edit(corpus, name):
        found[target] = list(one_edit_kinds(name, target))
    _add_loose(corpus, name, found)
    _add_exact(corpus, _respelt(name), found)
    for target in two_edits(corpus, name):
        found.setdefault(target, [Kind.TWO_EDITS])
    if name.startswith("@"):
        _add_scope_lookalikes(corpus, name, found)
    else:
        _add_bare(corpus, name, found)
        _add_affixed(corpus, name, found)
    found.pop(name, None)
    scope, _ = split_name(name)
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


def _add_loose(corpus: Corpus, name: str, found: Found) -> None:
    key = loose(name)
    for ident in corpus.by_loose(key)[:MAX_CROWD]:
        target = corpus.name(ident)
        if target == name or loose(target) != key:
            continue
        if differs_by_delimiters(name, target):
            found.setdefault(target, []).insert(0, Kind.DELIMITER)
        elif (kind := scope_kind(name, target)) is not None:
            found.setdefault(target, []).insert(0, kind)
        elif target not in found:
            found[target] = [_loose_kind(name, target)]
    if key := unordered(name):
        for ident in corpus.by_words(key)[:MAX_CROWD]:
            target = corpus.name(ident)
            if differs_by_order(name, target):
                _add(found, target, Kind.WORD_ORDER)


def _loose_kind(name: str, target: str) -> Kind:
    mine, theirs = squash(name), squash(target)
    if unleet(mine) == unleet(theirs):
        return Kind.LEETSPEAK
    if mine.rstrip("s") == theirs.rstrip("s"):
        return Kind.PLURAL
    return Kind.HOMOPHONE


def _add_bare(corpus: Corpus, name: str, found: Found) -> None:
    key = loose(name)
    for ident in corpus.by_bare(key)[:MAX_CROWD]:
        target = corpus.name(ident)
        if scope_kind(name, target) is Kind.SCOPE_DROPPED:
            found.setdefault(target, []).insert(0, Kind.SCOPE_DROPPED)


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
                    _add(found, target, Kind.TWO_EDITS)
        if kind is Kind.VERSION_SUFFIX:
            key = loose(rest)
            for ident in corpus.by_bare(key)[:MAX_CROWD]:
                target = corpus.name(ident)
                if scope_kind(rest, target) is Kind.SCOPE_DROPPED:
                    _add(found, target, Kind.SCOPE_DROPPED)
                    _add(found, target, kind)
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
