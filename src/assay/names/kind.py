"""Kind: the ways in which one name resembles another, and the published class each belongs to."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """One way to resemble. The value is the class's name in every output."""

    OMISSION = "omission"
    INSERTION = "insertion"
    REPETITION = "repetition"
    REPLACEMENT = "replacement"
    TRANSPOSITION = "transposition"
    ADJACENT_KEY = "adjacent-key"
    DOUBLE_HIT = "double-hit"
    VOWEL_SWAP = "vowel-swap"
    BIT_FLIP = "bit-flip"
    SCRAMBLED = "scrambled"
    TWO_EDITS = "two-edits"
    HOMOGLYPH = "homoglyph"
    UNICODE_HOMOGLYPH = "unicode-homoglyph"
    LEETSPEAK = "leetspeak"
    LETTER_CASE = "letter-case"
    DELIMITER = "delimiter"
    WORD_ORDER = "word-order"
    AFFIX = "affix"
    COMBOSQUAT = "combosquat"
    VERSION_SUFFIX = "version-suffix"
    SIMPLIFICATION = "simplification"
    PLURAL = "plural"
    GRAMMAR = "grammar"
    SCOPE_DROPPED = "scope-dropped"
    SCOPE_FOLDED = "scope-folded"
    SCOPE_LOOKALIKE = "scope-lookalike"
    HOMOPHONE = "homophone"
    NUMERAL = "numeral"
    MISSPELLING = "misspelling"
    ALTERNATE_SPELLING = "alternate-spelling"
    SEMANTIC = "semantic"
    ASEMANTIC = "asemantic"
    FAMILIAR_TERM = "familiar-term"


#: The thirteen classes of package confusion (Neupane et al., USENIX Security 2023).
PUBLISHED = {
    Kind.OMISSION: "1-step Damerau-Levenshtein",
    Kind.INSERTION: "1-step Damerau-Levenshtein",
    Kind.REPETITION: "1-step Damerau-Levenshtein",
    Kind.REPLACEMENT: "1-step Damerau-Levenshtein",
    Kind.TRANSPOSITION: "1-step Damerau-Levenshtein",
    Kind.ADJACENT_KEY: "1-step Damerau-Levenshtein",
    Kind.DOUBLE_HIT: "1-step Damerau-Levenshtein",
    Kind.VOWEL_SWAP: "1-step Damerau-Levenshtein",
    Kind.BIT_FLIP: "1-step Damerau-Levenshtein",
    Kind.SCRAMBLED: "1-step Damerau-Levenshtein",
    Kind.TWO_EDITS: "1-step Damerau-Levenshtein",
    Kind.HOMOGLYPH: "homographic replacement",
    Kind.UNICODE_HOMOGLYPH: "homographic replacement",
    Kind.LEETSPEAK: "homographic replacement",
    Kind.LETTER_CASE: "homographic replacement",
    Kind.DELIMITER: "delimiter modification",
    Kind.WORD_ORDER: "sequence reordering",
    Kind.AFFIX: "prefix/suffix augmentation",
    Kind.COMBOSQUAT: "prefix/suffix augmentation",
    Kind.VERSION_SUFFIX: "prefix/suffix augmentation",
    Kind.SIMPLIFICATION: "simplification",
    Kind.PLURAL: "grammatical substitution",
    Kind.GRAMMAR: "grammatical substitution",
    Kind.SCOPE_DROPPED: "scope confusion",
    Kind.SCOPE_FOLDED: "scope confusion",
    Kind.SCOPE_LOOKALIKE: "scope confusion",
    Kind.HOMOPHONE: "homophonic similarity",
    Kind.NUMERAL: "homophonic similarity",
    Kind.MISSPELLING: "alternate spelling",
    Kind.ALTERNATE_SPELLING: "alternate spelling",
    Kind.SEMANTIC: "semantic substitution",
    Kind.ASEMANTIC: "asemantic substitution",
    Kind.FAMILIAR_TERM: "familiar-term abuse",
}


class Family(StrEnum):
    """Kinds that are judged by the same measures."""

    SLIP = "slip"  # the letters differ
    WORDS = "words"  # the words differ
    SCOPE = "scope"  # the scope differs


_SCOPE_KINDS = frozenset((Kind.SCOPE_DROPPED, Kind.SCOPE_FOLDED, Kind.SCOPE_LOOKALIKE))
_WORD_KINDS = frozenset(
    (
        Kind.WORD_ORDER,
        Kind.AFFIX,
        Kind.COMBOSQUAT,
        Kind.VERSION_SUFFIX,
        Kind.SIMPLIFICATION,
        Kind.GRAMMAR,
        Kind.NUMERAL,
        Kind.ALTERNATE_SPELLING,
        Kind.SEMANTIC,
        Kind.ASEMANTIC,
        Kind.FAMILIAR_TERM,
    )
)


def family(kind: Kind) -> Family:
    """The family of a kind."""
    if kind in _SCOPE_KINDS:
        return Family.SCOPE
    return Family.WORDS if kind in _WORD_KINDS else Family.SLIP
