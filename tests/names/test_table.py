from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assay.names.table import NameTable, sort_for_table

NAMES = st.lists(st.text("ab-@/", min_size=1, max_size=6).map(str.encode), max_size=40)


def build(names: list[bytes]) -> NameTable:
    ordered, counts = sort_for_table(names)
    return NameTable(b"##" + b"".join(ordered), 2, counts)


@given(NAMES, st.text("ab-@/", max_size=7).map(str.encode))
def test_finds_exactly_the_names_that_are_there(names: list[bytes], other: bytes) -> None:
    table = build(names)
    assert len(table) == len(set(names))
    for name in names:
        ident = table.find(name)
        assert ident is not None
        assert table.name(ident) == name
    assert (table.find(other) is not None) == (other in names)


@given(NAMES, st.text("ab-", min_size=1, max_size=3).map(str.encode), st.integers(0, 8))
def test_names_that_begin_alike_stand_together(names: list[bytes], prefix: bytes, length: int) -> None:
    expected = {name for name in names if len(name) == length and name.startswith(prefix)}
    found = build(names).starting(prefix[:length], length) if len(prefix) <= length else []
    assert set(found) == expected
    assert build(names).count_starting(prefix, length) == len(expected)


def test_an_empty_table_answers() -> None:
    table = build([])
    assert len(table) == 0
    assert table.find(b"a") is None
    assert table.starting(b"a", 3) == []
