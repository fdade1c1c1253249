from __future__ import annotations

from dataclasses import replace

from assay.model.policy import Action, Decision
from assay.model.report import Assessed
from assay.reports.noteworthy import noteworthy, noticed, only_gaps, with_evidence
from tests.reports.sample import ADVISORY, DEPRECATED, MALWARE, assessed, report, tarball_gap, usage


def made(name: str, action: Action, *, gaps: bool = False) -> Assessed:
    use = usage(name, "1.0.0", 1)
    found = {"worst": (MALWARE,), "flawed": (ADVISORY,), "old": (DEPRECATED,)}.get(name, ())
    return assessed(use, *found, decision=Decision(action), gaps=(tarball_gap(use.ref),) if gaps else ())


SOME = replace(
    report(),
    packages=(
        made("quiet", Action.ALLOW),
        made("silent", Action.WARN, gaps=True),
        made("silent-blocked", Action.BLOCK, gaps=True),
        made("old", Action.WARN),
        made("flawed", Action.WARN, gaps=True),
        made("worst", Action.BLOCK),
        made("old", Action.ALLOW),
        made("by-policy", Action.WARN),
    ),
)


def names(packages: list[Assessed]) -> list[str]:
    return [package.ref.name for package in packages]


def test_the_worst_comes_first_and_mere_gaps_are_left_out() -> None:
    assert names(noteworthy(SOME)) == ["worst", "silent-blocked", "flawed", "old", "by-policy"]
    assert names(with_evidence(noteworthy(SOME))) == ["worst", "flawed", "old", "by-policy"]


def test_every_package_that_is_not_allowed_is_shown_somewhere() -> None:
    assert names(only_gaps(SOME)) == ["silent"]
    assert names(noticed(SOME)) == ["old"]
    shown = [*noteworthy(SOME), *only_gaps(SOME)]
    assert len(shown) == sum(package.decision.action is not Action.ALLOW for package in SOME.packages)
