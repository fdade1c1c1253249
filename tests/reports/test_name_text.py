from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from assay.names.index import NameIndex
from assay.names.opinion import NameLevel, judge_name
from assay.reports.name_text import has_news, name_text, names_to_look_at
from tests.names.small import small_corpus

NOW = datetime(2026, 3, 1, tzinfo=UTC)
OPINION = judge_name(NameIndex(small_corpus()), "loadsh", NOW)


def test_the_level_the_name_and_a_line_a_reason() -> None:
    shown = name_text(OPINION, 200, color=False).splitlines()
    assert shown[0] == "warn    loadsh"
    assert shown[1].startswith("        looks like lodash")
    assert has_news(OPINION)


def test_colour_is_on_the_level_alone() -> None:
    assert name_text(OPINION, 200, color=True).startswith("\x1b[31mwarn    \x1b[0mloadsh\n")


def test_a_legacy_name_says_what_npm_says() -> None:
    legacy = judge_name(NameIndex(small_corpus()), "Quite-Another-Thing", NOW)
    assert has_news(legacy)
    assert "npm takes no new package of this name: name can no longer contain capital letters" in name_text(
        legacy, 200, color=False
    )


def test_nothing_to_say() -> None:
    plain = judge_name(NameIndex(small_corpus()), "lodash", NOW)
    assert not has_news(plain)
    assert name_text(plain, 200, color=False) == "none    lodash\n"


@given(st.text(max_size=400), st.lists(st.text(max_size=300), max_size=3), st.integers(1, 200))
def test_no_text_acts_on_the_terminal_or_is_lost(name: str, reasons: list[str], width: int) -> None:
    shown = name_text(replace(OPINION, name=name, reasons=tuple(reasons), level=NameLevel.NONE), width, color=False)
    assert all(line.isprintable() for line in shown.split("\n"))
    assert shown.count("\n") >= 1


def test_a_name_fits_the_terminal_and_one_of_blanks_is_seen() -> None:
    long = replace(OPINION, name="a" * 500, reasons=())
    assert len(name_text(long, 80, color=False)) <= 81
    assert name_text(replace(OPINION, name="", reasons=()), 80, color=False) == "warn    ''\n"


def test_the_last_word_names_what_is_warned_of_and_what_was_meant() -> None:
    index = NameIndex(small_corpus())
    unowned, fine = judge_name(index, "quite-another", NOW, exists=False), judge_name(index, "lodash", NOW)
    assert names_to_look_at((fine,), 200, color=False) == ""
    assert names_to_look_at((OPINION, fine, unowned), 200, color=False) == (
        "Look at the name before you install: loadsh (lodash?), quite-another (nobody owns it)\n"
    )
    assert names_to_look_at((OPINION,), 200, color=True).startswith("\x1b[1;33mLook at the name")
    many = names_to_look_at([replace(OPINION, name=f"loadsh{number}") for number in range(13)], 80, color=False)
    assert many.replace("\n", " ").endswith("and 3 more ")
    assert all(len(line) <= 80 for line in many.split("\n"))
