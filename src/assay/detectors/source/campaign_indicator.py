r"""Bears the marks of a campaign that was publicly reported.

*What it does*

Compares code, the texts that it decodes, scripts, paths and dependencies with the marks of known campaigns: addresses,
keys and constants that nobody else has, and the shapes of their loaders. It names the campaign and says how sure that
is. An exact mark names it. A loader's shape together with a port, a dead drop or a theft is "consistent with" it. One
trait alone says nothing. A package with exact marks of unrelated campaigns is a list about them, and is left alone.
[Campaigns](../campaigns.md) lists all campaigns with the reports that the marks are from.

*Why it matters*

Whoever was hit needs to know by whom: what was taken, what stayed behind, and what to do first. Some payloads wipe the
host when a stolen token is revoked.

*Example*

    /* config ends here */                                                        global['!']='0';
    var table = "rmcej%otb%";
    module.exports = table;
"""

from __future__ import annotations

from collections.abc import Iterator

from assay.campaigns.attribution import Attribution, Sureness, attributions
from assay.campaigns.load import campaigns
from assay.detectors.source._marks import Sighting, sightings
from assay.model.finding import Finding, finding
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.subject import Subject

RULE = Rule(
    id="campaign-indicator",
    title="Marks of a known campaign",
    severity=Severity.HIGH,
    concern=Concern.MALICE,
    advice="Do not install or run it. Read the reports about the campaign before you clean up.",
    techniques=("T1195.001", "T1195.002"),
)
#: Marks shown of one campaign.
_MOST = 5


def detect(subject: Subject) -> Iterator[Finding]:
    """One finding for each campaign that the package's marks speak for."""
    seen = sightings(subject)
    for each in attributions(campaigns(), seen):
        found = [seen[mark] for mark in each.marks]
        severity, confidence = _weight(each, found)
        yield finding(
            RULE,
            f"{subject.ref} {_verb(each)} {each.campaign.name} ({each.campaign.actor})",
            *(sighting.evidence for sighting in found[:_MOST]),
            severity=severity,
            confidence=confidence,
            advice=each.campaign.advice,
            references=each.campaign.sources,
        )


def _verb(attribution: Attribution) -> str:
    return "bears a mark of" if attribution.sureness is Sureness.EXACT else "is consistent with"


def _weight(attribution: Attribution, found: list[Sighting]) -> tuple[Severity, Confidence]:
    if attribution.sureness is not Sureness.EXACT:
        return Severity.MEDIUM, Confidence.MEDIUM
    if any(sighting.is_used for sighting in found):
        return Severity.HIGH, Confidence.HIGH
    return Severity.MEDIUM, Confidence.MEDIUM
