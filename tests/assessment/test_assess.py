from __future__ import annotations

import pytest

from assay.assessment.cover import cover
from assay.errors import FeedError
from assay.model.dependency import Origin
from assay.model.gap import GapKind
from assay.model.policy import Action
from assay.model.report import Source
from assay.model.rule import Reach
from assay.model.verdict import Level
from tests.assessment.fakes import FakeFeeds, FakeInspector, FakeRegistry, Scene, detector, release, rule, wanted


def packages(*names: str) -> FakeRegistry:
    return FakeRegistry({name: (release(name),) for name in names})


def test_every_wanted_release_comes_out_once() -> None:
    names = [f"p{number}" for number in range(50)]
    found = Scene(registry=packages(*names)).run([wanted(name) for name in names])
    assert sorted(each.ref.name for each in found) == sorted(names)


def test_a_usage_finding_blocks_even_if_the_inspection_was_quiet() -> None:
    scene = Scene(registry=packages("evil", "good"), detectors=(detector(rule("known", Reach.USAGE), "evil"),))
    found = {each.ref.name: each for each in scene.run([wanted("evil"), wanted("good")])}
    assert found["evil"].verdict.level is Level.MALICIOUS
    assert found["evil"].decision.action is Action.BLOCK
    assert found["good"].decision.action is Action.ALLOW


@pytest.mark.parametrize("origin", [Origin.WORKSPACE, Origin.DIRECTORY, Origin.LOCAL_TARBALL])
def test_what_belongs_to_the_project_is_not_matched_and_not_looked_at(origin: Origin) -> None:
    scene = Scene(feeds=FakeFeeds(error=FeedError("must not be asked")))
    (found,) = scene.run([wanted("mine", origin=origin)])
    assert found.decision.action is Action.ALLOW
    assert found.verdict.gaps == ()
    assert cover((), [found]).local == 1


@pytest.mark.parametrize("origin", [Origin.GIT, Origin.TARBALL_URL, Origin.UNKNOWN])
def test_code_from_elsewhere_is_a_gap(origin: Origin) -> None:
    (found,) = Scene().run([wanted("far", origin=origin)])
    assert [gap.kind for gap in found.verdict.gaps] == [GapKind.ORIGIN]
    assert found.source is Source.NONE
    assert cover((), [found]).unchecked == 1


def test_a_feed_that_fails_is_a_gap_of_every_release_it_could_speak_of() -> None:
    (found,) = Scene(registry=packages("a"), feeds=FakeFeeds(error=FeedError("cut short"))).run([wanted("a")])
    assert [gap.kind for gap in found.verdict.gaps] == [GapKind.FEED]


def test_a_stopped_run_still_reports_every_release() -> None:
    names = [f"p{number}" for number in range(30)]
    stuck = frozenset(names[5:])
    scene = Scene(registry=packages(*names), inspector=FakeInspector(endless=stuck), slots=2)
    found = scene.run([wanted(name) for name in names], stop_after=3)
    assert len(found) == 30
    stopped = [each for each in found if each.verdict.gaps]
    assert len(stopped) >= 25
    assert all("stopped" in gap.why for each in stopped for gap in each.verdict.gaps)


def test_coverage_counts_each_release_once() -> None:
    scene = Scene(registry=packages("a"))
    found = scene.run([wanted("a"), wanted("own", origin=Origin.WORKSPACE), wanted("g", origin=Origin.GIT)])
    counted = cover((), found)
    assert (counted.releases, counted.checked, counted.unchecked, counted.local) == (2, 1, 1, 1)
    assert counted.checked + counted.partly_checked + counted.unchecked == counted.releases
