"""A Subject as a TOML file. Everything but ``name`` may be left out; the comments give the defaults.

name = "left-pad"
version = "1.0.0"
now = 2026-11-01T00:00:00Z
read = "text"                         # what the integrity of the bytes that were read is of
existence = "exists"                  # exists, no-package, no-release, unknown
monthly_downloads = 12                # not in the corpus

[packument]
maintainers = ["alice"]
created = 2020-01-01T00:00:00Z
versions = ["1.0.0"]
dist_tags = { latest = "1.0.0" }
description = ""
repository = ""

[release]                             # without this table: what existence says, with an empty manifest
published = 2026-01-01T00:00:00Z
deprecated = ""
bytes = "text"                        # what the registry's integrity is of
maintainers = ["alice"]
[release.manifest]                    # package.json as the registry has it; name and version are filled in

[tarball]
bytes = "text"                        # what its own integrity is of
[tarball.manifest]                    # its package.json; with text (not a table) the file as it is
[tarball.files]                       # path to text; marks at the end of its lines are taken out
[[tarball.anomalies]]
kind = "link"
path = "a"
detail = "a is a link"

[[usages]]                            # one usage from the registry, if none is given
origin = "registry"
file = "package-lock.json"
line = 7
resolved = ""
integrity = "of text"                 # or an SRI string
alias = ""
type = "production"
requested = ""

[[matches]]
id = "MAL-2026-1"
kind = "malware"                      # or advisory
severity = "critical"
summary = "..."
versions = ["1.0.0"]
fixed_in = ""
is_disputed = false
condemns_all = false

[[likenesses]]
target = "left-pad"
classes = ["omission"]
edit = "left-p[a]d"
target_downloads = 5000000
strength = 0.9

[[neighbours]]                        # as packument, with its name; of targets of the likenesses
name = "left-pad"
readme = ""

[[user_matches]]                      # where YARA rules of the user's match
rule = "own_host"
file = "own.yar"
path = "index.js"
line = 1

[surroundings]
registry_hosts = ["registry.example"]
usual_hosts = { "package-lock.json" = "registry.example" }
cooldown_days = 3
cooldown_exempt = []
internal = []
"""

from __future__ import annotations

import json
import re
import tomllib
from datetime import UTC, datetime, timedelta
from typing import Any

from assay.assessment.sources import sources_of
from assay.model.dependency import Dependency, DependencyType, Origin
from assay.model.feed import FeedMatch, Record, RecordKind
from assay.model.integrity import Integrity
from assay.model.likeness import Likeness
from assay.model.location import Location
from assay.model.manifest import Manifest, manifest_from
from assay.model.package import PackageRef
from assay.model.packument import Packument, Person, Release
from assay.model.rule import Severity
from assay.model.subject import Existence, Subject, Surroundings
from assay.model.tarball import Anomaly, AnomalyKind, Member, Tarball
from assay.model.user_match import UserMatch

NOW = datetime(2026, 11, 1, tzinfo=UTC)
Table = dict[str, Any]
#: What stands at the end of a line that must be found.
MARK = re.compile(r"[ \t]*(?://|#)[ \t]*finding:[ \t]*([a-z-]+)[ \t]*$", re.MULTILINE)


def read_subject(text: str) -> Subject:
    """Build the Subject that a file describes. An unknown key is a mistake in the fixture."""
    top = tomllib.loads(text)
    ref = PackageRef(top.pop("name"), top.pop("version", "1.0.0"))
    existence = Existence(top.pop("existence", "exists"))
    release = _release(ref, top.pop("release", {})) if existence is Existence.EXISTS else None
    tarball = _tarball(ref, top.pop("tarball")) if "tarball" in top else None
    sources = sources_of(tarball, tarball.manifest or Manifest())[0] if tarball else ()
    subject = Subject(
        ref=ref,
        now=top.pop("now", NOW),
        existence=existence,
        packument=_packument(ref, release, top.pop("packument")) if "packument" in top else None,
        release=release,
        tarball=tarball,
        sources=sources,
        monthly_downloads=top.pop("monthly_downloads", None),
        usages=tuple(_usage(ref, each) for each in top.pop("usages", [{}])),
        matches=tuple(_match(ref, each) for each in top.pop("matches", [])),
        likenesses=tuple(_likeness(each) for each in top.pop("likenesses", [])),
        neighbours=tuple(_neighbour(each) for each in top.pop("neighbours", [])),
        surroundings=_surroundings(top.pop("surroundings", {})),
        user_matches=tuple(_user_match(each) for each in top.pop("user_matches", [])),
        read_integrity=Integrity.of(top.pop("read").encode()) if "read" in top else None,
    )
    assert not top, f"unknown keys: {sorted(top)}"
    return subject


