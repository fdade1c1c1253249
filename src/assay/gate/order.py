"""Order: how a gate is to run, as its command line says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from assay.gate.tarball_cache import DEFAULT_MAX_BYTES

#: Clients give up after a minute or later; they are to hear from us before.
DEFAULT_PATIENCE = timedelta(seconds=45)


@dataclass(frozen=True, slots=True)
class Order:
    """How the gate is to run.

    store        address of the ledger
    enforces     False to only record what would be refused
    base         address as clients see it, "" to take it from each request
    token        for the metrics from elsewhere, "" for this machine only
    patience     how long a client waits for an inspection
    cache_bytes  of tarballs on disk
    webhook      address that is told what was recalled, "" for none
    log          takes the lines of the log
    is_text      write them for people, not as JSON; ``logs_requests`` adds one for each request
    """

    host: str
    port: int
    store: str
    enforces: bool = True
    base: str = ""
    token: str = ""
    patience: timedelta = DEFAULT_PATIENCE
    cache_bytes: int = DEFAULT_MAX_BYTES
    webhook: str = ""
    log: Callable[[str], None] = print
    is_text: bool = False
    logs_requests: bool = False
