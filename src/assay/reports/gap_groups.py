"""Gaps by reason: five hundred packages that one silent registry left unchecked are one line, not five hundred."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assay.model.gap import Gap, GapKind
from assay.model.package import PackageRef
from assay.model.report import Report


@dataclass(frozen=True, slots=True)
class GapGroup:
    """Gaps of one kind with one reason, and what they are about, in the order of the report, without repeats."""

    kind: GapKind
    why: str
    hint: str
    what: tuple[str, ...]


def gap_groups(report: Report) -> list[GapGroup]:
    """Every gap of a report, of inputs, packages and the run itself; the biggest group first."""
    return grouped(_all(report))


def grouped(gaps: Iterable[tuple[Gap, PackageRef | None]]) -> list[GapGroup]:
    """Gather gaps by kind, reason and hint, each with the release it belongs to.

    A reason that names its own release would never repeat, so the name is left out where it is compared.
    """
    groups: dict[tuple[GapKind, str, str], list[Gap]] = {}
    for gap, ref in gaps:
        groups.setdefault((gap.kind, _without(gap.why, ref), _without(gap.hint, ref)), []).append(gap)
    found = [_group(key, members) for key, members in groups.items()]
    return sorted(found, key=lambda group: (-len(group.what), group.kind, group.why))


def _group(key: tuple[GapKind, str, str], members: list[Gap]) -> GapGroup:
    what = tuple(dict.fromkeys(f"{gap.what} ({gap.location})" if gap.location else gap.what for gap in members))
    if len(members) == 1:
        return GapGroup(members[0].kind, members[0].why, members[0].hint, what)
    return GapGroup(*key, what)


def _without(text: str, ref: PackageRef | None) -> str:
    if ref is None or ref.name not in text:
        return text
    return text.replace(str(ref), "…").replace(ref.name, "…") if len(ref.name) > 1 else text


def _all(report: Report) -> Iterator[tuple[Gap, PackageRef | None]]:
    for gap in report.gaps:
        yield gap, None
    for read in report.inputs:
        for gap in read.gaps:
            yield gap, None
    for package in report.packages:
        for gap in package.verdict.gaps:
            yield gap, package.ref
