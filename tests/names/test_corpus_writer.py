from __future__ import annotations

from datetime import date

from assay.names.corpus import Corpus
from assay.names.corpus_writer import choose_names, scope_totals, write_corpus

COUNTS = {"a": 50, "b": 40, "@big/one": 900, "@big/two": 200, "@big/rare": 1, "@small/x": 30, "c": 20}


def test_the_most_downloaded_and_every_package_of_big_scopes_are_chosen() -> None:
    assert set(choose_names(COUNTS, top=3, big_scope=1000)) == {"a", "@big/one", "@big/two", "@big/rare"}


def test_scope_totals() -> None:
    assert scope_totals(COUNTS) == {"@big": 1101, "@small": 30}


def test_an_empty_corpus_can_be_read() -> None:
    corpus = Corpus(write_corpus({}, {}, {}, date(2026, 3, 1), {}))
    assert len(corpus) == 0
    assert corpus.find("a") is None
