"""Packages of a JSON report, version 1: how they are used, what is decided about them."""

from __future__ import annotations

from assay.model.dependency import Dependency
from assay.model.package import PackageRef
from assay.model.policy import Action, Decision, PolicyException
from assay.model.report import Assessed
from assay.model.rule import Rule
from assay.reports import package_phrases
from assay.reports.json_v1 import document as v1
from assay.reports.json_v1.observations import finding_entry, gap_entries, place_entry
from assay.reports.visible import well_formed

ACTIONS: dict[Action, v1.ActionWord] = {Action.ALLOW: "allow", Action.WARN: "warn", Action.BLOCK: "block"}


def package_entry(package: Assessed, rules: dict[str, Rule]) -> v1.PackageEntry:
    """One release, flagged or not."""
    return v1.PackageEntry(
        name=well_formed(package.ref.name),
        version=well_formed(package.ref.version),
        purl=PackageRef(well_formed(package.ref.name), well_formed(package.ref.version)).purl,
        integrity=None if package.integrity is None else str(package.integrity),
        origin=package.origin.value,
        source=package.source.value,
        published=package.published,
        paths=[[well_formed(name) for name in path] for path in package_phrases.all_paths(package)],
        usages=[_usage(usage) for usage in package.usages],
        verdict=v1.VerdictEntry(level=package.verdict.level.value, because=well_formed(package.verdict.because)),
        decision=_decision(package.decision),
        findings=[finding_entry(finding, rules) for finding in package_phrases.ordered_findings(package)],
        gaps=gap_entries(package.verdict.gaps),
    )


def _usage(usage: Dependency) -> v1.UsageEntry:
    return v1.UsageEntry(
        location=place_entry(usage.location),
        type=usage.type.value,
        direct=usage.is_direct,
        patched=usage.is_patched,
        alias=well_formed(usage.alias),
        requested=well_formed(usage.requested),
        resolved=well_formed(usage.resolved),
    )


def _decision(decision: Decision) -> v1.DecisionEntry:
    return v1.DecisionEntry(
        action=ACTIONS[decision.action],
        reasons=[
            v1.ReasonEntry(policy_rule=well_formed(reason.policy_rule), text=well_formed(reason.text))
            for reason in decision.reasons
        ],
        exceptions_applied=[_exception(each) for each in decision.applied],
        exceptions_expired=[_exception(each) for each in decision.expired],
    )


def _exception(exception: PolicyException) -> v1.ExceptionEntry:
    return v1.ExceptionEntry(
        package=well_formed(exception.package),
        version=well_formed(exception.version),
        integrity=None if exception.integrity is None else str(exception.integrity),
        rules=[well_formed(rule) for rule in exception.rules],
        owner=well_formed(exception.owner),
        reason=well_formed(exception.reason),
        expires=exception.expires,
    )
