"""DocumentCache: packuments kept from earlier runs, so that the registry can answer "not modified"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CachedDocument:
    """A body as it came, and the registry's tag for it."""

    etag: str
    body: bytes


class DocumentCache(Protocol):
    """Keeps documents by URL. Reading and writing may raise StoreError; the client then does without."""

    def find(self, url: str) -> CachedDocument | None:
        """The document that was kept last for this URL."""

    def keep(self, url: str, etag: str, body: bytes) -> None:
        """Keep a document in place of an earlier one; only whole documents that could be decoded come here."""
