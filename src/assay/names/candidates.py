"""Candidates: the corpus names that a name resembles, with every class of resemblance, gathered from all families."""

from __future__ import annotations

from collections.abc import Iterator

from assay.model.package import split_name
from assay.names.affixes import with_language, without_affix, without_word
from assay.names.classify import MAX_FOLDED, TYPES, Found, add_first, add_kind, add_loose, add_one_edit, add_words
from assay.names.corpus import BIG_SCOPE, Corpus
from assay.names.edits import one_edit_kinds, two_edit_kinds
from assay.names.grammar import word_forms
from assay.names.kind import Kind
from assay.names.lookalikes import respellings
from assay.names.meaning import synonyms
from assay.names.near import one_edit, two_edits
from assay.names.scopes import scope_respellings
from assay.names.sounds import same_sound
from assay.names.spelling import SEPARATORS, loose, unordered
from assay.names.spellings import other_spellings

#: Targets of one loose spelling are looked at up to this number; beyond it the spelling is everybody's word.
MAX_CROWD = 64

_HYPHENATE = str.maketrans("._", "--")


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
        add_one_edit(found, name, target)
    _add_spellings(corpus, name, found)
    _add_exact(corpus, _respelt(name), found)
    if scope:
        _add_scope_lookalikes(corpus, name, found)
    else:
        _add_bare(corpus, loose(name), (Kind.SCOPE_DROPPED,), found)
        _add_affixed(corpus, name, found)
    for target in two_edits(corpus, name):
        if target not in found:
            found[target] = list(two_edit_kinds(name, target))
    found.pop(name, None)
    if scope:
        return {target: kinds for target, kinds in found.items() if not target.startswith(scope + "/")}
    return found


def _add_exact(corpus: Corpus, variants: Iterator[tuple[str, Kind]], found: Found) -> None:
    for variant, kind in variants:
        if len(variant) > 1 and corpus.find(variant) is not None:
            add_kind(found, variant, kind)


def _add_spellings(corpus: Corpus, name: str, found: Found) -> None:
    key = loose(name)
    for ident in corpus.by_loose(key)[:MAX_CROWD]:
        target = corpus.name(ident)
        if abs(len(target) - len(name)) < MAX_FOLDED and loose(target) == key:
            add_loose(found, name, target)
    if key := unordered(name):
        for ident in corpus.by_words(key)[:MAX_CROWD]:
            target = corpus.name(ident)
            if abs(len(target) - len(name)) < MAX_FOLDED and unordered(target) == key:
                add_words(found, name, target)
    hyphenated = name.translate(_HYPHENATE)
    if hyphenated != name:
        for target in one_edit(corpus, hyphenated):
            found.setdefault(target, [*one_edit_kinds(hyphenated, target), Kind.DELIMITER])


def _add_bare(corpus: Corpus, key: str, kinds: tuple[Kind, ...], found: Found) -> None:
    for ident in corpus.by_bare(key)[:MAX_CROWD]:
        target = corpus.name(ident)
        if not target.startswith(TYPES) and loose(target[target.find("/") + 1 :]) == key:
            add_first(found, target, *kinds)


def _add_affixed(corpus: Corpus, name: str, found: Found) -> None:
    for rest, kind in without_affix(name):
        if len(rest) < 2:
            continue
        if corpus.find(rest) is not None:
            add_kind(found, rest, kind)
        elif len(rest) > 3:
            for target in one_edit(corpus, rest):
                add_kind(found, target, kind)
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
        add_first(found, target, Kind.SCOPE_LOOKALIKE)
    for other in scope_respellings(scope):
        if corpus.find(f"{other}/{bare}") is not None:
            add_first(found, f"{other}/{bare}", Kind.SCOPE_LOOKALIKE)


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
