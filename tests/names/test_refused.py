from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.names.refused import plain_words
from assay.names.validity import validity


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("@scope/", "a scope alone is no package: the name after @scope/ is missing"),
        ("@scope", "a scope alone is no package: the name after @scope/ is missing"),
        ("@/name", "the scope has no name"),
        ("/name", "it is an address or a path, and no name: 'assay scan' reads files and folders"),
        ("scope/name", "only a scope may stand before a slash, as in @scope/name"),
        ("%40babel%2fcore", "it is percent-encoded: write @babel/core"),
        ("lod\u0430sh", "not of ASCII: \u0430 (CYRILLIC SMALL LETTER A)"),
        ("\u202edash", "not of ASCII: \u202e (RIGHT-TO-LEFT OVERRIDE)"),
        ("\ue000", "not of ASCII: \ue000 (U+E000)"),
        ("./folder", "it is an address or a path, and no name: 'assay scan' reads files and folders"),
        (
            "https://files.invalid/x.tgz",
            "it is an address or a path, and no name: 'assay scan' reads files and folders",
        ),
    ],
)
def test_what_is_wrong_in_plain_words(name: str, said: str) -> None:
    assert validity(name).errors
    assert plain_words(name) == (said,)


def test_only_the_first_foreign_characters_are_named() -> None:
    (said,) = plain_words("\u0430\u0435\u043e\u0440\u0430")
    assert said.count("CYRILLIC") == 3
    assert said.endswith(" and 1 more")


@pytest.mark.parametrize("name", ["", ".git", "node_modules", "100%", "lodash", "@babel/core"])
def test_where_npm_says_it_all(name: str) -> None:
    assert plain_words(name) == ()


@given(st.text(max_size=300))
def test_every_text_has_few_clauses(name: str) -> None:
    assert len(plain_words(name)) <= 3
