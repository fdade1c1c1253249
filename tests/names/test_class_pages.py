"""docs/names: a page for each published class, every kind on one of them, and every example as the program has it."""

from __future__ import annotations

from functools import cache

import pytest

from assay.names.index import NameIndex
from assay.names.kind import PUBLISHED, Kind
from assay.names.strength import NOTICE, WARN
from assay.store.corpus_file import open_corpus
from tests.names.class_pages import FOLDER, SECTIONS, ClassPage, class_pages, published_classes

PAGES = class_pages()
by_slug = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)


@cache
def shipped() -> NameIndex:
    return NameIndex(open_corpus(None).corpus)


def test_every_published_class_has_its_page() -> None:
    assert sorted(page.title.lower() for page in PAGES) == sorted(map(str.lower, published_classes()))


def test_every_kind_is_on_the_page_of_its_class_and_on_no_other() -> None:
    listed = [(row.kind, page.title.lower()) for page in PAGES for row in page.examples("Kinds")]
    assert sorted(listed) == sorted((kind.value, PUBLISHED[kind].lower()) for kind in Kind)


def test_the_overview_links_every_page() -> None:
    overview = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [page.slug for page in PAGES if f"({page.slug}.md)" not in overview] == []


@by_slug
def test_a_page_has_every_section(page: ClassPage) -> None:
    assert tuple(page.sections) == SECTIONS
    assert all(text.strip() for text in page.sections.values())
    assert "](http" in page.sections["A true example"], "a true example has a public source"


@by_slug
def test_the_examples_are_what_the_shipped_corpus_answers(page: ClassPage) -> None:
    for row in page.examples("Kinds"):
        first = shipped().likenesses(row.name)[0]
        assert (first.target, first.edit) == (row.target, row.told)
        assert row.kind in first.classes
        assert first.strength >= NOTICE


@by_slug
def test_no_honest_neighbour_is_warned_of(page: ClassPage) -> None:
    rows = page.examples("Told apart as honest")
    assert rows
    for row in rows:
        near = {likeness.target: likeness for likeness in shipped().likenesses(row.name)}
        assert row.kind in near[row.target].classes
        assert all(likeness.strength < WARN for likeness in near.values())
