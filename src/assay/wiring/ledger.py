"""The ledger that is meant where none is named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote

from assay.feeds.court import Court
from assay.feeds.matching import open_feeds
from assay.model.handout import Recall
from assay.names.index import NameIndex
from assay.settings import Settings
from assay.store.corpus_file import FILE_NAME, open_corpus
from assay.store.ledger import Ledger
from assay.store.location import data_folder
from assay.wiring.recalls import note_recalls

#: Names another store, as ``--store`` does.
VARIABLE = "ASSAY_STORE"


def store_url(given: str | None, environment: Mapping[str, str]) -> str:
    """The store that was given, else ASSAY_STORE, else an SQLite file in the data folder."""
    named = given or environment.get(VARIABLE, "")
    return named or f"sqlite:///{quote(str(data_folder(environment).absolute() / 'gate' / 'ledger.sqlite3'))}"


def recall_now(ledger: Ledger, settings: Settings, environment: Mapping[str, str], now: datetime) -> list[Recall]:
    """Note what the feeds in use condemn of what was served, and give what is new. Raises StoreError, FeedError."""
    data = data_folder(environment)
    names = NameIndex(open_corpus(data / FILE_NAME).corpus)
    feeds = open_feeds(data / "feeds", Court(names.monthly_downloads, settings.policy.confirmed))
    try:
        return note_recalls(ledger, feeds, now)
    finally:
        feeds.close()
