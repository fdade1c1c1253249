from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from assay.model.location import Location
from assay.model.report import Report
from assay.reports.sarif.render import FINGERPRINT, SCHEMA, render
from tests.reports.sample import ADVISORY, SCRIPT, assessed, hostile, report, usage
from tests.reports.texts import hostile_texts

OFFICIAL = json.loads((Path(__file__).parent / "fixtures" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft4Validator(OFFICIAL)


def run_of(made: Report) -> dict[str, Any]:
    document = json.loads(render(made))
    VALIDATOR.validate(document)
    run: dict[str, Any] = document["runs"][0]
    return run


def one(file: str, line: int = 7, version: str = "1.2.0") -> Report:
    use = replace(usage("minimist", version, 1), location=Location(file, line))
    return replace(report(), packages=(assessed(use, ADVISORY),))


def test_the_schema_address_is_the_official_one() -> None:
    assert OFFICIAL["id"] == SCHEMA == json.loads(render(report()))["$schema"]


def test_every_finding_is_a_result_at_its_lockfile_line() -> None:
    results = run_of(report())["results"]
    assert [result["ruleId"] for result in results] == [
        "known-malware",
        "install-script-fetches",
        "lookalike-name",
        "advisory",
        "install-script-fetches",
        "deprecated",
    ]
    assert results[0]["level"] == "error"
    assert results[0]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "web/package-lock.json", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 42},
    }
    assert results[-1]["level"] == "note"


def test_rules_come_with_help_and_results_point_at_them() -> None:
    run = run_of(report())
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    malware = next(rule for rule in rules if rule["id"] == "known-malware")
    assert malware["properties"] == {"tags": ["security", "malice", "T1195.002"], "security-severity": "9.5"}
    assert "treat every machine" in malware["help"]["text"]


def test_places_inside_the_tarball_are_no_files_of_the_project() -> None:
    related = run_of(report())["results"][1]["relatedLocations"]
    assert related[1] == {
        "logicalLocations": [{"fullyQualifiedName": "crossenv@7.0.0/package/setup.js:3:12", "kind": "member"}],
        "message": {"text": "sends the whole environment"},
    }


def test_an_accepted_finding_is_suppressed_with_its_reason() -> None:
    suppressed = [result for result in run_of(report())["results"] if "suppressions" in result]
    assert [result["properties"]["package"] for result in suppressed] == ["native-thing@1.4.2"]
    assert suppressed[0]["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "install-script-fetches accepted by ann@example.invalid until 2027-01-31: "
            "we read the script",
        }
    ]


def test_gaps_are_notifications_by_reason() -> None:
    run = run_of(report())
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is True
    texts = [each["message"]["text"] for each in invocation["toolExecutionNotifications"]]
    assert texts[0].startswith("5 things could not be checked: no answer from registry.example after 3 tries (tarball")
    assert len(invocation["toolExecutionNotifications"][0]["properties"]["what"]) == 5
    assert run["properties"]["coverage"].startswith("Nothing found in 2 of 11 packages")


def test_a_rule_that_the_report_does_not_describe_is_listed_all_the_same() -> None:
    rules = run_of(replace(report(), rules={}))["tool"]["driver"]["rules"]
    assert rules[0]["id"] == "advisory"
    assert rules[0]["defaultConfiguration"] == {"level": "warning"}


def test_nothing_found_is_an_empty_list() -> None:
    assert run_of(replace(report(), packages=()))["results"] == []


@pytest.mark.parametrize(
    ("file", "location"),
    [
        ("a b/ü.lock", {"uri": "a%20b/%C3%BC.lock", "uriBaseId": "%SRCROOT%"}),
        ("/srv/app/yarn.lock", {"uri": "file:///srv/app/yarn.lock"}),
    ],
)
def test_addresses_of_files_are_encoded(file: str, location: dict[str, str]) -> None:
    (result,) = run_of(one(file))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == location


def test_a_name_is_no_file() -> None:
    (result,) = run_of(one("minimist@1.2.0", 0))["results"]
    assert result["locations"] == [{"logicalLocations": [{"fullyQualifiedName": "minimist@1.2.0", "kind": "package"}]}]


def test_fingerprints_stay_when_lines_move_and_differ_between_findings() -> None:
    def prints(made: Report) -> list[str]:
        return [result["partialFingerprints"][FINGERPRINT] for result in run_of(made)["results"]]

    assert prints(one("a.lock", 7)) == prints(one("a.lock", 99))
    assert prints(one("a.lock")) != prints(one("b.lock"))
    assert prints(one("a.lock")) != prints(one("a.lock", version="1.2.1"))
    twice = replace(report(), packages=(assessed(usage("a", "1.0.0", 1), SCRIPT, SCRIPT),))
    assert len(set(prints(twice))) == 2


@given(hostile_texts)
@settings(max_examples=40, deadline=None)
def test_hostile_text_stays_text(text: str) -> None:
    result = run_of(hostile(text))["results"][-1]
    plain = result["message"]["text"]
    assert "[" not in plain.replace("\\[", "")
