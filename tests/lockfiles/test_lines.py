from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assay.lockfiles.lines import Lines
from assay.model.location import Location


def test_lines_and_columns() -> None:
    lines = Lines("a.txt", "ä\r\n\nx")
    assert [lines.at(offset) for offset in (0, 3, 4)] == [
        Location("a.txt", 1, 1),
        Location("a.txt", 2, 1),
        Location("a.txt", 3, 1),
    ]


@given(st.text("ab\r\n", max_size=50), st.data())
def test_every_offset(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    place = Lines("a.txt", text).at(offset)
    before = text[:offset]
    assert (place.line, place.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))
