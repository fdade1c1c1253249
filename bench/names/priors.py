"""What is believed of the weights before any pair is seen; the fit starts from here and is held near it.

A weight of zero stays zero: that evidence says nothing about that family. A weight never changes its sign.
"""

from __future__ import annotations

from assay.names.kind import Family, Kind

PRIOR_BASES = {
    Kind.OMISSION: -3.0,
    Kind.INSERTION: -4.0,
    Kind.REPETITION: -2.2,
    Kind.REPLACEMENT: -4.2,
    Kind.TRANSPOSITION: -1.8,
    Kind.ADJACENT_KEY: -3.4,
    Kind.DOUBLE_HIT: -3.4,
    Kind.VOWEL_SWAP: -3.2,
    Kind.BIT_FLIP: -3.8,
    Kind.SCRAMBLED: -2.5,
    Kind.TWO_EDITS: -6.0,
    Kind.HOMOGLYPH: -3.0,
    Kind.UNICODE_HOMOGLYPH: 3.0,
    Kind.LEETSPEAK: -2.0,
    Kind.LETTER_CASE: 0.0,
    Kind.DELIMITER: -1.5,
    Kind.WORD_ORDER: -3.5,
    Kind.AFFIX: -7.0,
    Kind.COMBOSQUAT: -4.5,
    Kind.VERSION_SUFFIX: -4.5,
    Kind.SIMPLIFICATION: -5.0,
    Kind.PLURAL: -3.0,
    Kind.GRAMMAR: -4.5,
    Kind.SCOPE_DROPPED: -4.5,
    Kind.SCOPE_FOLDED: -4.5,
    Kind.SCOPE_LOOKALIKE: -1.5,
    Kind.HOMOPHONE: -3.5,
    Kind.NUMERAL: -3.5,
    Kind.MISSPELLING: -2.0,
    Kind.ALTERNATE_SPELLING: -4.5,
    Kind.SEMANTIC: -7.0,
    Kind.ASEMANTIC: -6.0,
    Kind.FAMILIAR_TERM: -7.0,
}

PRIOR_WEIGHTS = {
    Family.SLIP: (0.8, -0.4, -0.5, -0.2, 0.0, 0.3, 0.8, -0.2, 0.5, -0.2, -0.4, -0.2, 0.0, 0.0, 0.1, 0.0, 0.0),
    Family.WORDS: (0.7, -0.4, -0.4, -0.2, 0.0, 0.3, -0.1, -0.2, 0.5, -0.5, 0.0, 0.0, 0.0, 0.0, 0.2, 1.5, 0.0),
    Family.SCOPE: (0.4, -0.5, -0.4, -0.1, -0.5, 0.5, -0.3, -0.2, 0.5, -1.0, 0.0, 0.0, 0.5, 0.3, 0.0, 0.0, 0.5),
}
