from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.names.small import COUNTS, small_index


@pytest.mark.parametrize(
    ("name", "target", "kind"),
    [
        ("loadsh", "lodash", "transposition"),
        ("axioss", "axios", "repetition"),
        ("crossenv", "cross-env", "delimiter"),
        ("uglify.js", "uglify-js", "delimiter"),
        ("1odash", "lodash", "leetspeak"),
        ("cornmander", "commander", "homoglyph"),
        ("\u0435\u0445pr\u0435ss", "express", "unicode-homoglyph"),
        ("Lodash", "lodash", "letter-case"),
        ("import-mysql", "mysql-import", "word-order"),
        ("commander-js", "commander", "combosquat"),
        ("typescriptjs", "typescript", "combosquat"),
        ("arm-compute", "@azure/arm-compute", "scope-dropped"),
        ("babel-preset-env", "@babel/preset-env", "scope-folded"),
        ("@typescript_eslint/parser", "@typescript-eslint/parser", "scope-lookalike"),
        ("@babeljs/core", "@babel/core", "scope-lookalike"),
        ("colour-name", "color-name", "alternate-spelling"),
        ("discord.app", "discord.js", "asemantic"),
        ("%6codash2", "lodash", "version-suffix"),
    ],
)
def test_the_target_comes_first_with_its_class(name: str, target: str, kind: str) -> None:
    first = small_index().likenesses(name)[0]
    assert first.target == target
    assert kind in first.classes
    assert 0 < first.strength <= 1
    assert first.target_downloads == pytest.approx(COUNTS[target], rel=0.0002)
    assert first.edit


@pytest.mark.parametrize(
    "name", [*sorted(COUNTS), "", "@babel/", "@babel/cores", "zzzzzzzzzz", "-", "@", "/", "\u65e5\u672c"]
)
def test_popular_and_unrelated_names_are_like_nothing(name: str) -> None:
    assert small_index().likenesses(name) == ()


@given(st.text(max_size=600))
def test_any_text_gets_an_answer_in_order(name: str) -> None:
    found = small_index().likenesses(name)
    assert [likeness.strength for likeness in found] == sorted((item.strength for item in found), reverse=True)
    assert name not in {likeness.target for likeness in found}


def test_downloads_of_names_outside_the_corpus_are_unknown() -> None:
    assert small_index().monthly_downloads("left-pad") is None
    assert small_index().monthly_downloads("react") == pytest.approx(200_000_000, rel=0.0002)
    assert small_index().is_popular("react")
    assert not small_index().is_popular("left-pad")


def test_what_disguises_a_name_is_shown() -> None:
    shown = [small_index().likenesses(name)[0].edit for name in ("Lodash", "l\u043edash", "l\u00f3dash")]
    assert shown == ["[l\u2192L]odash", "l[o\u2192\u043e]dash", "l[o\u2192\u00f3]dash"]
