"""Strength: how telling a likeness is, by the two names and their downloads alone.

A sum of evidence in log-odds, turned into 0 to 1. Each class of likeness has a base; a popular target, a long name
and a quiet neighbourhood add to it, downloads of the name itself take from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log10

from assay.names.kind import Kind
from assay.names.spelling import squash, words

#: From here on a likeness is worth a warning.
WARN = 0.5
#: From here on it is worth a mention.
NOTICE = 0.2

#: Log-odds of each class, for a target of ten thousand downloads a month and names of eight letters.
_BASE = {
    Kind.OMISSION: 0.6,
    Kind.INSERTION: 0.0,
    Kind.REPETITION: 1.4,
    Kind.REPLACEMENT: -0.4,
    Kind.TRANSPOSITION: 1.8,
    Kind.ADJACENT_KEY: 0.4,
    Kind.DOUBLE_HIT: 0.4,
    Kind.VOWEL_SWAP: 0.4,
    Kind.BIT_FLIP: -0.2,
    Kind.TWO_EDITS: -3.0,
    Kind.HOMOGLYPH: 0.8,
    Kind.UNICODE_HOMOGLYPH: 3.0,
    Kind.LEETSPEAK: 1.6,
    Kind.LETTER_CASE: 0.5,
    Kind.DELIMITER: 1.5,
    Kind.WORD_ORDER: -0.8,
    Kind.AFFIX: -4.0,
    Kind.COMBOSQUAT: -1.6,
    Kind.VERSION_SUFFIX: -0.6,
    Kind.SIMPLIFICATION: -1.6,
    Kind.PLURAL: 0.2,
    Kind.GRAMMAR: -1.0,
    Kind.SCOPE_DROPPED: -1.0,
    Kind.SCOPE_FOLDED: 0.2,
    Kind.SCOPE_LOOKALIKE: 2.5,
    Kind.HOMOPHONE: 0.0,
    Kind.NUMERAL: 0.0,
    Kind.MISSPELLING: 1.5,
    Kind.ALTERNATE_SPELLING: -0.8,
    Kind.SEMANTIC: -3.5,
    Kind.ASEMANTIC: -1.6,
    Kind.FAMILIAR_TERM: -3.5,
}
_PER_MAGNITUDE = 0.6
_PER_LETTER = 0.35
_PER_OWN_MAGNITUDE = -0.9
_PER_OWNER = -1.2


@dataclass(frozen=True, slots=True)
class Measure:
    """What strength is judged by.

    crowd    how many other targets are as near by the same class: owners of the same bare name, neighbours
    """

    name: str
    target: str
    kinds: tuple[Kind, ...]
    target_downloads: int
    name_downloads: int = 0
    crowd: int = 0


def strength(measure: Measure) -> float:
    """How telling a likeness is, 0 to 1."""
    kind = measure.kinds[0]
    length = min(len(squash(measure.name)), len(squash(measure.target)))
    evidence = max(_BASE[kind] for kind in measure.kinds[:1])
    evidence += _PER_MAGNITUDE * (log10(measure.target_downloads + 1) - 4)
    evidence += _PER_LETTER * (min(length, 14) - 8)
    if kind is Kind.SCOPE_DROPPED:
        evidence += _PER_OWNER * measure.crowd + 1.5 * (min(len(words(measure.name)), 3) - 2)
    if measure.name_downloads > 0:
        evidence += _PER_OWN_MAGNITUDE * (log10(measure.name_downloads + 1) - 2)
    return 1 / (1 + exp(-evidence))
