from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from assay.errors import RegistryUnavailable, TooLarge, WorkerDied
from assay.model.dependency import Origin
from assay.model.finding import Finding
from assay.model.gap import GapKind
from assay.model.report import Assessed, Source
from assay.model.subject import Existence, Subject
from assay.model.verdict import Level
from tests.assessment.fakes import (
    FakeDetector,
    FakeInspections,
    FakeInspector,
    FakeRegistry,
    Scene,
    detector,
    kept,
    release,
    rule,
    wanted,
    with_bytes,
)


def gap_kinds(assessed: Assessed) -> list[GapKind]:
    return [gap.kind for gap in assessed.verdict.gaps]


def test_a_packument_is_asked_for_once_for_all_releases_of_a_package() -> None:
    registry = FakeRegistry({"a": (release("a", "1.0.0"), release("a", "2.0.0"))})
    found = Scene(registry=registry).run([wanted("a", "1.0.0"), wanted("a", "2.0.0")])
    assert registry.asked == ["a"]
    assert [each.source for each in found] == [Source.FRESH, Source.FRESH]


def test_never_more_tarballs_are_held_than_there_are_slots() -> None:
    names = [f"p{number}" for number in range(40)]
    registry = FakeRegistry({name: (release(name),) for name in names})
    Scene(registry=registry, slots=3).run([wanted(name) for name in names])
    assert registry.most_held == 3
    assert registry.held == 0


def test_a_registry_failure_is_a_gap_of_that_package_alone() -> None:
    registry = FakeRegistry({"good": (release("good"),), "bad": RegistryUnavailable("no answer", hint="try later")})
    found = {each.ref.name: each for each in Scene(registry=registry).run([wanted("bad"), wanted("good")])}
    assert gap_kinds(found["bad"]) == [GapKind.REGISTRY]
    assert found["bad"].verdict.gaps[0].hint == "try later"
    assert found["bad"].verdict.level is Level.UNKNOWN
    assert gap_kinds(found["good"]) == []


def test_a_tarball_that_cannot_be_fetched_is_a_gap_and_leaves_the_registry_facts() -> None:
    registry = FakeRegistry({"big": (release("big"),)}, broken_tarballs={"big": TooLarge("over 128 MiB")})
    (found,) = Scene(registry=registry, detectors=(detector(rule("name-rule"), "big"),)).run([wanted("big")])
    assert gap_kinds(found) == [GapKind.TARBALL]
    assert [each.rule_id for each in found.verdict.findings] == ["name-rule"]


def test_a_lost_worker_is_a_gap_and_the_blob_is_given_back() -> None:
    registry = FakeRegistry({"evil": (release("evil"),)})
    scene = Scene(registry=registry, inspector=FakeInspector(broken={"evil": WorkerDied("it crashed")}))
    (found,) = scene.run([wanted("evil")])
    assert gap_kinds(found) == [GapKind.WORKER]
    assert registry.held == 0


def test_what_is_kept_needs_neither_registry_nor_worker() -> None:
    store = FakeInspections({release("a").ref: kept("a")})
    registry, inspector = FakeRegistry(), FakeInspector()
    (found,) = Scene(registry=registry, inspector=inspector, kept=store).run([wanted("a")])
    assert found.source is Source.CACHED
    assert registry.asked == []
    assert inspector.inspected == []


def test_old_facts_are_confirmed_without_reading_the_tarball_again() -> None:
    store = FakeInspections({release("a").ref: kept("a", age=timedelta(days=2))})
    registry, inspector = FakeRegistry({"a": (release("a"),)}), FakeInspector()
    (found,) = Scene(registry=registry, inspector=inspector, kept=store).run([wanted("a")])
    assert found.source is Source.CACHED
    assert registry.asked == ["a"]
    assert inspector.inspected == []
    assert store.kept[found.ref].confirmed > kept("a", age=timedelta(days=2)).confirmed


def test_a_release_that_changed_in_the_registry_is_inspected_again() -> None:
    store = FakeInspections({release("a").ref: kept("a", age=timedelta(days=2))})
    registry = FakeRegistry({"a": (release("a", data=b"other bytes"),)})
    (found,) = Scene(registry=registry, kept=store).run([wanted("a")])
    assert found.source is Source.FRESH


def test_an_inspection_whose_bytes_disagree_with_the_registry_is_not_kept() -> None:
    store = FakeInspections()
    registry = FakeRegistry({"good": (release("good"),), "swapped": (release("swapped", data=b"other"),)})
    Scene(registry=registry, kept=store).run([wanted("good"), wanted("swapped")])
    assert [ref.name for ref in store.kept] == ["good"]


def test_offline_uses_what_is_kept_whatever_its_age_and_says_what_is_missing() -> None:
    store = FakeInspections({release("a").ref: kept("a", age=timedelta(days=400))})
    found = {each.ref.name: each for each in Scene(registry=None, kept=store).run([wanted("a"), wanted("b")])}
    assert found["a"].source is Source.CACHED
    assert gap_kinds(found["a"]) == []
    assert found["b"].source is Source.NONE
    assert gap_kinds(found["b"]) == [GapKind.OFFLINE]


def test_missing_packages_and_releases_are_told_apart() -> None:
    seen: dict[str, Existence] = {}
    registry = FakeRegistry({"owned": (release("owned", "2.0.0"),)})

    def note(subject: Subject) -> Iterator[Finding]:
        seen[subject.ref.name] = subject.existence
        yield from ()

    looking = FakeDetector(rule("looking"), note)
    Scene(registry=registry, detectors=(looking,)).run([wanted("owned", "1.0.0"), wanted("nobody")])
    assert seen == {"owned": Existence.NO_RELEASE, "nobody": Existence.NO_PACKAGE}


def test_handed_over_bytes_are_read_without_asking_the_registry() -> None:
    registry, inspector = FakeRegistry(), FakeInspector()
    (found,) = Scene(registry=registry, inspector=inspector).run(
        [with_bytes(wanted("mine", origin=Origin.TARGET), b"x")]
    )
    assert found.source is Source.FRESH
    assert registry.asked == []
    assert inspector.inspected == [found.ref]
