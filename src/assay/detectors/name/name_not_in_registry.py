"""Nobody owns this name in the registry.

*What it does*

Speaks when an input asks the registry for a package that the registry does not know.

*Why it matters*

Anyone can register the name today and will be installed from tomorrow on. Names get here by slips, by code assistants
that make them up, by packages that were removed, and by internal packages that are looked for in the public registry.

*Example*

    name = "react-codeshift-helper"
    existence = "no-package"
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.model.address import host_of
from assay.model.dependency import Origin
from assay.model.finding import Evidence, Finding, finding
from assay.model.rule import Concern, Confidence, Reach, Rule, Severity
from assay.model.subject import Existence, Subject
from assay.names.validity import who_could_register

RULE = Rule(
    id="name-not-in-registry",
    title="Name that nobody owns",
    severity=Severity.HIGH,
    concern=Concern.RISK,
    advice="Remove it or correct the name. If it is internal, bind its scope to your own registry in .npmrc and list "
    "it under internal in assay.toml.",
    reach=Reach.USAGE,
    techniques=("T1195.001",),
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding if an input takes it from the registry and the registry has never heard of it.

    It weighs less where the lockfile says that another registry has it: only a client without that registry in its
    configuration would ask for the open name.
    """
    usages = [usage for usage in subject.usages if usage.origin is Origin.REGISTRY]
    if subject.existence is not Existence.NO_PACKAGE or not usages:
        return
    hosts = {host_of(usage.resolved) for usage in usages} - {""}
    others = sorted(hosts - subject.surroundings.registry_hosts)
    is_private = bool(others) and others == sorted(hosts)
    where = f" (the lockfile takes it from {', '.join(others)})" if is_private else ""
    yield finding(
        RULE,
        f"{subject.ref.name} does not exist in the registry: {who_could_register(subject.ref.name)}{where}",
        *(Evidence(f"asked for as {subject.ref.name}", usage.location) for usage in usages[:5]),
        severity=Severity.MEDIUM if is_private else None,
        confidence=Confidence.HIGH,
    )
