from __future__ import annotations

import pytest

from assay.javascript.syntax import parse
from assay.javascript.template import is_template


@pytest.mark.parametrize("code", ["<% if (a) { %>\nb();\n<% } %>", "self.<%- name %> = 1;", "f(<%= a %>)"])
def test_tags_among_code_are_a_template(code: str) -> None:
    assert is_template("a.ejs", parse("a.ejs", code.encode()))


@pytest.mark.parametrize(
    "code", ["a < b % c;", "// <% a %>", "/* <% */", "f('<% a %>')", "f(`<% ${a} %>`)", "/<%/.test(a)"]
)
def test_tags_in_texts_and_comments_are_none(code: str) -> None:
    assert not is_template("a.ejs", parse("a.ejs", code.encode()))


def test_a_file_that_is_named_as_code_is_none() -> None:
    assert not is_template("a.js", parse("a.js", b"<% if (a) { %>"))
