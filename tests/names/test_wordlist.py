from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assay.names.wordlist import word_groups, word_set


def test_a_word_of_several_groups_stands_for_the_others_of_each() -> None:
    groups = word_groups("a b; c\n d a")
    assert groups == {"a": ("b", "c", "d"), "b": ("a",), "c": ("d", "a"), "d": ("c", "a")}
    assert word_groups("") == {}


def test_words_are_separated_by_any_blanks() -> None:
    assert word_set(" a\n  b\ta ") == {"a", "b"}


@given(st.lists(st.lists(st.sampled_from("abcdef"), unique=True), max_size=4))
def test_standing_for_each_other_goes_both_ways(groups: list[list[str]]) -> None:
    found = word_groups("; ".join(" ".join(group) for group in groups))
    assert all(word in found[other] and word != other for word, others in found.items() for other in others)
