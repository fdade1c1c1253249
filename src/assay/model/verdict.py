"""Verdict: what we think of one release."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assay.model.finding import Finding
from assay.model.gap import Gap


class Level(StrEnum):
    """``unknown`` means that too much could not be checked to say anything; nothing here is ever "clean"."""

    BENIGN = "benign"
    UNKNOWN = "unknown"
    SUSPICIOUS = "suspicious"
    MALICIOUS = "malicious"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What we think of one release, with all that led to it.

    because    one sentence that names what decided it
    """

    level: Level
    because: str
    findings: tuple[Finding, ...] = ()
    gaps: tuple[Gap, ...] = ()
