from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hypothesis import example, given, settings

from assay.model.finding import Evidence, finding
from assay.model.report import Report
from assay.reports.cyclonedx.finding import record_id
from assay.reports.cyclonedx.render import render
from tests.reports.sample import ADVISORY, MALWARE, RULES, SCRIPT, assessed, hostile, report, usage
from tests.reports.texts import hostile_texts

VALIDATOR = JsonStrictValidator(SchemaVersion.V1_6)


def bom_of(made: Report) -> dict[str, Any]:
    text = render(made)
    assert VALIDATOR.validate_str(text) is None
    document: dict[str, Any] = json.loads(text)
    return document


def test_every_release_is_a_component_with_purl_and_hashes() -> None:
    components = {component["bom-ref"]: component for component in bom_of(report())["components"]}
    assert len(components) == len(report().packages)
    scoped = components["1:@scope/crossenv-tools@1.0.0"]
    assert (scoped["group"], scoped["name"], scoped["purl"]) == (
        "@scope",
        "crossenv-tools",
        "pkg:npm/%40scope/crossenv-tools@1.0.0",
    )
    assert scoped["scope"] == "optional"
    assert [each["alg"] for each in scoped["hashes"]] == ["SHA-1", "SHA-512"]


def test_malware_is_an_exploitable_vulnerability_with_its_source() -> None:
    malware = next(each for each in bom_of(report())["vulnerabilities"] if each["id"] == "MAL-2026-1111")
    assert malware["source"] == {"name": "OpenSSF Malicious Packages"}
    assert malware["ratings"] == [{"method": "other", "severity": "critical"}]
    assert malware["analysis"]["state"] == "exploitable"
    assert malware["affects"] == [{"ref": "2:crossenv@7.0.0"}]
    assert malware["advisories"] == [{"url": "https://osv.invalid/MAL-2026-1111"}]


def test_an_advisory_waits_for_a_look() -> None:
    advisory = next(each for each in bom_of(report())["vulnerabilities"] if each["id"] == "GHSA-aaaa-bbbb-cccc")
    assert advisory["analysis"]["state"] == "in_triage"
    assert advisory["recommendation"] == "Update minimist to 1.2.6 or later."


def test_exceptions_become_analyses() -> None:
    accepted = report().packages[4]
    flawed = replace(assessed(usage("flawed", "1.4.2", 9), ADVISORY), decision=replace(accepted.decision))
    (exception,) = accepted.decision.applied
    everything = replace(exception, rules=())
    flawed = replace(flawed, decision=replace(accepted.decision, applied=(everything,)))
    states = {
        each["id"]: each["analysis"]
        for each in bom_of(replace(report(), packages=(accepted, flawed)))["vulnerabilities"]
    }
    assert states["install-script-fetches"] == {
        "state": "false_positive",
        "detail": "install-script-fetches accepted by ann@example.invalid until 2027-01-31: we read the script",
    }
    assert states["GHSA-aaaa-bbbb-cccc"]["state"] == "not_affected"


def test_capitals_of_old_names_are_kept() -> None:
    made = bom_of(replace(report(), packages=(assessed(usage("JSONStream", "1.3.5", 1)),)))
    assert made["components"][0]["purl"] == "pkg:npm/JSONStream@1.3.5"


def test_the_same_report_gives_the_same_text() -> None:
    assert render(report()) == render(report())
    assert bom_of(report())["serialNumber"] != bom_of(replace(report(), packages=()))["serialNumber"]


def test_coverage_and_feeds_are_told() -> None:
    told = {each["value"] for each in bom_of(report())["metadata"]["properties"]}
    assert "Nothing found in 2 of 11 packages; 5 not checked; 1 package of the project itself not looked at." in told
    assert "starter: 1,234 records, 19 days old (2026-11-01)" in told


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("MAL-2025-46974 says so", "MAL-2025-46974"),
        ("see GHSA-x1y2-aaaa-bbbb.", "GHSA-x1y2-aaaa-bbbb"),
        ("no record, version 1.0.0-2025-1", ""),
    ],
)
def test_the_record_is_found_in_the_words(message: str, wanted: str) -> None:
    assert record_id(finding(RULES["advisory"], message, Evidence("seen"))) == wanted


def test_records_of_the_sample() -> None:
    assert [record_id(each) for each in (MALWARE, SCRIPT)] == ["MAL-2026-1111", ""]


@given(hostile_texts)
@example("%")
@example("#a#b%zz%2")
@settings(max_examples=25, deadline=None)
def test_hostile_text_stays_text(text: str) -> None:
    made = bom_of(hostile(text))
    readable = text.encode("utf-8", "backslashreplace").decode()
    assert readable in {each["description"] for each in made["vulnerabilities"] if "description" in each} or not text
