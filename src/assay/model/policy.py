"""Policy and Decision: what the user wants done, and what is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from assay.model.dependency import DependencyType
from assay.model.integrity import Integrity
from assay.model.rule import Severity
from assay.model.verdict import Level


class Action(IntEnum):
    """What is done about one release, the mildest first."""

    ALLOW = 0
    WARN = 1
    BLOCK = 2

    @property
    def label(self) -> str:
        """The word used in every output."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """One line of the policy. It applies where everything it names holds; what is empty does not limit it.

    name       how reports call it, such as ``block.verdict`` or ``warn.severity``
    rules      rule ids (a finding of one of these)
    severity   a finding at least this severe
    verdicts   the release's verdict is one of these
    types      a usage is of one of these dependency types
    """

    name: str
    action: Action
    rules: tuple[str, ...] = ()
    severity: Severity | None = None
    verdicts: tuple[Level, ...] = ()
    types: tuple[DependencyType, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyException:
    """A finding or block that the user has looked at and accepted, for a while.

    package     exact name
    version     exact version or npm range, "" for any (then ``integrity`` must be given)
    integrity   the accepted bytes, None for any
    rules       rule ids it silences, empty for all
    expires     last day it applies, UTC
    """

    package: str
    reason: str
    owner: str
    expires: date
    version: str = ""
    integrity: Integrity | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """The user's rules, as read from settings. The rules are applied all; the strictest action wins.

    on_gaps     what a release with gaps gets, at least
    confirmed   ids of disputed feed records that the user says are true
    """

    rules: tuple[PolicyRule, ...]
    exceptions: tuple[PolicyException, ...] = ()
    on_gaps: Action = Action.WARN
    cooldown: timedelta = timedelta(0)
    cooldown_exempt: tuple[str, ...] = ()
    confirmed: frozenset[str] = frozenset()
    internal: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a decision is what it is: the policy rule, and one sentence."""

    policy_rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done about one release.

    applied    exceptions that took something away
    expired    exceptions that would have applied, but are over
    """

    action: Action
    reasons: tuple[Reason, ...] = ()
    applied: tuple[PolicyException, ...] = ()
    expired: tuple[PolicyException, ...] = ()
