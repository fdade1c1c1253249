"""The release is younger than your cooldown.

*What it does*

Compares the time since publication with the cooldown of assay.toml. Names that the cooldown exempts are let pass. It is
off as long as no cooldown is set.

*Why it matters*

Most malicious releases are found and removed within hours or a few days. Who waits that long never meets them.

*Example*

    name = "fresh"
    now = 2026-11-01T12:00:00Z

    [release]
    published = 2026-11-01T06:00:00Z

    [surroundings]
    cooldown_days = 3
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fnmatch import fnmatchcase

from assay.model.finding import Evidence, Finding, finding
from assay.model.rule import Concern, Confidence, Reach, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="young-release",
    title="Release younger than the cooldown",
    severity=Severity.LOW,
    concern=Concern.RISK,
    advice="Wait, or pin the release before it. A fix you need now can be exempted in assay.toml.",
    reach=Reach.USAGE,
)


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding if the release is not old enough yet."""
    release, cooldown = subject.release, subject.surroundings.cooldown
    if release is None or release.published is None or not cooldown:
        return
    age = subject.now - release.published
    if age >= cooldown or any(fnmatchcase(subject.ref.name, each) for each in subject.surroundings.cooldown_exempt):
        return
    yield finding(
        RULE,
        f"{subject.ref} was published {_words(age)} ago; the cooldown of {_words(cooldown)} ends on "
        f"{release.published + cooldown:%Y-%m-%d %H:%M} UTC",
        Evidence(f"published {release.published:%Y-%m-%d %H:%M} UTC"),
        confidence=Confidence.HIGH,
    )


def _words(span: timedelta) -> str:
    hours = int(span.total_seconds() // 3600)
    if hours < 1:
        return "less than an hour"
    number, unit = (hours // 24, "day") if hours >= 48 else (hours, "hour")
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
