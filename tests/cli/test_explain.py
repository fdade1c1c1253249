from __future__ import annotations

import pytest
from click.testing import CliRunner

from assay.catalog import detectors
from assay.cli.explain import command
from tests.end_to_end.run import Machine


@pytest.mark.parametrize("rule_id", [detector.rule.id for detector in detectors()])
def test_every_rule_has_its_page(rule_id: str) -> None:
    done = CliRunner().invoke(command, [rule_id])
    assert done.exit_code == 0
    assert rule_id in done.output
    assert "Why it matters" in done.output


def test_a_rule_that_is_none_gets_a_suggestion(machine: Machine) -> None:
    done = machine.assay("explain", "known-malwre")
    assert (done.code, done.stdout) == (2, "")
    assert "there is no rule 'known-malwre'" in done.stderr
    assert "Did you mean 'known-malware'?" in done.stderr


def test_a_rule_like_no_other(machine: Machine) -> None:
    assert "'assay rules' lists them all" in machine.assay("explain", "zzz").stderr
