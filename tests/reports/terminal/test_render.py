from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from assay.model.finding import Evidence
from assay.model.gap import Gap, GapKind
from assay.model.policy import Action, Decision
from assay.model.report import InputRead, Source
from assay.reports.terminal.render import MAX_BLOCKS, render, wants_color
from tests.reports.sample import ADVISORY, EXPIRED, assessed, hostile, report, tarball_gap, usage
from tests.reports.texts import hostile_texts

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def test_what_is_to_block_comes_first_and_nothing_is_called_clean() -> None:
    text = render(report())
    assert text.index("block   crossenv@7.0.0") < text.index("warn    minimist@1.2.0")
    assert "Nothing found in 2 of 11 packages; 5 not checked;" in text
    assert "clean" not in text.lower()


def test_the_evidence_has_its_place_and_its_addresses_are_defanged() -> None:
    text = render(report())
    assert "package/setup.js:3:12  sends the whole environment" in text
    assert "= hxxps://collect[.]invalid/x" in text
    assert "web-shop > express > @scope/deep > crossenv" in text


def test_allowed_packages_are_shown_in_full_when_asked_for() -> None:
    assert "old-thing@0.1.0  allow, benign" not in render(report())
    assert "old-thing@0.1.0  allow, benign" in render(report(), show_all=True)


def test_five_hundred_silent_packages_are_one_line() -> None:
    uses = [usage(f"silent-{number}", "1.0.0", number + 1) for number in range(500)]
    silent = [
        assessed(use, decision=Decision(Action.WARN), gaps=(tarball_gap(use.ref),), source=Source.NONE) for use in uses
    ]
    text = render(replace(report(), packages=tuple(silent)))
    assert "500: tarball of silent-0@1.0.0, tarball of silent-1@1.0.0" in text
    assert len(text.splitlines()) < 40


def test_packages_blocked_for_their_gaps_are_in_the_table_only() -> None:
    use = usage("silent", "1.0.0", 1)
    silent = assessed(use, decision=Decision(Action.BLOCK), gaps=(tarball_gap(use.ref),), source=Source.NONE)
    text = render(replace(report(), packages=(silent,)))
    assert "1 package to block." in text
    assert "block   silent@1.0.0   unknown" in text
    assert "silent@1.0.0  block" not in text


def test_expired_exceptions_are_told() -> None:
    text = render(report())
    assert "Expired exceptions\n  minimist@1.2.0: everything accepted by bob@example.invalid until" in text


def test_long_lists_are_cut_and_counted() -> None:
    gaps = tuple(Gap(GapKind.SOURCE, f"file {number}", f"reason {number}") for number in range(30))
    place = tuple(Evidence(f"place {number}") for number in range(9))
    many = tuple(replace(ADVISORY, message=f"flaw {number}", evidence=place) for number in range(20))
    flawed = tuple(
        assessed(usage(f"flawed-{number}", "1.0.0", 1), *many, decision=Decision(Action.WARN, expired=(EXPIRED,)))
        for number in range(120)
    )
    inputs = tuple(InputRead(f"lock-{number}", "package-lock v3", 1) for number in range(11))
    text = render(replace(report(), packages=flawed, gaps=gaps, inputs=inputs, feeds=()))
    assert "and 18 more reasons" in text
    assert "and 8 more findings" in text
    assert "and 4 more places" in text
    assert "and 20 more\n" in text
    assert "and 108 more\n" in text
    assert "and 3 more inputs" in text
    assert "no feed in use" in text


def test_too_many_blocks_are_counted() -> None:
    uses = [usage(f"flawed-{number}", "1.0.0", number + 1) for number in range(MAX_BLOCKS + 7)]
    flawed = tuple(assessed(use, ADVISORY, decision=Decision(Action.WARN)) for use in uses)
    assert "7 more packages: write a report with -o report.html" in render(replace(report(), packages=flawed))


def test_colour_only_where_it_is_asked_for() -> None:
    plain, coloured = render(report()), render(report(), color=True)
    assert "\x1b" not in plain
    assert ANSI.search(coloured)
    assert [row.rstrip() for row in ANSI.sub("", coloured).splitlines()] == plain.splitlines()


@pytest.mark.parametrize(
    ("environment", "is_terminal", "wanted"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"TERM": "dumb"}, True, False),
    ],
)
def test_when_colour_is_wanted(environment: dict[str, str], is_terminal: bool, wanted: bool) -> None:
    assert wants_color(environment, is_terminal=is_terminal) is wanted


@given(hostile_texts, st.sampled_from([60, 80, 120, 200]), st.booleans())
@settings(max_examples=60, deadline=None)
def test_hostile_text_never_acts_on_the_terminal(text: str, width: int, color: bool) -> None:
    for row in ANSI.sub("", render(hostile(text), width=width, color=color)).split("\n"):
        assert {c for c in row if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")} == set()
        assert cell_len(row) <= width


def test_rich_is_not_loaded_before_something_is_drawn() -> None:
    code = "import sys, assay.reports.phrases, assay.reports.exit; sys.exit('rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
