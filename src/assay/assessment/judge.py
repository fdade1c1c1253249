"""Findings and gaps in, a Verdict out. Pure.

The scale. Every rule that found something gives points: the severity's weight times the confidence (1 low, 2 medium,
3 high). Only concerns MALICE and RISK give points; a rule counts once, with its strongest finding, because ten hits of
one rule are one observation.

    weight       info 0, low 1, medium 2, high 4, critical 8: each step up is twice as bad, and info is only said
    low rules    all rules of low severity together give at most 4 points: small hints of any number stay small
    correlation  3 points for each further aspect (folder of detectors) with a finding of medium severity or more: as
                 much as a certain small hint, because aspects rest on different facts, and honest packages seldom
                 look wrong in two of them
    suspicious   10 points, or any finding of high or critical MALICE: a single medium hint gives at most 6 and stays
                 benign with a finding; two medium hints of two aspects give 4 + 4 + 3 and do not
    malicious    16 points from at least two rules, with a finding of MALICE or two aspects: a lookalike name (4), an
                 install script that fetches code (6) and a young release (3) of two aspects (3) just reach it; a
                 fetching script and a young release alone (9), the shape of honest native packages, do not
    malicious    also one critical finding of MALICE with high confidence, such as a record of known malware: it needs
                 no second opinion

A RISK alone is never malicious. A disputed record gives no points: it is shown, and says nothing about the release
until the user confirms it. A rule that is not in the catalog counts as MALICE.

``unknown`` when the registry's facts or the tarball are missing and the findings decide nothing. A file or a detector
that failed leaves a gap, but the rest was looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assay.model.finding import Finding
from assay.model.gap import Gap, GapKind
from assay.model.rule import Concern, Confidence, Rule, Severity
from assay.model.verdict import Level, Verdict

#: The rule that shows a feed record which condemns every version of a popular package.
DISPUTED_RULE = "disputed-record"

WEIGHT = {Severity.INFO: 0, Severity.LOW: 1, Severity.MEDIUM: 2, Severity.HIGH: 4, Severity.CRITICAL: 8}
LOW_RULES_MAX = 4
CORRELATION = 3
SUSPICIOUS_POINTS = 10
MALICIOUS_POINTS = 16

#: Gaps after which too little is known about a release to call it anything.
BLINDING = frozenset(
    {
        GapKind.REGISTRY,
        GapKind.TARBALL,
        GapKind.ARCHIVE,
        GapKind.OFFLINE,
        GapKind.ORIGIN,
        GapKind.WORKER,
    }
)

_ORDER = (Level.BENIGN, Level.UNKNOWN, Level.SUSPICIOUS, Level.MALICIOUS)


def rank(level: Level) -> int:
    """How bad a level is, 0 for benign; ``unknown`` lies between benign and suspicious."""
    return _ORDER.index(level)


@dataclass(frozen=True, slots=True)
class _Signal:
    """All findings of one rule that counts, the weightiest first.

    Points and severity are each the highest of any finding, so that one more finding never takes anything away.
    """

    findings: tuple[Finding, ...]
    concern: Concern
    aspect: str

    @property
    def leader(self) -> Finding:
        return self.findings[0]

    @property
    def points(self) -> int:
        return max(WEIGHT[finding.severity] * finding.confidence for finding in self.findings)

    @property
    def severity(self) -> Severity:
        return max(finding.severity for finding in self.findings)

    @property
    def is_malice(self) -> bool:
        return self.concern is Concern.MALICE


def judge(findings: Iterable[Finding], gaps: Iterable[Gap], rules: Mapping[str, Rule]) -> Verdict:
    """Weigh everything that was found about one release; ``rules`` maps rule ids to the catalog's rules."""
    found = tuple(findings)
    missing = tuple(gaps)
    signals = _signals(found, rules)
    level, because = _level(signals)
    if level is Level.BENIGN:
        level, because = _quiet(found, missing)
    return Verdict(level=level, because=because, findings=found, gaps=missing)


def _signals(findings: tuple[Finding, ...], rules: Mapping[str, Rule]) -> list[_Signal]:
    """One signal a rule, the strongest first."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda item: (item.severity, item.confidence), reverse=True):
        by_rule.setdefault(finding.rule_id, []).append(finding)
    signals = []
    for rule_id, found in by_rule.items():
        rule = rules.get(rule_id)
        concern = rule.concern if rule else Concern.MALICE
        if concern in (Concern.MALICE, Concern.RISK) and rule_id != DISPUTED_RULE:
            signals.append(_Signal(tuple(found), concern, (rule.aspect if rule else "") or rule_id))
    return sorted(signals, key=lambda signal: (-signal.points, -signal.severity, signal.leader.rule_id))


def _level(signals: list[_Signal]) -> tuple[Level, str]:
    for signal in signals:
        if signal.is_malice and any(_is_certain(finding) for finding in signal.findings):
            return Level.MALICIOUS, next(finding.message for finding in signal.findings if _is_certain(finding))
    total = _points(signals)
    if total >= MALICIOUS_POINTS and _corroborated(signals):
        return Level.MALICIOUS, _together(signals)
    if total >= SUSPICIOUS_POINTS or any(signal.is_malice and signal.severity >= Severity.HIGH for signal in signals):
        return Level.SUSPICIOUS, _together(signals)
    return Level.BENIGN, ""


def _is_certain(finding: Finding) -> bool:
    return finding.severity is Severity.CRITICAL and finding.confidence is Confidence.HIGH


def _points(signals: list[_Signal]) -> int:
    low = sum(signal.points for signal in signals if signal.severity <= Severity.LOW)
    rest = sum(signal.points for signal in signals if signal.severity > Severity.LOW)
    return rest + min(low, LOW_RULES_MAX) + CORRELATION * max(0, len(_aspects(signals)) - 1)


def _aspects(signals: list[_Signal]) -> set[str]:
    return {signal.aspect for signal in signals if signal.severity >= Severity.MEDIUM}


def _corroborated(signals: list[_Signal]) -> bool:
    telling = [signal for signal in signals if signal.points]
    return len(telling) > 1 and (any(signal.is_malice for signal in telling) or len(_aspects(signals)) > 1)


def _together(signals: list[_Signal]) -> str:
    """Name the rules that decided it, the strongest first, and what the strongest of them says."""
    telling = [signal.leader for signal in signals if signal.points]
    if len(telling) == 1:
        return telling[0].message
    ids = [finding.rule_id for finding in telling]
    return f"{' and '.join((', '.join(ids[:-1]), ids[-1]))} were found together: {telling[0].message}"


def _quiet(findings: tuple[Finding, ...], gaps: tuple[Gap, ...]) -> tuple[Level, str]:
    """No finding decides anything: say whether that means much."""
    blinding = [gap for gap in gaps if gap.kind in BLINDING]
    if blinding:
        return Level.UNKNOWN, f"Not enough could be checked: {blinding[0].what}: {blinding[0].why}"
    if findings:
        number = "1 finding does" if len(findings) == 1 else f"{len(findings)} findings do"
        return Level.BENIGN, f"{number} not point to malice."
    if gaps:
        return Level.BENIGN, "Nothing was found in what could be checked."
    return Level.BENIGN, "Nothing was found."
