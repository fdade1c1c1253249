"""A feed of known malware names this very version.

*What it does*

Looks the release up in the feeds of known malware and speaks when a record names this version (or a range that holds
it) of a package that has other, good versions.

*Why it matters*

Attackers who take over a maintainer's account publish a bad version of a good package. The package is not the problem,
this version is; the usual way out is a version before or after it.

*Example*

    name = "popular-package"
    version = "5.6.1"

    [[matches]]
    id = "MAL-2025-46974"
    summary = "Malicious code in popular-package 5.6.1"
    versions = ["5.6.1"]
    fixed_in = "5.6.2"
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.detectors.feed._record_evidence import malware_finding, registry_usages
from assay.model.feed import RecordKind
from assay.model.finding import Finding
from assay.model.rule import Concern, Reach, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="compromised-version",
    title="Known compromised version",
    severity=Severity.CRITICAL,
    concern=Concern.MALICE,
    advice="Move to a version that is not affected. If this one was installed, treat the machine as compromised: "
    "remove what it left before you rotate the credentials that it could read.",
    reach=Reach.USAGE,
    techniques=("T1195.002",),
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each undisputed malware record that names this version among others that are good."""
    if not registry_usages(subject):
        return
    for match in subject.matches:
        if match.record.kind is RecordKind.MALWARE and not match.condemns_all and not match.is_disputed:
            yield malware_finding(
                RULE, subject, match, f"{subject.ref} is a known compromised version ({match.record.id})"
            )
