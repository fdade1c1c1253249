"""Faults that a registry can be told to have."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from threading import Lock


class Fault(StrEnum):
    """What goes wrong with an answer."""

    SLOW = "slow"  # nothing is sent for ``seconds``
    TRICKLE = "trickle"  # the body comes byte by byte, ``seconds`` apart
    CUT_OFF = "cut-off"  # the connection is closed in the middle of the body
    RESET = "reset"  # the connection is closed without an answer
    STATUS = "status"  # an error ``status``, with ``retry_after`` if that is given
    HTML = "html"  # a web page with status 200
    WRONG_BYTES = "wrong-bytes"  # a body of the right length with other bytes
    WRONG_LENGTH = "wrong-length"  # Content-Length is shorter than the body
    ENDLESS = "endless"  # a body that never ends
    BOMB = "bomb"  # a small gzip-encoded body that becomes 64 MiB
    REDIRECT = "redirect"  # 302 to ``location``


@dataclass(slots=True)
class PlannedFault:
    """One fault for the paths that match ``pattern`` (as in fnmatch, on the decoded path), for the next ``left``."""

    pattern: str
    fault: Fault
    left: int | None
    status: int = 500
    retry_after: str = ""
    location: str = ""
    seconds: float = 30.0


@dataclass(slots=True)
class FaultPlan:
    """The faults still to come."""

    _faults: list[PlannedFault] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def add(self, fault: PlannedFault) -> None:
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()

    def take(self, path: str) -> PlannedFault | None:
        """The fault for this request, counted down."""
        with self._lock:
            for fault in self._faults:
                if fault.left != 0 and fnmatchcase(path, fault.pattern):
                    if fault.left is not None:
                        fault.left -= 1
                    return fault
        return None
