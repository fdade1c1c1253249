from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assay.assessment.wanted import Wanted, group
from assay.model.dependency import Dependency, Origin
from assay.model.integrity import Integrity
from assay.model.location import Location
from assay.model.package import PackageRef
from tests.assessment.fakes import dependency

BYTES = Integrity.of(b"bytes")
SHA1 = Integrity(BYTES.digests[:1])
SHA512 = Integrity(BYTES.digests[1:])
OTHER = Integrity.of(b"other bytes")


def wanted(*pins: Integrity | None) -> Wanted:
    usages = tuple(replace(dependency("pkg"), integrity=pin) for pin in pins)
    return Wanted(PackageRef("pkg", "1.0.0"), Origin.REGISTRY, usages)


def test_nothing_is_pinned_if_no_input_pins() -> None:
    assert wanted(None, None).pinned is None


def test_one_pin_is_enough_and_the_fullest_is_taken() -> None:
    assert wanted(None, SHA1).pinned == SHA1
    assert wanted(SHA1, BYTES, SHA512).pinned == BYTES


def test_inputs_that_disagree_pin_nothing() -> None:
    assert wanted(BYTES, OTHER).pinned is None
    assert wanted(BYTES, None, BYTES, OTHER).pinned is None


def test_inputs_that_disagree_beside_one_that_cannot_be_compared_pin_nothing() -> None:
    assert wanted(SHA1, SHA512, Integrity(OTHER.digests[1:])).pinned is None


def test_hashes_that_cannot_be_compared_do_not_disagree() -> None:
    assert wanted(SHA1, SHA512).pinned in (SHA1, SHA512)


def test_usages_of_one_release_come_together_and_origins_stay_apart() -> None:
    twice = [replace(dependency("b"), location=Location("yarn.lock", line)) for line in (3, 1)]
    found = group([*twice, dependency("b", origin=Origin.GIT), dependency("a", "2.0.0"), dependency("a", "1.0.0")])
    assert [(str(each.ref), each.origin, len(each.usages)) for each in found] == [
        ("a@1.0.0", Origin.REGISTRY, 1),
        ("a@2.0.0", Origin.REGISTRY, 1),
        ("b@1.0.0", Origin.GIT, 1),
        ("b@1.0.0", Origin.REGISTRY, 2),
    ]
    assert found[3].usages == tuple(twice)
    assert all(each.blob is None and not each.folder for each in found)


DEPENDENCIES = st.lists(
    st.builds(dependency, st.sampled_from("abc"), st.sampled_from(["1.0.0", "2.0.0"]), st.sampled_from(list(Origin)))
)


@given(DEPENDENCIES)
def test_no_dependency_is_lost_or_told_twice(dependencies: list[Dependency]) -> None:
    found = group(dependencies)
    keys = [(each.ref, each.origin) for each in found]
    assert keys == sorted(set(keys))
    assert all((usage.ref, usage.origin) == (each.ref, each.origin) for each in found for usage in each.usages)
    assert sum(len(each.usages) for each in found) == len(dependencies)
