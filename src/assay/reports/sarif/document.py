"""The part of SARIF 2.1.0 (OASIS Standard, 27 March 2020) that Assay writes; empty fields are left out."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

LevelWord = Literal["none", "note", "warning", "error"]


class _Part(Struct, frozen=True, rename="camel", omit_defaults=True):
    """Names as in SARIF."""


class Message(_Part, frozen=True):
    """Text for people; ``markdown`` where it is also allowed."""

    text: str
    markdown: str = ""


class ArtifactLocation(_Part, frozen=True):
    """A file, relative to a base where there is one."""

    uri: str
    uri_base_id: str = ""


class Region(_Part, frozen=True):
    """A place in a file, from one."""

    start_line: int
    start_column: int = 0


class PhysicalLocation(_Part, frozen=True):
    """A file and a place in it."""

    artifact_location: ArtifactLocation
    region: Region | None = None


class LogicalLocation(_Part, frozen=True):
    """A thing that is no file of the project: a package, a member of its tarball."""

    fully_qualified_name: str
    kind: str


class Location(_Part, frozen=True):
    """Where a result or notification is."""

    physical_location: PhysicalLocation | None = None
    logical_locations: list[LogicalLocation] = []
    message: Message | None = None


class Suppression(_Part, frozen=True):
    """An exception of the policy."""

    kind: Literal["external"]
    status: Literal["accepted"]
    justification: str


class Configuration(_Part, frozen=True):
    """The level of a rule's usual result."""

    level: str


class RuleProperties(_Part, frozen=True):
    """What code scanning services read beside the standard."""

    tags: list[str] = []
    security_severity: str = field(default="", name="security-severity")
    precision: str = ""


class ReportingDescriptor(_Part, frozen=True):
    """One rule."""

    id: str
    short_description: Message
    help: Message
    default_configuration: Configuration
    properties: RuleProperties


class ToolComponent(_Part, frozen=True):
    """Assay itself."""

    name: str
    version: str
    semantic_version: str
    rules: list[ReportingDescriptor]


class Tool(_Part, frozen=True):
    """What made the report."""

    driver: ToolComponent


class NotificationProperties(_Part, frozen=True):
    """Everything that a group of gaps is about."""

    what: list[str]


class Notification(_Part, frozen=True):
    """Something that could not be checked."""

    level: str
    message: Message
    properties: NotificationProperties


class Invocation(_Part, frozen=True):
    """The run."""

    execution_successful: bool
    start_time_utc: str
    tool_execution_notifications: list[Notification] = []


class ResultProperties(_Part, frozen=True):
    """What Assay knows beside the standard."""

    package: str
    purl: str
    confidence: str
    severity: str
    verdict: str
    decision: str
    paths: list[str] = []


class Result(_Part, frozen=True):
    """One finding."""

    rule_id: str
    rule_index: int
    level: str
    message: Message
    locations: list[Location]
    partial_fingerprints: dict[str, str]
    properties: ResultProperties
    related_locations: list[Location] = []
    suppressions: list[Suppression] = []


class RunProperties(_Part, frozen=True):
    """Coverage and feeds; ``notes`` tell what was left out on purpose."""

    coverage: str
    inputs: list[str]
    notes: list[str]
    feeds: list[str]


class Run(Struct, frozen=True, rename="camel"):
    """One run. Nothing is left out here: an empty list of results means that nothing was found."""

    tool: Tool
    invocations: list[Invocation]
    results: list[Result]
    column_kind: Literal["unicodeCodePoints"]
    properties: RunProperties


class Log(Struct, frozen=True, rename={"schema": "$schema"}):
    """The whole file."""

    schema: str
    version: Literal["2.1.0"]
    runs: list[Run]
