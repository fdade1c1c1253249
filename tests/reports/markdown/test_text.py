from __future__ import annotations

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from assay.reports.markdown.text import code, plain
from tests.reports.texts import hostile_texts

PARSER = MarkdownIt("gfm-like", {"linkify": False, "html": True})


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("crossenv looks like cross-env", "crossenv looks like cross-env"),
        ("@babel/core fixes #12", "@<!-- -->babel/core fixes #<!-- -->12"),
        ("a|b <b> [x](y) `c` *d* _e_", "a&#124;b &#60;b&#62; &#91;x&#93;(y) &#96;c&#96; &#42;d&#42; &#95;e&#95;"),
        ("- item", "<!-- -->- item"),
        ("1. item", "<!-- -->1. item"),
        ("see https://www.a.invalid/x", "see hxxps://www&#91;.&#93;a&#91;.&#93;invalid/x"),
        ("www.a.invalid", "www&#91;.&#93;a.invalid"),
        ("a\n# b", r"a&#92;n#<!-- --> b"),
    ],
)
def test_nothing_is_markup(text: str, written: str) -> None:
    assert plain(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a@1.0.0", "`a@1.0.0`"),
        ("a`b", "`` a`b ``"),
        ("``", "``` `` ```"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_code_is_closed_by_its_own_fence(text: str, written: str) -> None:
    assert code(text) == written


def test_a_pipe_does_not_end_a_cell() -> None:
    assert code("a|b", in_table=True) == "`a\\|b`"
    assert code("a|b") == "`a|b`"


@given(hostile_texts)
def test_a_markdown_reader_sees_only_text(text: str) -> None:
    for token in PARSER.parse(f"before {plain(text)} after"):
        assert token.type in ("paragraph_open", "inline", "paragraph_close")
        for child in token.children or ():
            assert child.type in ("text", "text_special", "html_inline")
            assert child.type != "html_inline" or child.content == "<!-- -->"


@given(hostile_texts)
def test_a_markdown_reader_sees_only_code(text: str) -> None:
    tokens = PARSER.parse(f"before {code(text)} after")
    kinds = {child.type for token in tokens for child in token.children or ()}
    assert kinds <= {"text", "code_inline"}
