from __future__ import annotations

from dataclasses import replace

import pytest

from assay.cli.scan import code_of
from assay.model.gap import Gap, GapKind
from assay.model.policy import Action
from assay.model.report import InputRead, Report
from assay.settings import Settings
from tests.reports.sample import report

UNREADABLE = InputRead("x.lock", "unreadable", 0, (Gap(GapKind.INPUT, "x.lock", "damaged"),), is_unreadable=True)
EMPTY = replace(report(), inputs=(), packages=(), gaps=())


@pytest.mark.parametrize(
    ("made", "settings", "code"),
    [
        (EMPTY, Settings(), 0),
        (replace(EMPTY, inputs=(UNREADABLE,)), Settings(), 2),
        (replace(EMPTY, inputs=(UNREADABLE,)), Settings(allow_gaps=True), 2),
        (replace(EMPTY, inputs=(replace(UNREADABLE, is_unreadable=False),)), Settings(), 3),
        (replace(EMPTY, inputs=(replace(UNREADABLE, is_unreadable=False),)), Settings(allow_gaps=True), 0),
        (replace(report(), inputs=(UNREADABLE,)), Settings(), 1),
        (replace(report(), inputs=(UNREADABLE,)), Settings(fail_on=None), 2),
        (report(), Settings(fail_on=Action.WARN), 1),
    ],
)
def test_what_is_to_block_outweighs_what_is_unreadable_and_that_outweighs_gaps(
    made: Report, settings: Settings, code: int
) -> None:
    assert code_of(made, settings) == code
