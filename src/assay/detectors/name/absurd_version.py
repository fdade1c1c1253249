"""The version is as high as dependency-confusion attacks use.

*What it does*

Speaks of a major number of 99 or more, such as `999.0.0`, in a package that did not grow towards it. Years and dates
are let pass, as many packages number their releases so, and so are packages in wide use.

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

#: Majors that attacks use: far over whatever an internal package has reached.
HIGH_MAJOR = 99
#: A package that has been here has grown towards high majors.
HALF_WAY = 50
#: Majors that are years, or begin with one (``20260131.0.0``).
_YEAR = re.compile(r"(?:19|20)\d\d(?:[01]\d(?:[0-3]\d)?)?$")
_MAJOR = re.compile(r"(\d{1,9})\.\d")


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding if the major is absurdly high and the package did not grow towards it."""
    version = subject.ref.version
    major = _major(version)
    if major < HIGH_MAJOR or _YEAR.match(str(major)) or subject.monthly_downloads is not None:
        return
    versions = subject.packument.versions if subject.packument else (version,)
    low = [each for each in versions if _major(each) < HIGH_MAJOR]
    if any(_major(each) >= HALF_WAY for each in low):
        return
    what = "and none between" if low else "and no lower one"
    yield finding(
        RULE,
        f"{subject.ref} has a version as high as dependency-confusion attacks use, {what}",
        Evidence(f"version {version}; the registry lists {len(versions)} in all, {len(low)} of them usual ones"),
        severity=Severity.MEDIUM if low else None,
        confidence=Confidence.MEDIUM,
    )


def _major(version: str) -> int:
    found = _MAJOR.match(version)
    return int(found[1]) if found else 0
