"""A small corpus for tests, built by the real writer."""

from __future__ import annotations

from datetime import date
from functools import cache

from assay.names.corpus import Corpus
from assay.names.corpus_writer import choose_names, scope_totals, write_corpus
from assay.names.index import NameIndex

COUNTS = {
    "lodash": 450_000_000,
    "react": 200_000_000,
    "express": 190_000_000,
    "commander": 1_200_000_000,
    "axios": 370_000_000,
    "cross-env": 59_000_000,
    "discord.js": 1_700_000,
    "uglify-js": 150_000_000,
    "mysql-import": 20_000,
    "babel-core": 9_000_000,
    "typescript": 500_000_000,
    "eslint-config-airbnb": 9_000_000,
    "@babel/core": 350_000_000,
    "@babel/preset-env": 120_000_000,
    "@azure/arm-compute": 510_000,
    "@typescript-eslint/parser": 350_000_000,
    "@tiny/thing": 12,
    "serialize": 1_220,
    "color-name": 900_000_000,
    "requires-port": 175_000_000,
}


VOCABULARY = {"react": 219_000, "core": 71_000, "js": 150_000, "color": 5_000, "name": 4_000, "storage": 9_000}


@cache
def small_bytes() -> bytes:
    """The bytes of the small corpus."""
    chosen = choose_names(COUNTS)
    return write_corpus(chosen, scope_totals(COUNTS), VOCABULARY, date(2026, 3, 1), {"download-counts": "2.20260301.0"})


@cache
def small_corpus() -> Corpus:
    """The small corpus."""
    return Corpus(small_bytes())


@cache
def small_index() -> NameIndex:
    """An index over the small corpus. All of its names are popular, as there are fewer than ten thousand."""
    return NameIndex(small_corpus())
