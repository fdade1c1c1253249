"""The project takes a package from an address in place of a registry.

*What it does*

Names entries of the lockfile or manifest that come from a git repository or a web address. What a person of the project
chose is only noted; what came along with another package weighs more, and so does what is fetched without encryption,
or from git without a commit that pins it.

*Why it matters*

No registry has checked such code, no advisory names it, and Assay does not fetch it either: it is installed unseen. A
branch or an address can hold something else tomorrow.

*Example*

    name = "helper"

    [[usages]]
    origin = "git"
    resolved = "git+ssh://git@git.invalid/someone/helper.git#main"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assay.model.dependency import Dependency, Origin
from assay.model.finding import MAX_EXCERPT, Evidence, Finding, finding
from assay.model.rule import Concern, Confidence, Reach, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="outside-registry",
    title="Package that comes from an address",
    severity=Severity.MEDIUM,
    concern=Concern.RISK,
    advice="Depend on a release in a registry, or pin a commit and read what it holds.",
    reach=Reach.USAGE,
    techniques=("T1195.001",),
)

_KINDS = {Origin.GIT: "a git repository", Origin.TARBALL_URL: "a web address"}
_COMMIT = re.compile(r"[#/@=][0-9a-f]{40}(?:[0-9a-f]{24})?(?:$|[&#?/.])")


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each usage that comes from an address."""
    for usage in subject.usages:
        kind = _KINDS.get(usage.origin)
        if kind is None:
            continue
        is_open = _is_open(usage)
        how = ", and nothing pins what it holds" if is_open else ""
        yield finding(
            RULE,
            f"{subject.ref.name} comes from {kind}{how}",
            Evidence(f"taken from {kind}", usage.location, excerpt=(usage.resolved or usage.requested)[:MAX_EXCERPT]),
            severity=Severity.LOW if usage.is_direct and not is_open else None,
            confidence=Confidence.MEDIUM if is_open else Confidence.LOW,
        )


def _is_open(usage: Dependency) -> bool:
    """True if something else can stand there tomorrow."""
    if usage.resolved.lower().startswith(("http://", "git://", "git+http://")):
        return usage.integrity is None
    if usage.origin is Origin.GIT:
        return _COMMIT.search(usage.resolved) is None
    return usage.integrity is None
