from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assay.model.dependency import Origin
from assay.model.package import PackageRef
from assay.model.policy import Action, Decision
from assay.model.report import Assessed, Coverage, Report
from assay.model.verdict import Level, Verdict


@pytest.mark.parametrize(
    ("actions", "worst"),
    [
        ((), Action.ALLOW),
        ((Action.ALLOW, Action.ALLOW), Action.ALLOW),
        ((Action.WARN, Action.ALLOW), Action.WARN),
        ((Action.WARN, Action.BLOCK, Action.ALLOW), Action.BLOCK),
    ],
)
def test_the_worst_is_the_strictest_of_all_decisions(actions: tuple[Action, ...], worst: Action) -> None:
    packages = tuple(
        Assessed(PackageRef("a", "1"), Origin.REGISTRY, Verdict(Level.BENIGN, ""), Decision(action), ())
        for action in actions
    )
    report = Report(
        "1", "r", datetime(2026, 1, 1, tzinfo=UTC), 0.0, False, (), packages, Coverage(0, 0, 0, 0, 0, 0, 0, 0), ()
    )
    assert report.worst is worst
