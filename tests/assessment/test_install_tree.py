from __future__ import annotations

from assay.assessment.install_tree import Placed, link, place, survey, visible
from assay.assessment.requirement import Requirement
from assay.model.dependency import DependencyType


def _install(owner: Placed, name: str, spec: str, version: str) -> Placed:
    need = Requirement(name, name, spec)
    copy = place(owner, need, Placed(name, name, version, requested=spec))
    link(owner, need, copy)
    return copy


def _root() -> Placed:
    return Placed("", paths=[("project",)])


def test_a_release_is_placed_as_high_as_it_can_be() -> None:
    root = _root()
    a = _install(root, "a", "*", "1.0.0")
    b = _install(a, "b", "^1", "1.0.0")
    assert b.place == ("b",)
    assert visible(root, "b") is b


def test_another_version_is_placed_inside_the_package_that_needs_it() -> None:
    root = _root()
    a = _install(root, "a", "*", "1.0.0")
    _install(root, "b", "^1", "1.0.0")
    inner = _install(a, "b", "^2", "2.0.0")
    assert inner.place == ("a", "b")
    assert sorted((each.name, each.version) for each in survey(root)) == [
        ("a", "1.0.0"),
        ("b", "1.0.0"),
        ("b", "2.0.0"),
    ]


def test_a_newer_release_that_answers_everyone_replaces_an_older_one_and_what_only_that_needed() -> None:
    root = _root()
    a = _install(root, "a", "*", "1.0.0")
    old = _install(root, "b", "^1", "1.0.0")
    only = _install(old, "c", "*", "1.0.0")
    new = _install(a, "b", "^1.5", "1.5.0")
    assert visible(root, "b") is new
    assert old.is_dropped
    assert only.is_dropped
    assert {each.name for each in survey(root)} == {"a", "b"}
    assert new.paths == [("project", "b"), ("project", "a", "b")]


def test_a_peer_is_looked_for_beside_the_package() -> None:
    root = _root()
    a = _install(root, "a", "*", "1.0.0")
    need = Requirement("p", "p", "^1", DependencyType.PEER)
    copy = place(a, need, Placed("p", "p", "1.0.0"))
    link(a, need, copy)
    assert copy.place == ("p",)
    survey(root)
    assert copy.type is DependencyType.PEER
