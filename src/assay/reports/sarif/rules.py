"""Rules of a SARIF file."""

from __future__ import annotations

from assay.model.rule import Rule, Severity
from assay.reports.sarif import document as sarif
from assay.reports.sarif.text import message

LEVELS: dict[Severity, sarif.LevelWord] = {
    Severity.INFO: "note",
    Severity.LOW: "note",
    Severity.MEDIUM: "warning",
    Severity.HIGH: "error",
    Severity.CRITICAL: "error",
}
#: Code scanning services sort by this number: over 9.0 is critical, 7.0 high, 4.0 medium.
_SECURITY_SEVERITY = {
    Severity.INFO: "0.0",
    Severity.LOW: "2.0",
    Severity.MEDIUM: "5.0",
    Severity.HIGH: "8.0",
    Severity.CRITICAL: "9.5",
}


def descriptor(rule: Rule) -> sarif.ReportingDescriptor:
    """One rule with its help."""
    return sarif.ReportingDescriptor(
        id=rule.id,
        short_description=message(rule.title),
        help=message(f"{rule.title}. {rule.advice} `assay explain {rule.id}` tells more."),
        default_configuration=sarif.Configuration(LEVELS[rule.severity]),
        properties=sarif.RuleProperties(
            tags=["security", rule.concern.value, *rule.techniques],
            security_severity=_SECURITY_SEVERITY[rule.severity],
        ),
    )


def unlisted(rule_id: str) -> sarif.ReportingDescriptor:
    """A rule that the report does not describe."""
    return sarif.ReportingDescriptor(
        id=rule_id,
        short_description=message(rule_id),
        help=message(rule_id),
        default_configuration=sarif.Configuration("warning"),
        properties=sarif.RuleProperties(tags=["security"]),
    )
