"""What each family of likeness proposes, checked beside the examples in the modules themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.names.affixes import show_affix, with_language, without_affix, without_word
from assay.names.classify import Found, add_loose, add_words
from assay.names.delimiters import differs_by_delimiters
from assay.names.grammar import word_forms
from assay.names.keyboard import are_neighbours
from assay.names.kind import PUBLISHED, Family, Kind, family
from assay.names.lookalikes import LEET, are_lookalikes, respellings, to_ascii, unleet
from assay.names.meaning import synonyms
from assay.names.order import differs_by_order, show_order
from assay.names.scopes import scope_respellings, show_scope
from assay.names.sounds import same_sound
from assay.names.spelling import loose, single, spoken, squash, unordered, words
from assay.names.spellings import other_spellings
from assay.names.wordlist import word_groups

NAMES = st.text("abcrnmvwls013-._/@", max_size=20)


@pytest.mark.parametrize(
    ("name", "rest", "kind"),
    [
        ("lodash-js", "lodash", Kind.COMBOSQUAT),
        ("lodash.js", "lodash", Kind.COMBOSQUAT),
        ("lodashjs", "lodash", Kind.COMBOSQUAT),
        ("node-lodash", "lodash", Kind.COMBOSQUAT),
        ("nodelodash", "lodash", Kind.COMBOSQUAT),
        ("node-lodash-cli", "lodash", Kind.COMBOSQUAT),
        ("lodash-official", "lodash", Kind.COMBOSQUAT),
        ("lodash2", "lodash", Kind.VERSION_SUFFIX),
        ("lodash-v4.17", "lodash", Kind.VERSION_SUFFIX),
    ],
)
def test_what_an_affix_hides(name: str, rest: str, kind: Kind) -> None:
    assert (rest, kind) in set(without_affix(name))


def test_long_numbers_are_no_versions() -> None:
    assert list(without_affix("illust-93387501")) == []


def test_any_first_or_last_word_can_be_dropped() -> None:
    assert [rest for rest, _ in without_word("a-b")] == ["b", "a"]
    assert list(without_word("single")) == []


def test_a_piece_may_be_missing_or_exchanged() -> None:
    assert ("discord.js", Kind.ASEMANTIC) in set(with_language("discord.app"))
    assert ("discord.js", Kind.SIMPLIFICATION) in set(with_language("discord"))
    assert show_affix("discord", "discord.js") == "discord[-.js]"


@pytest.mark.parametrize(
    ("word", "other", "kind"),
    [
        ("write", "right", Kind.HOMOPHONE),
        ("2", "two", Kind.NUMERAL),
        ("to", "2", Kind.NUMERAL),
        ("four", "4", Kind.NUMERAL),
    ],
)
def test_words_that_sound_alike(word: str, other: str, kind: Kind) -> None:
    assert (other, kind) in set(same_sound(word))


def test_other_spellings_and_meanings() -> None:
    assert ("colour", Kind.ALTERNATE_SPELLING) in set(other_spellings("color"))
    assert ("separate", Kind.MISSPELLING) in set(other_spellings("seperate"))
    assert ("fetch", Kind.SEMANTIC) in set(synonyms("get"))
    assert list(other_spellings("lodash")) == list(synonyms("lodash")) == list(same_sound("lodash")) == []


def test_word_forms_touch_one_word() -> None:
    assert ("get-cookie", Kind.PLURAL) in set(word_forms("get-cookies"))
    assert ("parse-url", Kind.GRAMMAR) in set(word_forms("parser-url"))


def test_scopes_with_usual_endings() -> None:
    assert "@babel" in set(scope_respellings("@babel-official"))
    assert show_scope("babel-core", "@babel/core") == "[@babel/→babel-]core"
    assert show_scope("corez", "@babel/core") == "[@babel/core→corez]"


def test_drawn_alike() -> None:
    assert are_lookalikes("1", "l")
    assert are_lookalikes("l", "1")
    assert "wow" in set(respellings("vvow"))
    assert to_ascii("\uff4c\u03bfdash") == "lodash"
    assert to_ascii("lo\u2010dash") == "lo-dash"


@given(st.text("0134578", max_size=8))
def test_numerals_are_all_read_as_letters(digits: str) -> None:
    assert not any(char in LEET for char in unleet(digits))


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=2, max_size=2))
def test_neighbours_are_mutual(keys: str) -> None:
    assert are_neighbours(keys[0], keys[1]) == are_neighbours(keys[1], keys[0])


@given(NAMES)
def test_spellings_are_stable(name: str) -> None:
    assert squash(squash(name)) == squash(name)
    assert single(single(name)) == single(name)
    assert len(loose(name)) <= 2 * len(name)
    assert len(spoken(name)) <= 2 * len(name)


@given(NAMES, NAMES)
def test_delimiters_and_order_are_mutual(one: str, other: str) -> None:
    assert differs_by_delimiters(one, other) == differs_by_delimiters(other, one)
    assert differs_by_order(one, other) == differs_by_order(other, one)


@given(st.lists(st.text("abc", min_size=1, max_size=3), min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_word_order_does_not_matter_to_the_key(parts: list[str], random: object) -> None:
    assert unordered("-".join(parts)) == unordered(".".join(reversed(parts)))
    assert words("-".join(parts)) == parts
    assert show_order("b-a", "a-b") == "[a-b→b-a]"


@pytest.mark.parametrize(
    ("name", "target", "kind"),
    [
        ("cross.env", "cross-env", Kind.DELIMITER),
        ("babel-core", "@babel/core", Kind.SCOPE_FOLDED),
        ("lazzy", "lazy", Kind.REPETITION),
        ("l0dash", "lodash", Kind.LEETSPEAK),
        ("grafik", "graphic", Kind.HOMOPHONE),
    ],
)
def test_what_equal_loose_spellings_mean(name: str, target: str, kind: Kind) -> None:
    found: Found = {}
    add_loose(found, name, target)
    assert found == {target: [kind]}


def test_words_in_another_order_or_form() -> None:
    found: Found = {}
    add_words(found, "import-mysql", "mysql-import")
    add_words(found, "require-ports", "requires-port")
    assert found == {"mysql-import": [Kind.WORD_ORDER], "requires-port": [Kind.GRAMMAR]}


def test_every_kind_has_a_published_class_and_a_family() -> None:
    assert set(PUBLISHED) == set(Kind)
    assert len(set(PUBLISHED.values())) == 13
    assert {family(kind) for kind in Kind} == set(Family)


def test_word_groups_may_overlap() -> None:
    assert word_groups("a b; b c")["b"] == ("a", "c")
