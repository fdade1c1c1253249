from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assay.registry.hunks import hunks_between, lines_of, undone

TEXTS = st.lists(st.sampled_from(["a", "b\n", "c\r\n", "\n", "d\n", "e\n"]), max_size=12).map("".join)


@given(TEXTS)
def test_lines_put_together_are_the_text(text: str) -> None:
    assert "".join(lines_of(text)) == text


@given(TEXTS, TEXTS)
def test_every_change_can_be_taken_back(before: str, after: str) -> None:
    assert undone(after, hunks_between(before, after)) == before


@given(TEXTS)
def test_no_change_has_no_hunks(text: str) -> None:
    assert hunks_between(text, text) == ()


def test_what_others_changed_meanwhile_stays() -> None:
    hunks = hunks_between("a\nold\nb\n", "a\nnew\nb\n")
    assert undone("first\na\nnew\nb2\nlast\n", hunks) == "first\na\nold\nb2\nlast\n"


def test_the_nearest_place_is_meant() -> None:
    hunks = hunks_between("a\nx\nb\nc\n", "a\nx\nb\nc\nx\n")
    assert undone("0\na\nx\nb\nc\nx\n", hunks) == "0\na\nx\nb\nc\n"


def test_what_was_changed_again_is_not_guessed() -> None:
    assert undone("a\nother\n", hunks_between("a\nold\n", "a\nnew\n")) is None
