from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assay.javascript.places import Edit, Places, rewritten
from assay.model.location import Location


def test_places_are_told_as_they_were() -> None:
    source = "a(b);\né(c); d".encode()
    text, places = rewritten(source, [Edit(2, 3, b"'longer'"), Edit(9, 10, b"")])
    assert text == "a('longer');\né(); d".encode()
    assert places.location("a.js", text.index(b"longer")) == Location("a.js", 1, 3)
    assert places.location("a.js", text.index(b");\n")) == Location("a.js", 1, 4)
    assert places.location("a.js", text.index(b"d")) == Location("a.js", 2, 7)


def test_nothing_is_changed_without_edits() -> None:
    text, places = rewritten(b"abc", [])
    assert (text, places.old(2), Places(b"abc").old(2)) == (b"abc", 2, 2)


def test_columns_far_right_are_not_counted() -> None:
    assert Places(b"x" * 9_000).location("a.js", 8_000) == Location("a.js", 1, 0)


@given(
    st.binary(min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9), st.binary(max_size=9)), max_size=8),
)
def test_what_is_copied_keeps_its_place(source: bytes, wanted: list[tuple[int, int, bytes]]) -> None:
    edits: list[Edit] = []
    last = 0
    for start, size, text in sorted(wanted):
        if last <= start <= len(source):
            edits.append(Edit(start, min(start + size, len(source)), text))
            last = edits[-1].end
    new, places = rewritten(source, edits)
    assert len(new) == len(source) + sum(len(edit.text) - (edit.end - edit.start) for edit in edits)
    replaced = {place for edit in edits for place in range(edit.start, edit.end)}
    copied = [at for at in range(len(new)) if places.old(at) not in replaced and places.old(at) < len(source)]
    inserted = sum(len(edit.text) for edit in edits)
    assert len(copied) >= len(source) - len(replaced) - inserted
    assert all(0 <= places.old(at) <= len(source) for at in range(len(new)))
