"""What the gate needs from the outside, as Protocols."""

from __future__ import annotations

from typing import Protocol

from assay.gate.handed import Handed


class Ledger(Protocol):
    """Remembers what was handed out and what was refused."""

    async def record(self, handed: Handed) -> None:
        """Keep it for good before it returns: what could not be recorded is not served. Raises StoreError."""
