"""What is told of one name, as one JSON line: the six fields of the answer, and the release that was scanned."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assay.names.opinion import NameOpinion
from assay.reports.visible import well_formed

if TYPE_CHECKING:
    from assay.model.gap import Gap
    from assay.model.report import Assessed, Report


def name_fields(opinion: NameOpinion) -> dict[str, object]:
    """The answer about the name alone.

    ``validity`` is there only for names that no new package can have, in the words of npm's own
    validate-npm-package-name.
    """
    fields: dict[str, object] = {
        "name": well_formed(opinion.name),
        "exists": opinion.exists,
        "level": opinion.level.value,
        "target": opinion.target,
        "class": opinion.kind,
        "reasons": list(map(well_formed, opinion.reasons)),
    }
    told = opinion.validity
    if not told.for_new_packages:
        fields["validity"] = {
            "validForNewPackages": told.for_new_packages,
            "validForOldPackages": told.for_old_packages,
            "errors": list(told.errors),
            "warnings": list(told.warnings),
        }
    return fields


def release_fields(
    release: Assessed | None, gaps: Sequence[Gap], report: Report, brings: Sequence[Assessed] | None = None
) -> dict[str, object]:
    """What the scan says of the release that a name stands for.

    ``verdict`` and ``decision`` are words (null without a release); ``release`` is an entry of ``packages`` in the
    JSON report, version 1, and so is each of ``brings``; ``gaps`` say why there is no release.
    """
    from msgspec import to_builtins

    from assay.reports.json_v1.observations import gap_entries
    from assay.reports.json_v1.packages import package_entry

    fields: dict[str, object] = {
        "verdict": release.verdict.level.value if release else None,
        "decision": release.decision.action.label if release else None,
        "release": to_builtins(package_entry(release, report.rules)) if release else None,
        "gaps": to_builtins(gap_entries(gaps)),
    }
    if brings is not None:
        fields["brings"] = [to_builtins(package_entry(each, report.rules)) for each in brings]
    return fields


def as_line(fields: dict[str, object]) -> str:
    """One line of plain ASCII, without its end: everything else is escaped."""
    return json.dumps(fields).replace("\x7f", "\\u007f")
