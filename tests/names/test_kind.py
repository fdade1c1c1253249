from __future__ import annotations

from assay.names.kind import PUBLISHED, Family, Kind, family


def test_every_kind_belongs_to_one_of_the_thirteen_published_classes() -> None:
    assert set(PUBLISHED) == set(Kind)
    assert len(set(PUBLISHED.values())) == 13


def test_every_kind_has_a_family() -> None:
    assert {family(kind) for kind in Kind} == set(Family)
    assert family(Kind.OMISSION) is family(Kind.DELIMITER) is Family.SLIP
    assert family(Kind.COMBOSQUAT) is family(Kind.SEMANTIC) is Family.WORDS
    assert family(Kind.SCOPE_FOLDED) is Family.SCOPE


def test_the_kinds_of_a_scope_are_those_of_the_published_class() -> None:
    for kind in Kind:
        assert (family(kind) is Family.SCOPE) == (PUBLISHED[kind] == "scope confusion")
