"""Report to SARIF 2.1.0: one result a finding, at the lockfile line that names the package."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from assay.model.finding import Finding
from assay.model.policy import Decision
from assay.model.report import Assessed, Report
from assay.reports import package_phrases, phrases
from assay.reports.gap_groups import gap_groups
from assay.reports.json_text import json_text
from assay.reports.sarif import document as sarif
from assay.reports.sarif.places import primary, related
from assay.reports.sarif.rules import LEVELS, descriptor, unlisted
from assay.reports.sarif.text import message
from assay.reports.visible import visible, well_formed

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: The key says how the fingerprint is made: another recipe needs another key.
FINGERPRINT = "assayFinding/v1"


def render(report: Report) -> str:
    """The report as SARIF text that ends with a newline."""
    used = sorted({finding.rule_id for package in report.packages for finding in package.verdict.findings})
    numbers = {rule_id: number for number, rule_id in enumerate(used)}
    run = sarif.Run(
        tool=sarif.Tool(
            sarif.ToolComponent(
                name="Assay",
                version=report.tool_version,
                semantic_version=report.tool_version,
                rules=[descriptor(report.rules[each]) if each in report.rules else unlisted(each) for each in used],
            )
        ),
        invocations=[
            sarif.Invocation(
                execution_successful=True,
                start_time_utc=f"{report.started:%Y-%m-%dT%H:%M:%SZ}",
                tool_execution_notifications=list(_notifications(report)),
            )
        ],
        results=[result for package in report.packages for result in _results(package, numbers)],
        column_kind="unicodeCodePoints",
        properties=sarif.RunProperties(
            coverage=phrases.coverage_sentence(report),
            inputs=[visible(phrases.input_text(each)) for each in report.inputs],
            notes=[visible(each) for each in report.notes],
            feeds=[visible(phrases.feed_text(each, report.started)) for each in report.feeds],
        ),
    )
    return json_text(sarif.Log(schema=SCHEMA, version="2.1.0", runs=[run]))


def _results(package: Assessed, numbers: dict[str, int]) -> Iterator[sarif.Result]:
    seen: Counter[str] = Counter()
    for finding in package_phrases.ordered_findings(package):
        yield sarif.Result(
            rule_id=finding.rule_id,
            rule_index=numbers[finding.rule_id],
            level=LEVELS[finding.severity],
            message=message(f"{package_phrases.release_text(package.ref)}: {finding.message}"),
            locations=primary(package),
            partial_fingerprints={FINGERPRINT: _fingerprint(package, finding, seen)},
            properties=_properties(package, finding),
            related_locations=related(package, finding.evidence),
            suppressions=_suppressions(package.decision, finding),
        )


def _properties(package: Assessed, finding: Finding) -> sarif.ResultProperties:
    return sarif.ResultProperties(
        package=visible(package_phrases.release_text(package.ref)),
        purl=_purl(package),
        confidence=finding.confidence.label,
        severity=finding.severity.label,
        verdict=package.verdict.level.value,
        decision=package.decision.action.label,
        paths=[visible(package_phrases.path_text(path)) for path in package_phrases.all_paths(package)],
    )


def _purl(package: Assessed) -> str:
    return type(package.ref)(well_formed(package.ref.name), well_formed(package.ref.version)).purl


def _fingerprint(package: Assessed, finding: Finding, seen: Counter[str]) -> str:
    """The same from run to run while lines move and figures in messages change."""
    files = [usage.location.file for usage in package.usages[:1]]
    files.extend(evidence.location.file for evidence in finding.evidence if evidence.location is not None)
    key = "\n".join((finding.rule_id, str(package.ref), *files))
    seen[key] += 1
    return hashlib.sha256(f"{key}\n{seen[key]}".encode("utf-8", "backslashreplace")).hexdigest()


def _suppressions(decision: Decision, finding: Finding) -> list[sarif.Suppression]:
    return [
        sarif.Suppression("external", "accepted", visible(package_phrases.exception_text(exception)))
        for exception in decision.applied
        if not exception.rules or finding.rule_id in exception.rules
    ]


def _notifications(report: Report) -> Iterator[sarif.Notification]:
    for group in gap_groups(report):
        count = f"{phrases.counted(len(group.what), 'thing')} could not be checked"
        text = f"{count}: {group.why} ({phrases.first_few(group.what)})"
        yield sarif.Notification(
            level="warning",
            message=message(f"{text}. {group.hint}" if group.hint else text),
            properties=sarif.NotificationProperties([visible(each) for each in group.what]),
        )
