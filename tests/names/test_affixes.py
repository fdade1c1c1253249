from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.names.affixes import show_affix, with_language, without_affix, without_word
from assay.names.kind import Kind

NAMES = st.text(alphabet="abjsnode0129v-._", min_size=1, max_size=14)


@pytest.mark.parametrize(
    ("name", "rest", "kind"),
    [
        ("node-request", "request", Kind.COMBOSQUAT),
        ("request-official", "request", Kind.COMBOSQUAT),
        ("node-request-js", "request", Kind.COMBOSQUAT),
        ("ethersjs", "ethers", Kind.COMBOSQUAT),
        ("noderequest", "request", Kind.COMBOSQUAT),
        ("lodash4", "lodash", Kind.VERSION_SUFFIX),
        ("lodash-v4.17", "lodash", Kind.VERSION_SUFFIX),
    ],
)
def test_what_promises_the_real_thing_is_taken_off(name: str, rest: str, kind: Kind) -> None:
    assert (rest, kind) in set(without_affix(name))


@pytest.mark.parametrize("name", ["lodash", "js", "node", "4", "ajs", "nodes", "-", "unofficial-x"])
def test_a_name_without_an_affix_is_left_alone(name: str) -> None:
    assert list(without_affix(name)) == []


def test_the_first_and_the_last_word_are_left_out() -> None:
    assert list(without_word("a-b")) == [("b", Kind.AFFIX), ("a", Kind.AFFIX)]
    assert list(without_word("a-b.c"))[2:] == [("b", Kind.FAMILIAR_TERM)]
    assert list(without_word("lodash")) == []
    assert len(list(without_word("a-b-c-d"))) == 2


@given(NAMES)
def test_what_is_left_is_part_of_the_name(name: str) -> None:
    for rest, _ in (*without_affix(name), *without_word(name)):
        assert rest in name
        assert len(rest) < len(name)


def test_a_left_out_language_is_put_on_again() -> None:
    found = dict(with_language("discord.app"))
    assert found["discord.app.js"] is Kind.SIMPLIFICATION
    assert found["discord.js"] is Kind.ASEMANTIC
    assert "a.js.js" not in dict(with_language("a.js"))


@given(NAMES)
def test_nothing_is_its_own_fuller_name(name: str) -> None:
    assert all(fuller != name for fuller, _ in with_language(name))


@pytest.mark.parametrize(
    ("name", "target", "shown"),
    [
        ("node-request", "request", "[+node-]request"),
        ("request-pro", "request", "request[+-pro]"),
        ("node-request-pro", "request", "[+node-]request[+-pro]"),
        ("discord", "discord.js", "discord[-.js]"),
        ("discord.app", "discord.js", "discord.[js→app]"),
    ],
)
def test_the_difference_is_shown(name: str, target: str, shown: str) -> None:
    assert show_affix(name, target) == shown
