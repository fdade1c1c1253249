"""Report to exit code. Pure."""

from __future__ import annotations

from assay.model.gap import GapKind
from assay.model.policy import Action
from assay.model.report import Report
from assay.reports.noteworthy import noteworthy

NOTHING_TO_BLOCK = 0
BLOCK = 1
UNCHECKED = 3


def exit_code(report: Report, fail_on: Action | None = Action.BLOCK, *, allow_gaps: bool = False) -> int:
    """0 nothing to block, 1 something to block, 3 something could not be checked and nothing is to block.

    fail_on      1 is for releases with this action or a stricter one; None never gives 1. A release that is warned
                 about only because of its gaps counts as unchecked, not as found
    allow_gaps   0 in place of 3

    2, for wrong use or unreadable input, is no matter of a report.
    """
    if fail_on is not None and _fails(report, fail_on):
        return BLOCK
    return UNCHECKED if has_gaps(report) and not allow_gaps else NOTHING_TO_BLOCK


def has_gaps(report: Report) -> bool:
    """True if something could not be checked. A cache that cannot be used takes nothing from this run."""
    if any(gap.kind is not GapKind.CACHE for gap in report.gaps):
        return True
    return any(read.gaps for read in report.inputs) or any(package.verdict.gaps for package in report.packages)


def _fails(report: Report, fail_on: Action) -> bool:
    if any(package.decision.action is Action.BLOCK for package in report.packages):
        return True
    return fail_on is not Action.BLOCK and any(package.decision.action >= fail_on for package in noteworthy(report))
