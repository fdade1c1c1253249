"""Report to JSON, version 1. Every field is copied by name, so that a change inside Assay cannot change the output."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from assay.model.feed import FeedInfo
from assay.model.policy import Action
from assay.model.report import Report
from assay.reports import phrases
from assay.reports.json_text import json_text
from assay.reports.json_v1 import document as v1
from assay.reports.json_v1.observations import gap_entries, rule_entry
from assay.reports.json_v1.packages import ACTIONS, package_entry
from assay.reports.visible import well_formed


def render(report: Report) -> str:
    """The report as indented JSON text that ends with a newline."""
    return json_text(build(report))


def schema() -> str:
    """The JSON Schema of version 1, as published in docs/schema."""
    top = msgspec.json.schema(v1.ReportDocument)
    return json_text(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Assay report, version 1", **top}
    )


def build(report: Report) -> v1.ReportDocument:
    """Copy a Report into the structs of version 1."""
    counts = phrases.action_counts(report)
    coverage = report.coverage
    used = {finding.rule_id for package in report.packages for finding in package.verdict.findings}
    return v1.ReportDocument(
        schema="assay-report-v1",
        tool=v1.ToolEntry(name="assay", version=report.tool_version, ruleset=report.ruleset),
        run=v1.RunEntry(started=report.started, seconds=round(report.seconds, 3), offline=report.offline),
        summary=v1.SummaryEntry(
            action=ACTIONS[report.worst],
            blocked=counts[Action.BLOCK],
            warned=counts[Action.WARN],
            allowed=counts[Action.ALLOW],
            text=phrases.headline(report),
        ),
        inputs=[
            v1.InputEntry(
                target=well_formed(each.target),
                kind=well_formed(each.kind),
                dependencies=each.dependencies,
                gaps=gap_entries(each.gaps),
            )
            for each in report.inputs
        ],
        packages=[package_entry(package, report.rules) for package in report.packages],
        coverage=v1.CoverageEntry(
            inputs_read=coverage.inputs_read,
            inputs_unread=coverage.inputs_unread,
            releases=coverage.releases,
            checked=coverage.checked,
            partly_checked=coverage.partly_checked,
            unchecked=coverage.unchecked,
            local=coverage.local,
            from_cache=coverage.from_cache,
            text=phrases.coverage_sentence(report),
            notes=[well_formed(each) for each in report.notes],
        ),
        feeds=[_feed(feed, report) for feed in report.feeds],
        gaps=gap_entries(report.gaps),
        rules={rule.id: rule_entry(rule) for _, rule in sorted(report.rules.items()) if rule.id in used},
    )


def _feed(feed: FeedInfo, report: Report) -> v1.FeedEntry:
    age = None if feed.updated is None else round((report.started - feed.updated) / timedelta(days=1), 2)
    return v1.FeedEntry(
        name=well_formed(feed.name),
        revision=well_formed(feed.revision),
        records=feed.records,
        updated=feed.updated,
        fetched=feed.fetched,
        age_days=age,
    )
