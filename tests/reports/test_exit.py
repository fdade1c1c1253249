from __future__ import annotations

from dataclasses import replace

import pytest

from assay.model.gap import Gap, GapKind
from assay.model.policy import Action, Decision
from assay.model.report import Report
from assay.reports.exit import exit_code
from tests.reports.sample import ADVISORY, assessed, report, tarball_gap, usage

USE = usage("left-pad", "1.3.0", 5)


def only(action: Action, *, found: bool = False, gaps: bool = False) -> Report:
    package = assessed(
        USE,
        *((ADVISORY,) if found else ()),
        decision=Decision(action),
        gaps=(tarball_gap(USE.ref),) if gaps else (),
    )
    return replace(report(), packages=(package,), inputs=(), gaps=())


@pytest.mark.parametrize(
    ("made", "fail_on", "allow_gaps", "code"),
    [
        (only(Action.ALLOW), Action.BLOCK, False, 0),
        (only(Action.ALLOW, found=True), Action.WARN, False, 0),
        (only(Action.WARN, found=True), Action.BLOCK, False, 0),
        (only(Action.WARN, found=True), Action.WARN, False, 1),
        (only(Action.WARN, gaps=True), Action.BLOCK, False, 3),
        (only(Action.WARN, gaps=True), Action.WARN, False, 3),
        (only(Action.WARN, gaps=True), Action.WARN, True, 0),
        (only(Action.WARN, found=True, gaps=True), Action.WARN, True, 1),
        (only(Action.BLOCK, found=True, gaps=True), Action.BLOCK, False, 1),
        (only(Action.BLOCK, gaps=True), Action.BLOCK, True, 1),
        (only(Action.BLOCK, found=True), None, False, 0),
        (only(Action.BLOCK, found=True, gaps=True), None, False, 3),
    ],
)
def test_the_code_of_one_release(made: Report, fail_on: Action | None, allow_gaps: bool, code: int) -> None:
    assert exit_code(made, fail_on, allow_gaps=allow_gaps) == code


def test_gaps_of_inputs_and_feeds_count_and_those_of_the_cache_do_not() -> None:
    quiet = only(Action.ALLOW)
    assert exit_code(replace(quiet, gaps=(Gap(GapKind.CACHE, "verdict cache", "read-only"),))) == 0
    assert exit_code(replace(quiet, gaps=(Gap(GapKind.FEED, "feed", "unreadable"),))) == 3
    assert exit_code(replace(quiet, inputs=report().inputs)) == 3
    assert exit_code(report()) == 1
