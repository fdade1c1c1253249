from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.settings.lines import KeyPath, line_of

TEXT = """\
top = 1
[a]
  b.c = 2
"quoted key" = 3
[[list]]
x = 1
[[list]]
y = 1
x = 2
[list.below]
z = 1
[ a . "d" ]
e = 1
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 1),
        (("a",), 2),
        (("a", "b", "c"), 3),
        (("a", "quoted key"), 4),
        (("list", 0), 5),
        (("list", 0, "x"), 6),
        (("list", 1, "x"), 9),
        (("list", 1, "missing"), 7),
        (("list", 1, "below", "z"), 11),
        (("a", "d", "e"), 13),
        (("nothing",), 1),
    ],
)
def test_a_key_is_found_on_its_line(path: KeyPath, line: int) -> None:
    assert line_of(TEXT, path) == line


@given(st.text(max_size=60), st.lists(st.text(max_size=5), max_size=3).map(tuple))
def test_any_text_has_a_line(text: str, path: KeyPath) -> None:
    assert 1 <= line_of(text, path) <= max(1, len(text.splitlines()))
