from __future__ import annotations

from datetime import date

import pytest

from assay.names.corpus import Corpus
from assay.names.corpus_layout import CorpusInfo, InvalidCorpus, write_layout
from assay.names.corpus_writer import scope_totals, write_corpus
from tests.names.small import COUNTS, small_corpus


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_every_name_is_there_with_its_downloads(name: str) -> None:
    corpus = small_corpus()
    ident = corpus.find(name)
    assert ident is not None
    assert corpus.name(ident) == name
    assert corpus.downloads(ident) == pytest.approx(COUNTS[name], rel=0.0002)


def test_unknown_names_are_not_there() -> None:
    assert small_corpus().find("left-pad") is None
    assert small_corpus().find("l\u00f6dash") is None
    assert small_corpus().find("") is None


def test_downloads_of_a_scope_are_those_of_all_its_packages() -> None:
    assert small_corpus().scope_downloads("@babel") == pytest.approx(470_000_000, rel=0.0002)
    assert small_corpus().scope_downloads("@nobody") == 0


def test_a_missing_section_is_named() -> None:
    info = CorpusInfo(date(2026, 3, 1), {}, 0, {})
    with pytest.raises(InvalidCorpus, match="names"):
        Corpus(write_layout(info, {}))


def test_siblings_are_in_the_scope_begin_with_the_same_word_and_are_about_as_long() -> None:
    names = ["@acme/arm-dns", "@acme/arm-sql", "@acme/arm-storage", "@acme/armour", "@other/arm-sql", "arm-sql"]
    counts = dict.fromkeys(names, 1000)
    corpus = Corpus(write_corpus(counts, scope_totals(counts), {}, date(2026, 3, 1), {}))
    assert corpus.siblings("@acme", "arm-dns") == 2
    assert corpus.siblings("@acme", "arm-a-name-of-another-length") == 0
    assert corpus.siblings("@acme", "armour") == 0
    assert corpus.siblings("@nobody", "arm-dns") == 0
