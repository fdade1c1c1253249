from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.detectors._package_json import line_of

TEXT = """{
  "name": "a",
  "files": ["scripts", {"postinstall": 1}],
  "scripts": {
    "test": "x",
    "post\\u0069nstall": "node a.js"
  },
  "dependencies": { "b": "1",
    "c": "2" },
  "name": "b"
}
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("scripts", "postinstall"), 6),
        (("scripts", "preinstall"), 4),
        (("dependencies", "b"), 8),
        (("dependencies", "c"), 9),
        (("name",), 10),
        (("bin", "a"), 0),
    ],
)
def test_line(path: tuple[str, ...], line: int) -> None:
    assert line_of(TEXT, path) == line


KEYS = st.text(min_size=1, max_size=8)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_survived(text: str) -> None:
    assert 0 <= line_of(text, ("scripts", "install")) <= text.count("\n") + 1


@settings(deadline=None)
@given(
    st.dictionaries(KEYS, st.dictionaries(KEYS, st.text(max_size=8), min_size=1, max_size=4), min_size=1, max_size=4)
)
def test_every_key_is_found_where_json_writes_it(tables: dict[str, dict[str, str]]) -> None:
    text = json.dumps(tables, indent=1)
    expected = 1
    for table, fields in tables.items():
        expected += 1
        assert line_of(text, (table,)) == expected
        for key in fields:
            expected += 1
            assert line_of(text, (table, key)) == expected
        expected += 1
