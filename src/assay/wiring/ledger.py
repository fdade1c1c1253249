"""The ledger that is meant where none is named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote

from assay.feeds.court import Court
from assay.feeds.matching import open_feeds
from assay.model.handout import Handout, HandoutKind, HandoutOutcome, Recall, about_version, told_apart
from assay.model.integrity import Integrity
from assay.model.package import split_release
from assay.names.index import NameIndex
from assay.settings import Settings
from assay.store.corpus_file import FILE_NAME, open_corpus
from assay.store.ledger import Ledger, Search
from assay.store.location import data_folder
from assay.wiring.recalls import note_recalls

#: Names another store, as ``--store`` does.
VARIABLE = "ASSAY_STORE"
#: So many of the newest lines of a package are looked through for one of its versions.
_LOOKED_AT = 200


def store_url(given: str | None, environment: Mapping[str, str]) -> str:
    """The store that was given, else ASSAY_STORE, else an SQLite file in the data folder."""
    named = given or environment.get(VARIABLE, "")
    return named or f"sqlite:///{quote(str(data_folder(environment).absolute() / 'gate' / 'ledger.sqlite3'))}"


def last_denial(ledger: Ledger, asked: str) -> Handout | None:
    """The newest refusal of ``NAME@VERSION`` or ``NAME``, or else the newest packument that it was withheld from.

    None if there is none. Raises StoreError.
    """
    name, version = split_release(asked)
    refused = ledger.find(Search(name, outcome=HandoutOutcome.REFUSED, limit=_LOOKED_AT))
    told = [each for each in refused if not version or each.version == version]
    whole = [each for each in refused if each.kind is HandoutKind.PACKUMENT and not each.version]
    rewritten = ledger.find(Search(name, outcome=HandoutOutcome.REWRITTEN, limit=_LOOKED_AT))
    withheld = [each for each in rewritten if (about_version(each.evidence, version) if version else each.evidence)]
    return next(iter([*told[:1], *withheld[:1], *whole[:1]]), None)


def withheld_integrity(handout: Handout, version: str) -> Integrity | None:
    """The hashes that the registry promised for a version which a packument does not show, None if there are none."""
    _, hashes = told_apart(next(iter(about_version(handout.evidence, version)), ""))
    try:
        integrity = Integrity.parse(hashes[-1] if hashes else "")
    except ValueError:
        return None
    return None if integrity.is_weak else integrity


def recall_now(ledger: Ledger, settings: Settings, environment: Mapping[str, str], now: datetime) -> list[Recall]:
    """Note what the feeds in use condemn of what was served, and give what is new. Raises StoreError, FeedError."""
    data = data_folder(environment)
    names = NameIndex(open_corpus(data / FILE_NAME).corpus)
    feeds = open_feeds(data / "feeds", Court(names.monthly_downloads, settings.policy.confirmed))
    try:
        return note_recalls(ledger, feeds, now)
    finally:
        feeds.close()
