"""The bytes are not those that the registry announces.

*What it does*

Hashes the tarball that came and compares it with the hashes in the packument, at the strongest algorithm that both
have.

*Why it matters*

Either the transfer was tampered with, or the registry or a mirror serves something other than what was published. The
client would refuse it if it looks at the hash at all.

*Example*

    name = "swapped"

    [release]
    bytes = "what was published"

    [tarball]
    bytes = "what came"
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.model.finding import Evidence, Finding, finding
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="tarball-mismatch",
    title="Tarball that is not what the registry announces",
    severity=Severity.CRITICAL,
    concern=Concern.MALICE,
    advice="Do not install it. Try again from another network or mirror; if it stays, tell the registry's operator.",
    techniques=("T1195.002", "T1557"),
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding if the hashes of the bytes and of the packument differ."""
    announced = subject.release.integrity if subject.release else None
    real = subject.tarball.integrity if subject.tarball else None
    if announced is not None and real is not None and announced.agrees_with(real) is False:
        yield finding(
            RULE,
            f"the tarball of {subject.ref} is not the one that the registry announces",
            Evidence(f"announced {announced}"),
            Evidence(f"received {real}"),
            confidence=Confidence.HIGH,
        )
