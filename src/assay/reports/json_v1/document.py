"""The shape of a JSON report, version 1. The published JSON Schema is generated from these structs.

Additions keep the version; a field that changes its meaning or goes away needs a new one. Times are ISO 8601 in UTC,
sizes are in bytes, texts may hold whatever a package put into them and must be escaped before they are shown.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

ActionWord = Literal["allow", "warn", "block"]
LevelWord = Literal["benign", "unknown", "suspicious", "malicious"]
SeverityWord = Literal["info", "low", "medium", "high", "critical"]
ConfidenceWord = Literal["low", "medium", "high"]


def _says(text: str) -> Meta:
    return Meta(description=text)


class Place(Struct, frozen=True):
    """A place in an input, or in the package's tarball."""

    file: str
    line: Annotated[int, Meta(ge=0, description="From one; 0 means the whole file.")]
    column: Annotated[int, Meta(ge=0, description="From one, in characters; 0 means the whole line.")]


class GapEntry(Struct, frozen=True):
    """Something that could not be checked."""

    kind: Annotated[
        str,
        _says(
            "input, registry, tarball, archive, source, detector, feed, origin, offline, worker or cache; "
            "more may come without a new version."
        ),
    ]
    what: str
    why: str
    hint: Annotated[str, _says("What to do about it, may be empty.")]
    location: Place | None


class EvidenceEntry(Struct, frozen=True):
    """Where and what."""

    fact: str
    location: Annotated[Place | None, _says("null for a fact of the registry or a feed.")]
    excerpt: Annotated[str, _says("The text at the place, may be empty.")]
    decoded: Annotated[str, _says("What the text decodes to, if it was encoded. Never open addresses in it.")]


class FindingEntry(Struct, frozen=True):
    """One observation of one rule."""

    rule: Annotated[str, _says("Key into the top-level rules.")]
    message: str
    severity: SeverityWord
    confidence: ConfidenceWord
    evidence: Annotated[list[EvidenceEntry], Meta(min_length=1)]
    advice: str
    references: list[str]


class VerdictEntry(Struct, frozen=True):
    """What Assay thinks of the release."""

    level: LevelWord
    because: str


class ReasonEntry(Struct, frozen=True):
    """Why the decision is what it is."""

    policy_rule: str
    text: str


class ExceptionEntry(Struct, frozen=True):
    """An exception of the policy that has to do with this release."""

    package: str
    version: Annotated[str, _says("Version or npm range, empty for any.")]
    integrity: str | None
    rules: Annotated[list[str], _says("Empty for all.")]
    owner: str
    reason: str
    expires: Annotated[date, _says("The last day it applies, UTC.")]


class DecisionEntry(Struct, frozen=True):
    """What the policy says to do about the release."""

    action: ActionWord
    reasons: list[ReasonEntry]
    exceptions_applied: list[ExceptionEntry]
    exceptions_expired: list[ExceptionEntry]


class UsageEntry(Struct, frozen=True):
    """One place where an input names the release."""

    location: Place
    type: Literal["production", "development", "optional", "peer"]
    direct: Annotated[bool, _says("A manifest of the project names it.")]
    patched: bool
    alias: Annotated[str, _says("The name it is installed under, empty if that is its own.")]
    requested: Annotated[str, _says("The range, tag or address that asked for it, empty if the input does not tell.")]
    resolved: Annotated[str, _says("The address in the input, without credentials, empty if there is none.")]


class PackageEntry(Struct, frozen=True):
    """One release that an input names, flagged or not."""

    name: str
    version: Annotated[str, _says("Exact; empty for a git, URL or local package that states none.")]
    purl: str
    integrity: Annotated[str | None, _says("Subresource Integrity, several hashes separated by blanks.")]
    origin: Annotated[
        str,
        _says(
            "registry, target, tarball-url, git, local-tarball, directory, workspace, bundled or unknown; "
            "more may come without a new version."
        ),
    ]
    source: Annotated[Literal["fresh", "cached", "none"], _says("How the facts were come by; none: not looked at.")]
    published: datetime | None
    paths: Annotated[list[list[str]], _says("Ways from the project to it, project first, shortest first.")]
    usages: list[UsageEntry]
    verdict: VerdictEntry
    decision: DecisionEntry
    findings: list[FindingEntry]
    gaps: list[GapEntry]


class ToolEntry(Struct, frozen=True):
    """What made the report."""

    name: Literal["assay"]
    version: str
    ruleset: Annotated[str, _says("Changes whenever a rule changes.")]


class RunEntry(Struct, frozen=True):
    """The run."""

    started: datetime
    seconds: float
    offline: bool


class SummaryEntry(Struct, frozen=True):
    """The report in short."""

    action: Annotated[ActionWord, _says("The strictest of all decisions.")]
    blocked: int
    warned: int
    allowed: int
    text: str


class InputEntry(Struct, frozen=True):
    """One input."""

    target: str
    kind: str
    dependencies: int
    gaps: list[GapEntry]


class CoverageEntry(Struct, frozen=True):
    """What the run looked at. Releases are without the project's own packages that were not looked at (``local``)."""

    inputs_read: int
    inputs_unread: int
    releases: int
    checked: Annotated[int, _says("Without any gap.")]
    partly_checked: int
    unchecked: int
    local: int
    from_cache: int
    text: str
    notes: Annotated[list[str], _says("What was seen and left out on purpose, one sentence each.")]


class FeedEntry(Struct, frozen=True):
    """One feed in use."""

    name: str
    revision: str
    records: int
    updated: Annotated[datetime | None, _says("Date of its newest content.")]
    fetched: Annotated[datetime | None, _says("When it was read in, null for the one that is shipped.")]
    age_days: Annotated[float | None, _says("Age of its newest content when the run started.")]


class RuleEntry(Struct, frozen=True):
    """One rule that a finding of this report belongs to."""

    title: str
    severity: SeverityWord
    concern: Literal["malice", "risk", "vulnerability", "hygiene"]
    advice: str
    techniques: Annotated[list[str], _says("ATT&CK technique ids.")]


class ReportDocument(Struct, frozen=True):
    """Assay's report on one run, version 1. It lists every release that the inputs name, flagged or not."""

    schema: Literal["assay-report-v1"]
    tool: ToolEntry
    run: RunEntry
    summary: SummaryEntry
    inputs: list[InputEntry]
    packages: list[PackageEntry]
    coverage: CoverageEntry
    feeds: list[FeedEntry]
    gaps: Annotated[list[GapEntry], _says("Gaps that belong to no package and no input.")]
    rules: dict[str, RuleEntry]
