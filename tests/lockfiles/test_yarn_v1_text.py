from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import InputError
from assay.lockfiles.yarn_v1_text import read_text

_HEAD = "# yarn lockfile v1\n\n"


def test_a_block() -> None:
    body = '"@s/a@^1", a@1, "b@>=1 <2":\r\n  version "1.0.0"\n  integrity sha512-x==\n'
    body += '  dependencies:\n    "@s/c" "^1 || 2"\n    d 1\n'
    (block,) = read_text("yarn.lock", (_HEAD + body).encode()).blocks
    assert block.specs == ("@s/a@^1", "a@1", "b@>=1 <2")
    assert block.line == 3
    assert block.fields == {"version": "1.0.0", "integrity": "sha512-x=="}
    assert block.sections == {"dependencies": {"@s/c": "^1 || 2", "d": "1"}}


def test_comments_and_blank_lines_count_as_lines() -> None:
    text = read_text("yarn.lock", (_HEAD + '# note\n\na@1:\n  # inside\n\n  version "1.0.0"\n').encode())
    assert [(block.specs, block.line) for block in text.blocks] == [(("a@1",), 5)]


def test_odd_lines_are_told() -> None:
    text = read_text(
        "yarn.lock", (_HEAD + '  lost "1"\na@1:\n   version 1\n  version "1.0.0"\n  x "\\q"\nb\n').encode()
    )
    assert text.odd_lines == [3, 5, 7, 8]
    assert text.blocks[0].fields == {"version": "1.0.0"}


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("# yarn lockfile v2\n", 1, "unknown version 2"),
        ("", 1, "no lockfile"),
        ("hello\n", 1, "no lockfile"),
        (_HEAD + "<<<<<<< HEAD\na@1:\n", 3, "merge conflict"),
        (_HEAD + 'a@1:\n  version "1.0.0"\n\nb@1:\n', 6, "cut short"),
        (_HEAD + 'a@1:\n  version "1.0.0"\n  resolved "https://regis', 5, "cut short"),
    ],
)
def test_what_cannot_be_read(text: str, line: int, why: str) -> None:
    with pytest.raises(InputError, match=why) as caught:
        read_text("yarn.lock", text.encode())
    assert caught.value.line == line
    assert caught.value.hint


@given(st.text(alphabet='ab@1:, "\\\n#  ', max_size=80))
def test_any_text(text: str) -> None:
    with contextlib.suppress(InputError):
        found = read_text("yarn.lock", (_HEAD + text).encode())
        assert all(block.specs and block.line > 2 for block in found.blocks)
