"""The tarball is built in a way that no honest packer builds one.

*What it does*

Names absolute paths, paths that climb out of the package, links, devices, files that appear twice or differ only in
case, several root folders, over-long and malformed names, wrong checksums, and archives that expand far beyond what
they should.

*Why it matters*

Such archives write outside the folder they are unpacked to, show one file to a scanner and another to the client, or
exhaust whoever reads them.

*Example*

    name = "climber"

    [[tarball.anomalies]]
    kind = "parent-path"
    path = "package/../../.bashrc"
    detail = "package/../../.bashrc leaves the package"
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.model.finding import Evidence, Finding, finding
from assay.model.location import Location
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject
from assay.model.tarball import AnomalyKind

RULE = Rule(
    id="archive-anomaly",
    title="Tarball with an odd shape",
    severity=Severity.MEDIUM,
    concern=Concern.RISK,
    advice="Do not unpack it by hand. If the package is yours, pack it again with npm pack.",
    techniques=("T1036", "T1027"),
)

#: Some honest old tarballs have these, by odd tools and file systems; the other kinds have no honest reason.
_SEVERITY = {
    AnomalyKind.ABSOLUTE_PATH: Severity.HIGH,
    AnomalyKind.PARENT_PATH: Severity.HIGH,
    AnomalyKind.DEVICE: Severity.HIGH,
    AnomalyKind.EXPANSION: Severity.HIGH,
    AnomalyKind.LINK: Severity.LOW,
    AnomalyKind.CASE_COLLISION: Severity.LOW,
    AnomalyKind.SEVERAL_ROOTS: Severity.LOW,
    AnomalyKind.TRAILING_DATA: Severity.LOW,
    AnomalyKind.TOO_BIG: Severity.INFO,
    AnomalyKind.TOO_MANY: Severity.LOW,
}


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each kind of anomaly, with the first few places."""
    if subject.tarball is None:
        return
    by_kind: dict[AnomalyKind, list[Evidence]] = {}
    for anomaly in subject.tarball.anomalies:
        by_kind.setdefault(anomaly.kind, []).append(Evidence(anomaly.detail, Location(anomaly.path)))
    for kind, evidence in by_kind.items():
        yield finding(
            RULE,
            f"the tarball of {subject.ref} has an oddity ({kind.value}): {evidence[0].fact}",
            *evidence[:5],
            severity=_SEVERITY.get(kind, Severity.MEDIUM),
            confidence=Confidence.HIGH,
        )
