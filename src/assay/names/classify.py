"""Classifying: to which classes a pair of names belongs, once something made them a pair."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from assay.names.delimiters import differs_by_delimiters
from assay.names.edits import is_scrambled, one_edit_kinds
from assay.names.kind import Kind
from assay.names.lookalikes import unleet
from assay.names.order import differs_by_order
from assay.names.spelling import loose, single, spoken, squash, words

#: Type declarations are named after another package, so a name like theirs is like that one's.
TYPES = "@types/"
#: Loose spellings are equal; a difference in length from this on is a mere accident.
MAX_FOLDED = 7

#: Targets with the classes of the likeness, the most telling first.
Found = dict[str, list[Kind]]


def add_kind(found: Found, target: str, kind: Kind) -> None:
    """Note one more class, behind those that are known."""
    kinds = found.setdefault(target, [])
    if kind not in kinds:
        kinds.append(kind)


def add_first(found: Found, target: str, *kinds: Kind) -> None:
    """Note classes before those that are known."""
    found[target] = [*kinds, *(kind for kind in found.get(target, ()) if kind not in kinds)]


def add_one_edit(found: Found, name: str, target: str) -> None:
    """Note a target at one edit."""
    found[target] = list(one_edit_kinds(name, target))


def add_loose(found: Found, name: str, target: str) -> None:
    """Note a target of the same loose spelling."""
    if abs(len(target) - len(name)) >= MAX_FOLDED or target == name or target.startswith(TYPES):
        return
    if differs_by_delimiters(name, target):
        add_first(found, target, Kind.DELIMITER)
    elif target.startswith("@") != name.startswith("@"):
        add_first(found, target, Kind.SCOPE_FOLDED)
    elif target.lower() == name.lower():
        add_first(found, target, Kind.LETTER_CASE)
    elif target not in found:
        found[target] = [_loose_kind(name, target)]


def add_words(found: Found, name: str, target: str) -> None:
    """Note a target whose words have the same loose spellings, in whatever order."""
    if abs(len(target) - len(name)) >= MAX_FOLDED or target == name:
        return
    if differs_by_order(name, target):
        add_kind(found, target, Kind.WORD_ORDER)
    elif target not in found and list(map(loose, words(name))) == list(map(loose, words(target))):
        found[target] = [Kind.GRAMMAR]


def _loose_kind(name: str, target: str) -> Kind:
    mine, theirs = squash(name), squash(target)
    if unleet(mine) == unleet(theirs):
        return Kind.LEETSPEAK
    if mine.rstrip("s") == theirs.rstrip("s"):
        return Kind.PLURAL
    if single(mine) == single(theirs):
        return Kind.REPETITION
    if is_scrambled(mine, theirs):
        return Kind.SCRAMBLED
    return Kind.HOMOPHONE if OSA.distance(spoken(mine), spoken(theirs), score_cutoff=1) <= 1 else Kind.TWO_EDITS
