"""Recalls: what was served and is condemned by the feeds of today."""

from __future__ import annotations

from datetime import datetime

from assay.assessment.ports import Feeds
from assay.model.feed import RecordKind
from assay.model.handout import Recall
from assay.store.ledger import Ledger


def note_recalls(ledger: Ledger, feeds: Feeds, now: datetime) -> list[Recall]:
    """Match everything that was ever served against the feeds, note what is new in the ledger, and give that.

    Disputed records (they condemn every version of a popular package) recall nothing until the user confirms them.
    Raises StoreError, and FeedError if a feed is damaged.
    """
    known = {(each.package, each.version, each.record) for each in ledger.recalls()}
    found = [
        Recall(ref.name, ref.version, match.record.id, match.record.summary or "a record of malware", now)
        for ref in ledger.served()
        for match in feeds.match(ref)
        if match.record.kind is RecordKind.MALWARE and not match.is_disputed
    ]
    fresh = [each for each in found if (each.package, each.version, each.record) not in known]
    ledger.recall(*fresh)
    return fresh
