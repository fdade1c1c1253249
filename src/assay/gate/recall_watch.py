"""Recall watch: says at once what the feeds condemn of what the gate has handed out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from assay.errors import FeedError, StoreError
from assay.feeds.matching import FeedIndex
from assay.gate.log import Log
from assay.gate.webhook import Webhook
from assay.model.handout import Recall
from assay.store.ledger import Ledger
from assay.wiring.recalls import note_recalls

#: Seconds between two looks at the feeds. The first look, at the start, finds what came while no gate ran.
EVERY_SECONDS = 5.0


class RecallWatch:
    """Compares everything that was ever served with the feeds whenever these change."""

    def __init__(
        self,
        ledger: Ledger,
        clock: Callable[[], datetime],
        log: Log,
        webhook: Webhook | None,
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._log = log
        self._webhook = webhook
        self._seen = ""

    async def look(self, feeds: FeedIndex, forget: Callable[[str], None]) -> None:
        """Compare, if the feeds have changed. What fails is said, and tried again at the next look.

        ``forget`` is told the name of each package that a release was recalled of.
        """
        if feeds.revision == self._seen:
            return
        try:
            found = await asyncio.to_thread(note_recalls, self._ledger, feeds, self._clock())
        except (StoreError, FeedError) as error:
            self._log.event("recalls-unknown", why=str(error), hint=error.hint)
            return
        self._seen = feeds.revision
        for recall in found:
            self._tell(recall)
            forget(recall.package)

    def _tell(self, recall: Recall) -> None:
        self._log.event(
            "recalled",
            package=recall.package,
            version=recall.version,
            record=recall.record,
            because=recall.because,
            who=f"assay ledger --recalled --package {recall.package}@{recall.version}",
        )
        if self._webhook is not None:
            self._webhook.tell(recall)
