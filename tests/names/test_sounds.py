from __future__ import annotations

from assay.names.kind import Kind
from assay.names.sounds import same_sound


def test_homophones_and_numerals_are_told_apart() -> None:
    assert list(same_sound("sink")) == [("sync", Kind.HOMOPHONE)]
    assert ("4", Kind.NUMERAL) in same_sound("for")
    assert list(same_sound("8")) == [("eight", Kind.NUMERAL), ("ate", Kind.NUMERAL)]
    assert ("1", Kind.NUMERAL) in same_sound("one")
    assert ("won", Kind.HOMOPHONE) in same_sound("one")


def test_sounding_alike_goes_both_ways() -> None:
    for word in ("cache", "write", "two", "4", "queue"):
        for other, kind in same_sound(word):
            assert (word, kind) in same_sound(other)


def test_an_unknown_word_sounds_like_nothing() -> None:
    assert list(same_sound("lodash")) == list(same_sound("")) == []
