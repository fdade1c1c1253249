"""Rule: what a detector looks for, and how much it matters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Severity(IntEnum):
    """How bad it is if it is true."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def label(self) -> str:
        """The word used in every output."""
        return self.name.lower()


class Confidence(IntEnum):
    """How likely it is that it is true."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def label(self) -> str:
        """The word used in every output."""
        return self.name.lower()


class Concern(StrEnum):
    """What a finding is about. Only malice and risk make a release suspicious."""

    MALICE = "malice"  # someone may want to do harm
    RISK = "risk"  # a shape that attacks share with honest packages
    VULNERABILITY = "vulnerability"  # a known flaw
    HYGIENE = "hygiene"  # worth knowing, says nothing about intent


class Reach(StrEnum):
    """What a rule judges: the release itself (kept in the verdict cache), or how one project uses it, now."""

    RELEASE = "release"
    USAGE = "usage"


@dataclass(frozen=True, slots=True)
class Rule:
    """What one detector looks for; its page is the docstring of the detector's module.

    id          kebab-case, equal to the module's name
    title       one line, without a full stop
    severity    of a usual finding; a detector may give a single finding another
    concern     what it is about
    reach       what it judges
    techniques  ATT&CK technique ids, such as ``T1195.002``
    advice      what a user should do about a finding, one or two sentences
    aspect      folder of the detector (``name``, ``source``, ...), filled in by the catalog: findings of different
                aspects rest on different facts, so they count more together; "" counts as an aspect of its own
    """

    id: str
    title: str
    severity: Severity
    concern: Concern
    advice: str
    reach: Reach = Reach.RELEASE
    techniques: tuple[str, ...] = ()
    aspect: str = ""
