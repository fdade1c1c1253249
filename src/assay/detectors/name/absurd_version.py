"""The version is as high as dependency-confusion attacks use.

*What it does*

Speaks of a major number of 99 or more in a package that never had a low one, such as `999.0.0`. Years are let pass, as
many packages number their releases by date, and so are packages in wide use.

*Why it matters*

Clients that know a public and a private registry take the higher version. So whoever learns the name of an internal
package publishes that name in the public registry as 999.0.0, and is installed in its place.

*Example*

    name = "acme-billing-core"
    version = "999.0.1"

    [packument]
    versions = ["999.0.0", "999.0.1"]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assay.model.finding import Evidence, Finding, finding
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="absurd-version",
    title="Version out of nowhere",
    severity=Severity.HIGH,
    concern=Concern.RISK,
    advice="If the name is one of your own, bind its scope to your own registry in .npmrc and list it under internal "
    "in assay.toml. If not, do not use it.",
    techniques=("T1195.001",),
)

#: Versions that attacks use: far over whatever an internal package has reached.
HIGH_MAJOR = 99
#: Majors that are years.
YEARS = range(1990, 2101)
_MAJOR = re.compile(r"(\d{1,9})\.\d")


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding if even the lowest version is absurdly high."""
    if subject.monthly_downloads is not None:
        return
    versions = subject.packument.versions if subject.packument else (subject.ref.version,)
    majors = [_major(version) for version in (*versions, subject.ref.version)]
    if min(majors) < HIGH_MAJOR or _major(subject.ref.version) in YEARS:
        return
    yield finding(
        RULE,
        f"{subject.ref} has a version as high as dependency-confusion attacks use, and no lower one",
        Evidence(f"version {subject.ref.version}; the registry lists {len(versions)} in all"),
        confidence=Confidence.MEDIUM,
    )


def _major(version: str) -> int:
    found = _MAJOR.match(version)
    return int(found[1]) if found else 0
