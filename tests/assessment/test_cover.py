from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assay.assessment.cover import cover
from assay.model.dependency import Origin
from assay.model.gap import Gap, GapKind
from assay.model.package import PackageRef
from assay.model.policy import Action, Decision
from assay.model.report import Assessed, Coverage, InputRead, Source
from assay.model.verdict import Level, Verdict
from tests.assessment.fakes import dependency

GAP = Gap(GapKind.TARBALL, "tarball", "it is gone")


def assessed(origin: Origin = Origin.REGISTRY, source: Source = Source.FRESH, *gaps: Gap) -> Assessed:
    verdict = Verdict(Level.BENIGN, "nothing", gaps=gaps)
    return Assessed(PackageRef("a", "1.0.0"), origin, verdict, Decision(Action.ALLOW), (dependency("a"),), source)


def read(dependencies: int, *gaps: Gap) -> InputRead:
    return InputRead("package-lock.json", "package-lock v3", dependencies, gaps)


def test_nothing_covers_nothing() -> None:
    assert cover([], []) == Coverage(0, 0, 0, 0, 0, 0, 0, 0)


def test_an_input_is_read_unless_its_gap_left_nothing_of_it() -> None:
    found = cover([read(3), read(3, GAP), read(0), read(0, GAP)], [])
    assert (found.inputs_read, found.inputs_unread) == (3, 1)


def test_releases_are_counted_by_how_far_they_were_looked_at() -> None:
    found = cover(
        [],
        [
            assessed(),
            assessed(Origin.REGISTRY, Source.CACHED),
            assessed(Origin.REGISTRY, Source.FRESH, GAP, GAP),
            assessed(Origin.GIT, Source.NONE, GAP),
        ],
    )
    assert (found.releases, found.checked, found.partly_checked, found.unchecked) == (4, 2, 1, 1)
    assert (found.from_cache, found.local) == (1, 0)


def test_what_is_the_users_own_counts_apart_unless_it_was_looked_at() -> None:
    found = cover([], [assessed(Origin.WORKSPACE, Source.NONE), assessed(Origin.LOCAL_TARBALL, Source.FRESH)])
    assert (found.local, found.releases, found.checked) == (1, 1, 1)


PACKAGES = st.builds(
    lambda origin, source, gaps: assessed(origin, source, *gaps),
    st.sampled_from(list(Origin)),
    st.sampled_from(list(Source)),
    st.lists(st.just(GAP), max_size=2),
)


@given(st.lists(st.builds(lambda number, gaps: read(number, *gaps), st.integers(0, 2), st.lists(st.just(GAP)))))
def test_every_input_is_read_or_unread(inputs: list[InputRead]) -> None:
    found = cover(inputs, [])
    assert found.inputs_read + found.inputs_unread == len(inputs)


@given(st.lists(PACKAGES))
def test_every_package_is_counted_once(packages: list[Assessed]) -> None:
    found = cover([], packages)
    assert found.releases + found.local == len(packages)
    assert found.checked + found.partly_checked + found.unchecked == found.releases
    assert min(found.checked, found.partly_checked, found.unchecked, found.local) >= 0
    assert found.from_cache <= found.releases
