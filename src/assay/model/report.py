"""Report: all decisions of one run, and what the run covered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from assay.model.dependency import Dependency, Origin
from assay.model.feed import FeedInfo
from assay.model.gap import Gap
from assay.model.integrity import Integrity
from assay.model.package import PackageRef
from assay.model.policy import Action, Decision
from assay.model.rule import Rule
from assay.model.verdict import Verdict


class Source(StrEnum):
    """How the facts about one release were come by."""

    FRESH = "fresh"  # read in this run
    CACHED = "cached"  # kept from an earlier run with the same rules
    NONE = "none"  # not looked at; a Gap says why


@dataclass(frozen=True, slots=True)
class InputRead:
    """One input: a lockfile, manifest, tarball, folder, name or SBOM.

    kind           such as ``package-lock v3``, ``tarball``, ``name``
    dependencies   how many releases it names
    gaps           what of it could not be read; an input with nothing read has its Gap here too
    is_unreadable  the user named this very input, and nothing of it could be read
    """

    target: str
    kind: str
    dependencies: int
    gaps: tuple[Gap, ...] = ()
    is_unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Assessed:
    """One release with what was found and decided, and where the inputs name it (``usages``, at least one)."""

    ref: PackageRef
    origin: Origin
    verdict: Verdict
    decision: Decision
    usages: tuple[Dependency, ...]
    source: Source = Source.FRESH
    integrity: Integrity | None = None
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the run looked at. ``checked`` means without any Gap; local packages are the user's own and count apart."""

    inputs_read: int
    inputs_unread: int
    releases: int
    checked: int
    partly_checked: int
    unchecked: int
    local: int
    from_cache: int


@dataclass(frozen=True, slots=True)
class Report:
    """All decisions of one run.

    gaps    those that belong to no release and no input (feeds, cache)
    notes   what was seen and left out on purpose, one sentence each: nothing that was to be checked is missing
    """

    tool_version: str
    ruleset: str
    started: datetime
    seconds: float
    offline: bool
    inputs: tuple[InputRead, ...]
    packages: tuple[Assessed, ...]
    coverage: Coverage
    feeds: tuple[FeedInfo, ...]
    gaps: tuple[Gap, ...] = ()
    rules: dict[str, Rule] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def worst(self) -> Action:
        """The strictest action of all decisions."""
        return max((package.decision.action for package in self.packages), default=Action.ALLOW)
