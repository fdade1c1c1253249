"""Edits: one or two slips of the finger, each by its finer name."""

from __future__ import annotations

from collections import Counter

from rapidfuzz.distance import OSA, Levenshtein

from assay.names.keyboard import are_neighbours
from assay.names.kind import Kind
from assay.names.lookalikes import LEET, are_lookalikes
from assay.names.spelling import SEPARATORS, squash

_VOWELS = frozenset("aeiouy")


def one_edit_kinds(name: str, target: str) -> tuple[Kind, ...]:
    """Every class that the single edit between two names belongs to, the most telling first.

    >>> [str(kind) for kind in one_edit_kinds("lodosh", "lodash")]
    ['vowel-swap', 'replacement']
    >>> [str(kind) for kind in one_edit_kinds("axioss", "axios")]
    ['repetition', 'plural', 'insertion']
    """
    at = _common_start(name, target)
    if len(name) < len(target):
        return _omitted(target, at)
    if len(name) > len(target):
        return _inserted(name, target, at)
    if name[at + 1 :] != target[at + 1 :]:
        return (Kind.TRANSPOSITION,)
    return _replaced(name[at], target[at])


def two_edit_kinds(name: str, target: str) -> tuple[Kind, ...]:
    """Every class that two edits between two names belong to, the most telling first.

    Two slips of one hand keep the letters, in another order; a slip and a separator read as one slip.

    >>> [str(kind) for kind in two_edit_kinds("bitcionjslib", "bitcoinjs-lib")]
    ['transposition', 'delimiter']
    >>> [str(kind) for kind in two_edit_kinds("mogobd", "mongodb")]
    ['scrambled', 'two-edits']
    """
    mine, theirs = squash(name), squash(target)
    if mine != theirs and OSA.distance(mine, theirs, score_cutoff=1) == 1:
        return (*one_edit_kinds(mine, theirs), Kind.DELIMITER)
    return (Kind.SCRAMBLED, Kind.TWO_EDITS) if is_scrambled(mine, theirs) else (Kind.TWO_EDITS,)


def is_scrambled(mine: str, theirs: str) -> bool:
    """True if two squashed names begin alike and have the same letters but for at most one.

    Who slips seldom does so on the first key.

    >>> is_scrambled("uglyfijs", "uglifyjs"), is_scrambled("restdiff", "jestdiff")
    (True, False)
    """
    if mine[:1] != theirs[:1]:
        return False
    spare, missing = Counter(mine), Counter(theirs)
    return len(mine) > 3 and (spare - missing).total() + (missing - spare).total() <= 1


def show_edit(name: str, target: str) -> str:
    """The difference from the target to the name.

    >>> show_edit("lodosh", "lodash"), show_edit("exprss", "express"), show_edit("axioss", "axios")
    ('lod[a→o]sh', 'expr[-e]ss', 'axios[+s]')
    >>> show_edit("loadsh", "lodash")
    'lo[da→ad]sh'
    """
    start = _common_start(name, target)
    end = _common_start(name[start:][::-1], target[start:][::-1])
    mine, theirs = name[start : len(name) - end], target[start : len(target) - end]
    tail = target[len(target) - end :] if end else ""
    if len(mine) <= 1 or len(theirs) <= 1 or mine == theirs[::-1]:
        return target[:start] + _change(theirs, mine) + tail
    shown = [target[:start]]
    for code in Levenshtein.opcodes(theirs, mine):
        before, after = theirs[code.src_start : code.src_end], mine[code.dest_start : code.dest_end]
        shown.append(before if code.tag == "equal" else _change(before, after))
    return "".join(shown) + tail


def _change(before: str, after: str) -> str:
    if before and after:
        return f"[{before}→{after}]"
    return f"[-{before}]" if before else f"[+{after}]" if after else ""


def _common_start(one: str, other: str) -> int:
    at = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            return at
        at += 1
    return at


def _omitted(target: str, at: int) -> tuple[Kind, ...]:
    gone = target[at]
    if gone in SEPARATORS:
        return Kind.DELIMITER, Kind.OMISSION
    if gone == "s" and at == len(target) - 1:
        return Kind.PLURAL, Kind.OMISSION
    return (Kind.OMISSION,)


def _inserted(name: str, target: str, at: int) -> tuple[Kind, ...]:
    added = name[at]
    kinds = []
    beside = (name[at - 1] if at else "") + name[at + 1 : at + 2]
    if added in SEPARATORS:
        kinds.append(Kind.DELIMITER)
    elif added in beside:
        kinds.append(Kind.REPETITION)
    elif any(are_neighbours(added, key) for key in beside):
        kinds.append(Kind.DOUBLE_HIT)
    if at == len(target) and added == "s":
        kinds.append(Kind.PLURAL)
    if at == len(target) and added.isdigit():
        kinds.append(Kind.VERSION_SUFFIX)
    return (*kinds, Kind.INSERTION)


def _replaced(mine: str, theirs: str) -> tuple[Kind, ...]:
    if mine in SEPARATORS and theirs in SEPARATORS:
        return Kind.DELIMITER, Kind.REPLACEMENT
    kinds = []
    if LEET.get(mine) == theirs or LEET.get(theirs) == mine:
        kinds.append(Kind.LEETSPEAK)
    elif are_lookalikes(mine, theirs):
        kinds.append(Kind.HOMOGLYPH)
    if mine in _VOWELS and theirs in _VOWELS:
        kinds.append(Kind.VOWEL_SWAP)
    if are_neighbours(mine, theirs):
        kinds.append(Kind.ADJACENT_KEY)
    difference = ord(mine) ^ ord(theirs)
    if difference & (difference - 1) == 0:
        kinds.append(Kind.BIT_FLIP)
    return (*kinds, Kind.REPLACEMENT)
