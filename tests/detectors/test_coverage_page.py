"""docs/coverage.md names every rule that reads code, and only rules that exist."""

from __future__ import annotations

import re
from pathlib import Path

from assay.catalog import detectors

PAGE = Path(__file__).parents[2] / "docs/coverage.md"


def named() -> set[str]:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    cells = [row.split("|")[2] for row in rows]
    return {rule for cell in cells for rule in re.findall(r"`([a-z-]+)`", cell)}


def test_every_rule_that_reads_code_is_in_the_table() -> None:
    assert {each.rule.id for each in detectors() if each.rule.aspect == "source"} <= named()


def test_every_rule_in_the_table_exists() -> None:
    assert named() <= {each.rule.id for each in detectors()}
