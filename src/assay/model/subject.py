"""Subject: every fact gathered about one release, as detectors see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from assay.model.dependency import Dependency
from assay.model.feed import FeedMatch
from assay.model.integrity import Integrity
from assay.model.likeness import Likeness
from assay.model.package import PackageRef
from assay.model.packument import Packument, Release
from assay.model.source import SourceFile
from assay.model.tarball import Tarball
from assay.model.user_match import UserMatch


class Existence(StrEnum):
    """What the registry said about the release."""

    EXISTS = "exists"
    NO_PACKAGE = "no-package"  # nobody owns the name
    NO_RELEASE = "no-release"  # the name is owned, the version is not there (never was, or removed)
    UNKNOWN = "unknown"  # the registry was not asked or did not answer


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the project and its settings say, for rules that judge how a release is used.

    registry_hosts    host (with port, if not the usual one) of every registry in the user's configuration
    usual_hosts       input file to the host that most of its ``resolved`` addresses name, if over half do
    cooldown          a release younger than this is too young; zero turns the rule off
    cooldown_exempt   names and ``@scope/*`` patterns that may be young
    internal          names and ``@scope/*`` patterns that belong to the user's own organisation
    """

    registry_hosts: frozenset[str] = frozenset()
    usual_hosts: dict[str, str] = field(default_factory=dict)
    cooldown: timedelta = timedelta(0)
    cooldown_exempt: tuple[str, ...] = ()
    internal: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """Every fact gathered about one release. What was not gathered is None or empty; a Gap elsewhere says why.

    Rules of reach ``release`` see everything but ``usages``, ``matches`` and ``surroundings``, and are run once for
    a release. Rules of reach ``usage`` see everything but ``tarball`` and ``sources``, on every run.

    now                 UTC
    packument           narrowed to the releases that rules need
    monthly_downloads   from the corpus of popular names, None if the name is not in it
    likenesses          known names that this name could be taken for, most telling first
    neighbours          packuments of targets of those, narrowed to the latest release, as far as they were asked for
    matches             feed records that speak of this release
    usages              the dependencies of this run that name this release
    read_integrity      of the tarball that was read, in this run or an earlier one; for rules of reach ``usage``
    user_matches        where YARA rules of the user's match, each rule once in a file
    """

    ref: PackageRef
    now: datetime
    existence: Existence = Existence.UNKNOWN
    packument: Packument | None = None
    release: Release | None = None
    tarball: Tarball | None = None
    sources: tuple[SourceFile, ...] = ()
    likenesses: tuple[Likeness, ...] = ()
    neighbours: tuple[Packument, ...] = ()
    monthly_downloads: int | None = None
    matches: tuple[FeedMatch, ...] = ()
    usages: tuple[Dependency, ...] = ()
    surroundings: Surroundings = Surroundings()
    read_integrity: Integrity | None = None
    user_matches: tuple[UserMatch, ...] = ()
