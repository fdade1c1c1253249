"""The words about one package that all outputs share, so that no two can disagree."""

from __future__ import annotations

from assay.model.dependency import Dependency
from assay.model.finding import Finding
from assay.model.package import PackageRef
from assay.model.policy import Decision, PolicyException
from assay.model.report import Assessed, Report
from assay.model.rule import Rule
from assay.reports.phrases import counted


def weight(finding: Finding) -> str:
    """Severity and confidence, apart: ``high severity, medium confidence``."""
    return f"{finding.severity.label} severity, {finding.confidence.label} confidence"


def main_reason(package: Assessed) -> str:
    """What a one-line mention says: the strongest finding, or why there is none."""
    strongest = ordered_findings(package)
    if strongest:
        return strongest[0].message
    return package.verdict.because


def ordered_findings(package: Assessed) -> list[Finding]:
    """The findings, the worst first."""
    return sorted(
        package.verdict.findings, key=lambda finding: (-finding.severity, -finding.confidence, finding.rule_id)
    )


def advice(finding: Finding, rules: dict[str, Rule]) -> str:
    """What to do about a finding: its own advice, or its rule's."""
    rule = rules.get(finding.rule_id)
    return finding.advice or (rule.advice if rule else "")


def next_steps(package: Assessed, rules: dict[str, Rule]) -> list[str]:
    """What to do about a package, the most pressing first, without repeats."""
    steps = [advice(finding, rules) for finding in ordered_findings(package)]
    steps.extend(gap.hint for gap in package.verdict.gaps)
    return list(dict.fromkeys(step for step in steps if step))


def all_paths(package: Assessed) -> list[tuple[str, ...]]:
    """The ways from the project to the package, the shortest first, without repeats."""
    return sorted({path for usage in package.usages for path in usage.paths}, key=lambda path: (len(path), path))


def path_text(path: tuple[str, ...]) -> str:
    """A way from the project to a package."""
    return " > ".join(path)


def usage_text(usage: Dependency) -> str:
    """How one input names a package: dependency type and, if there are, its special ways."""
    words = [usage.type.value]
    if usage.is_direct:
        words.insert(0, "direct")
    if usage.alias:
        words.append(f"as {usage.alias}")
    if usage.is_patched:
        words.append("patched")
    return ", ".join(words)


def release_text(ref: PackageRef) -> str:
    """Name and version; the name alone where the input states no version."""
    return str(ref) if ref.version else ref.name


def where_text(package: Assessed) -> str:
    """The first place where an input names the package, and how many more there are."""
    if not package.usages:
        return ""
    more = f" (+{len(package.usages) - 1})" if len(package.usages) > 1 else ""
    return f"{package.usages[0].location}{more}"


def usage_lines(package: Assessed, limit: int) -> list[str]:
    """How the project comes to the package: path, place and dependency type of the first few usages."""
    lines: list[str] = []
    for usage in package.usages[:limit]:
        path = f"{path_text(usage.paths[0])}  " if usage.paths else ""
        lines.append(f"{path}({usage.location}; {usage_text(usage)})")
    if len(package.usages) > limit:
        lines.append(f"and {counted(len(package.usages) - limit, 'more place')}")
    return lines


def policy_lines(decision: Decision) -> list[str]:
    """Which rules of the policy made the decision, and which exceptions have to do with it.

    What made a rule apply is said by the findings; JSON and SARIF carry it for each rule.
    """
    named = ", ".join(dict.fromkeys(reason.policy_rule for reason in decision.reasons))
    lines = [f"{decision.action.label} by {named}"] if named else []
    lines.extend(f"exception: {exception_text(each)}" for each in decision.applied)
    lines.extend(f"EXPIRED exception: {exception_text(each)}" for each in decision.expired)
    return lines


def expired_lines(report: Report) -> list[str]:
    """Exceptions that are over, each with the release for which it would have applied."""
    return [
        f"{release_text(package.ref)}: {exception_text(exception)}"
        for package in report.packages
        for exception in package.decision.expired
    ]


def gap_lines(package: Assessed) -> list[str]:
    """What could not be checked about the package."""
    return [f"{gap.what}: {gap.why}" for gap in package.verdict.gaps]


def exception_text(exception: PolicyException) -> str:
    """One exception of the policy."""
    rules = ", ".join(exception.rules) or "everything"
    return f"{rules} accepted by {exception.owner} until {exception.expires.isoformat()}: {exception.reason}"
