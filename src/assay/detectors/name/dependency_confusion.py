"""A name of your own organisation is taken from somebody else's registry.

*What it does*

Speaks of a package that `internal` in assay.toml claims, and that an input takes from a host which is not one of your
registries.

*Why it matters*

Whoever learns the name of an internal package can publish that name in the public registry, with a higher version, and
is installed in its place wherever the client asks the public registry too.

*Example*

    name = "@acme/billing"

    [[usages]]
    resolved = "https://public.invalid/@acme/billing/-/billing-1.0.0.tgz"

    [surroundings]
    internal = ["@acme/*"]
    registry_hosts = ["npm.acme.example"]
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from assay.model.address import host_of
from assay.model.finding import MAX_EXCERPT, Evidence, Finding, finding
from assay.model.rule import Concern, Confidence, Reach, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="dependency-confusion",
    title="Internal name from a foreign registry",
    severity=Severity.CRITICAL,
    concern=Concern.MALICE,
    advice="Bind the package's scope to your own registry in .npmrc, so that the public one is never asked for it.",
    reach=Reach.USAGE,
    techniques=("T1195.001",),
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each usage that takes an internal name from a host outside the user's registries."""
    surroundings = subject.surroundings
    if not any(fnmatchcase(subject.ref.name, pattern) for pattern in surroundings.internal):
        return
    for usage in subject.usages:
        host = host_of(usage.resolved)
        if host and host not in surroundings.registry_hosts:
            yield finding(
                RULE,
                f"{subject.ref.name} is internal, but this lockfile takes it from {host}",
                Evidence(f"resolved from {host}", usage.location, excerpt=usage.resolved[:MAX_EXCERPT]),
                confidence=Confidence.HIGH,
            )
