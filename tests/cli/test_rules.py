from __future__ import annotations

import json

from assay.catalog import detectors
from tests.end_to_end.run import Machine


def test_rules_lists_every_rule_under_its_aspect(machine: Machine) -> None:
    done = machine.assay("rules")
    assert (done.code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    for detector in detectors():
        assert any(line.split()[:1] == [detector.rule.id] and detector.rule.title in line for line in lines)
        assert detector.rule.aspect in lines


def test_rules_for_machines(machine: Machine) -> None:
    rows = json.loads(machine.assay("rules", "--format", "json").stdout)
    assert [row["id"] for row in rows] == [detector.rule.id for detector in detectors()]
    assert all(row["title"] and row["severity"] and row["concern"] and row["reach"] for row in rows)
