"""Which packages a report for people shows one by one, and in which order."""

from __future__ import annotations

from collections.abc import Iterable

from assay.model.policy import Action
from assay.model.report import Assessed, Report


def noteworthy(report: Report) -> list[Assessed]:
    """Packages to block, and packages to look at because of what was found; the worst first.

    A package that is only warned about because something could not be checked is not among them: it is in the groups
    of gaps, where five hundred of them take one line.
    """
    return sorted((package for package in report.packages if _deserves(package)), key=_worst_first)


def with_evidence(packages: Iterable[Assessed]) -> list[Assessed]:
    """Those about which there is more to tell than gaps, which are told elsewhere."""
    return [package for package in packages if _tells(package)]


def noticed(report: Report) -> list[Assessed]:
    """Packages that are allowed, but have findings; the worst first."""
    chosen = (each for each in report.packages if each.decision.action is Action.ALLOW and each.verdict.findings)
    return sorted(chosen, key=_worst_first)


def only_gaps(report: Report) -> list[Assessed]:
    """Packages that are warned about only because something could not be checked."""
    return [each for each in report.packages if each.decision.action is Action.WARN and not _deserves(each)]


def _deserves(package: Assessed) -> bool:
    action = package.decision.action
    return action is Action.BLOCK or (action is Action.WARN and _tells(package))


def _tells(package: Assessed) -> bool:
    return bool(package.verdict.findings) or not package.verdict.gaps


def _worst_first(package: Assessed) -> tuple[int, int, int, str, str]:
    findings = package.verdict.findings
    severity = max((finding.severity for finding in findings), default=0)
    confidence = max((finding.confidence for finding in findings), default=0)
    return -package.decision.action, -severity, -confidence, package.ref.name, package.ref.version
