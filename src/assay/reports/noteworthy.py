"""Which packages a report for people shows one by one, and in which order."""

from __future__ import annotations

from assay.model.policy import Action
from assay.model.report import Assessed, Report


def noteworthy(report: Report) -> list[Assessed]:
    """Packages to block or to look at because of what was found, the worst first.

    A package that is only warned about because something could not be checked is not among them: it is in the groups
    of gaps, where five hundred of them take one line.
    """
    chosen = [package for package in report.packages if _deserves(package)]
    return sorted(chosen, key=_worst_first)


def noticed(report: Report) -> list[Assessed]:
    """Packages that are allowed, but have findings; the worst first."""
    chosen = [
        package for package in report.packages if package.decision.action is Action.ALLOW and package.verdict.findings
    ]
    return sorted(chosen, key=_worst_first)


def only_gaps(report: Report) -> list[Assessed]:
    """Packages that are not allowed just so, and only because something could not be checked."""
    return [
        package for package in report.packages if package.decision.action is not Action.ALLOW and not _deserves(package)
    ]


def _deserves(package: Assessed) -> bool:
    if package.decision.action is Action.ALLOW:
        return False
    return bool(package.verdict.findings) or not package.verdict.gaps


def _worst_first(package: Assessed) -> tuple[int, int, int, str, str]:
    findings = package.verdict.findings
    severity = max((finding.severity for finding in findings), default=0)
    confidence = max((finding.confidence for finding in findings), default=0)
    return -package.decision.action, -severity, -confidence, package.ref.name, package.ref.version