def marked_lines(text: str, rule_id: str) -> dict[int, str]:
    """Line number to line, for lines that stand for a finding of this rule."""
    lines = enumerate(text.splitlines(), start=1)
    return {number: line for number, line in lines if (mark := MARK.search(line)) and mark[1] == rule_id}


def marked_places(text: str, rule_id: str) -> set[Location]:
    """Places in the tarball's files whose line is marked for this rule."""
    tarball = tomllib.loads(text).get("tarball", {})
    files: dict[str, str] = dict(tarball.get("files", {}))
    if isinstance(tarball.get("manifest"), str):
        files["package.json"] = tarball["manifest"]
    return {Location(path, line) for path, body in files.items() for line in marked_lines(body, rule_id)}


def _user_match(table: Table) -> UserMatch:
    return UserMatch(location=Location(table.pop("path"), table.pop("line", 0)), **table)


def _people(names: list[str]) -> tuple[Person, ...]:
    return tuple(Person(name, f"{name}@mail.invalid") for name in names)


def _release(ref: PackageRef, table: Table) -> Release:
    manifest = {"name": ref.name, "version": ref.version, **table.pop("manifest", {})}
    return Release(
        ref=ref,
        manifest=manifest_from(manifest),
        integrity=Integrity.of(table.pop("bytes", "tarball").encode()),
        maintainers=_people(table.pop("maintainers", [])),
        **table,
    )


def _packument(ref: PackageRef, release: Release | None, table: Table) -> Packument:
    versions = tuple(table.pop("versions", [ref.version]))
    return Packument(
        name=ref.name,
        releases={ref.version: release} if release else {},
        versions=versions,
        maintainers=_people(table.pop("maintainers", [])),
        **table,
    )


def _neighbour(table: Table) -> Packument:
    ref = PackageRef(table.pop("name"), "1.0.0")
    return _packument(ref, _release(ref, table.pop("release", {})), {"dist_tags": {"latest": "1.0.0"}, **table})


def _tarball(ref: PackageRef, table: Table) -> Tarball:
    files: dict[str, str] = table.pop("files", {})
    written = table.pop("manifest", {})
    if not isinstance(written, str):
        written = json.dumps({"name": ref.name, "version": ref.version, **written}, indent=2)
    files = {path: MARK.sub("", body) for path, body in {"package.json": written, **files}.items()}
    members = tuple(
        Member(path, len(text.encode()), head=text.encode()[:4096], data=text.encode()) for path, text in files.items()
    )
    anomalies = tuple(
        Anomaly(AnomalyKind(each["kind"]), each["path"], each["detail"]) for each in table.pop("anomalies", [])
    )
    data = table.pop("bytes", "tarball").encode()
    assert not table, f"unknown keys: {sorted(table)}"
    return Tarball(
        integrity=Integrity.of(data),
        size_bytes=len(data),
        unpacked_bytes=sum(member.size_bytes for member in members),
        members=members,
        anomalies=anomalies,
        manifest=manifest_from(json.loads(files["package.json"])),
    )


def _usage(ref: PackageRef, table: Table) -> Dependency:
    location = Location(table.pop("file", "package-lock.json"), table.pop("line", 7))
    written = table.pop("integrity", "")
    integrity = None
    if written:
        is_of = written.startswith("of ")
        integrity = Integrity.of(written.removeprefix("of ").encode()) if is_of else Integrity.parse(written)
    return Dependency(
        ref=ref,
        origin=Origin(table.pop("origin", "registry")),
        location=location,
        paths=(("app", ref.name),),
        type=DependencyType(table.pop("type", "production")),
        integrity=integrity,
        **table,
    )


def _match(ref: PackageRef, table: Table) -> FeedMatch:
    record = Record(
        id=table.pop("id"),
        package=ref.name,
        kind=RecordKind(table.pop("kind", "malware")),
        summary=table.pop("summary", "it is bad"),
        severity=Severity[table.pop("severity", "critical").upper()],
        versions=tuple(table.pop("versions", [])),
        aliases=tuple(table.pop("aliases", [])),
        references=tuple(table.pop("references", [])),
        source="test",
    )
    return FeedMatch(record, **table)


def _likeness(table: Table) -> Likeness:
    return Likeness(classes=tuple(table.pop("classes")), **table)


def _surroundings(table: Table) -> Surroundings:
    return Surroundings(
        registry_hosts=frozenset(table.pop("registry_hosts", ["registry.example"])),
        usual_hosts=table.pop("usual_hosts", {}),
        cooldown=timedelta(days=table.pop("cooldown_days", 0)),
        cooldown_exempt=tuple(table.pop("cooldown_exempt", [])),
        internal=tuple(table.pop("internal", [])),
    )
