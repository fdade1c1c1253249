"""Catches: how many fixtures are still found in each disguise, as a table."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from assay.assessment.inspect import inspect
from assay.assessment.judge import judge
from assay.assessment.sources import sources_of
from assay.catalog import detectors, rules
from assay.model.integrity import Integrity
from assay.model.manifest import Manifest
from assay.model.package import PackageRef
from assay.model.rule import Reach
from assay.model.subject import Existence, Subject
from assay.model.tarball import Member, Tarball
from assay.model.verdict import Level
from bench.source.variations import Variation

_FOUND = frozenset({Level.SUSPICIOUS, Level.MALICIOUS})
_NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Row:
    """What was found of one preset: names of fixtures."""

    all: list[str] = field(default_factory=list)
    suspicious: list[str] = field(default_factory=list)
    same_rule: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    seconds: float = 0.0


def measure(variations: Iterable[Variation]) -> dict[str, Row]:
    """Judge every variation as the main file of a package that has nothing else; presets in the order they come."""
    rows: dict[str, Row] = {}
    for each in variations:
        row = rows.setdefault(each.preset, Row())
        name = f"{each.rule}/{each.name}"
        started = time.process_time()
        level, found, is_unread = _judged(each)
        row.seconds += time.process_time() - started
        row.all.append(name)
        row.suspicious += [name] if level in _FOUND else []
        row.same_rule += [name] if each.rule in found else []
        row.unread += [name] if is_unread else []
    return rows


def _judged(variation: Variation) -> tuple[Level, set[str], bool]:
    data, path = variation.code, f"index{variation.name[variation.name.rindex('.') :]}"
    member = Member(path, len(data), head=data[:4096], data=data)
    tarball = Tarball(Integrity.of(data), len(data), len(data), (member,))
    sources, gaps = sources_of(tarball, Manifest("fixture", "1.0.0", entry_points={"main": path}))
    ref = PackageRef("fixture", "1.0.0")
    subject = Subject(ref, _NOW, existence=Existence.EXISTS, tarball=tarball, sources=sources)
    found, _ = inspect(subject, [each for each in detectors() if each.rule.aspect == "source"], Reach.RELEASE)
    verdict = judge(found, (), rules())
    return verdict.level, {each.rule_id for each in found}, bool(gaps)


def table(rows: dict[str, Row]) -> str:
    """The rows in Markdown. The second share counts only what is suspicious when it stands there plainly."""
    plain = set(rows["plain"].suspicious)
    lines = [
        "| Form | Fixtures | Suspicious or worse | of those that plainly are | Found by the same rule | CPU seconds |",
        "|---|---|---|---|---|---|",
    ]
    for preset, row in rows.items():
        known = [name for name in row.all if name in plain]
        kept = [name for name in known if name in set(row.suspicious)]
        shares = (
            _share(len(row.suspicious), len(row.all)),
            _share(len(kept), len(known)),
            _share(len(row.same_rule), len(row.all)),
        )
        lines.append(f"| {preset} | {len(row.all)} | {' | '.join(shares)} | {row.seconds:.1f} |")
    return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%} ({part})" if whole else "none"


def missed(rows: dict[str, Row]) -> list[str]:
    """Each fixture that is plainly suspicious and in another form is not, and each that was given up."""
    plain = set(rows["plain"].suspicious)
    lines = []
    for preset, row in rows.items():
        lines += [f"- {preset}: {name} is not suspicious" for name in row.all if name in plain - set(row.suspicious)]
        lines += [f"- {preset}: {name} took too long" for name in row.unread]
    return lines
