"""lookalike-name has a true fixture for every kind and an honest one for every class, and they are no inventions.

The examples of docs/names are the fixtures: ``omission.toml`` is the one of the kind omission, ``ok_omission.toml`` its
honest neighbour. That the corpus answers so is checked in tests/names/test_class_pages.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from assay.detectors.name.lookalike_name import detect
from assay.names.kind import PUBLISHED, Kind
from tests.detectors.subject_file import read_subject
from tests.names.class_pages import Example, class_pages, published_classes

FOLDER = Path(__file__).parents[1] / "fixtures" / "lookalike-name"
TRUE = [row for page in class_pages() for row in page.examples("Kinds")]
HONEST = [row for page in class_pages() for row in page.examples("Told apart as honest")]


def test_every_kind_has_a_true_fixture_and_every_class_an_honest_one() -> None:
    names = {file.stem for file in FOLDER.iterdir()}
    assert {kind.value for kind in Kind} <= names
    assert {PUBLISHED[kind] for kind in Kind if f"ok_{kind}" in names} == set(published_classes())


def test_every_honest_fixture_is_on_a_page() -> None:
    kinds = {f"ok_{kind}" for kind in Kind}
    assert {f"ok_{row.kind}" for row in HONEST} == kinds & {file.stem for file in FOLDER.iterdir()}


@pytest.mark.parametrize("row", TRUE, ids=lambda row: row.kind)
def test_the_finding_tells_class_target_and_edit(row: Example) -> None:
    subject = read_subject((FOLDER / f"{row.kind}.toml").read_text(encoding="utf-8"))
    (found,) = detect(subject)
    assert subject.ref.name == row.name
    assert subject.likenesses[0].target == row.target
    assert row.kind in subject.likenesses[0].classes
    assert row.target in found.message
    assert row.kind in found.message
    assert found.evidence[0].excerpt == row.told


@pytest.mark.parametrize("row", HONEST, ids=lambda row: row.kind)
def test_the_honest_neighbour_is_let_pass(row: Example) -> None:
    subject = read_subject((FOLDER / f"ok_{row.kind}.toml").read_text(encoding="utf-8"))
    assert (subject.ref.name, subject.likenesses[0].target) == (row.name, row.target)
    assert row.kind in subject.likenesses[0].classes
    assert list(detect(subject)) == []
