from __future__ import annotations

import json
import unicodedata
from typing import Any

import jsonschema
from hypothesis import given, settings

from assay.reports.json_v1.document import ReportDocument
from assay.reports.json_v1.render import render, schema
from tests.reports.sample import hostile, report
from tests.reports.texts import hostile_texts

VALIDATOR = jsonschema.Draft202012Validator(json.loads(schema()))


def sample() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render(report()))
    return document


def test_the_sample_fits_the_published_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schema()))
    VALIDATOR.validate(sample())


def test_the_schema_wants_every_field() -> None:
    document = sample()
    del document["packages"][0]["integrity"]
    assert [error.message for error in VALIDATOR.iter_errors(document)] == ["'integrity' is a required property"]


def test_the_promised_keys_are_there() -> None:
    document = sample()
    assert {"schema", "tool", "inputs", "packages", "coverage", "feeds"} <= set(document)
    wanted = {"name", "version", "purl", "integrity", "paths", "verdict", "decision", "findings", "gaps"}
    assert all(wanted <= set(package) for package in document["packages"])
    assert list(ReportDocument.__struct_fields__) == list(document)


def test_every_release_is_listed_flagged_or_not() -> None:
    listed = [(package["name"], package["version"]) for package in sample()["packages"]]
    assert listed == [(package.ref.name, package.ref.version) for package in report().packages]


def test_a_flagged_package_tells_everything() -> None:
    package = next(package for package in sample()["packages"] if package["name"] == "crossenv")
    assert package["purl"] == "pkg:npm/crossenv@7.0.0"
    assert package["integrity"].startswith("sha1-")
    assert package["paths"] == [["web-shop", "express", "@scope/deep", "crossenv"]]
    assert package["usages"][0]["location"] == {"file": "web/package-lock.json", "line": 42, "column": 0}
    assert package["verdict"]["level"] == "malicious"
    assert package["decision"]["action"] == "block"
    assert [finding["rule"] for finding in package["findings"]] == [
        "known-malware",
        "install-script-fetches",
        "lookalike-name",
    ]
    assert package["findings"][1]["evidence"][1]["decoded"] == "https://collect.invalid/x"
    assert package["findings"][1]["advice"] == (
        "Read the script before you install it, or install with --ignore-scripts."
    )


def test_feeds_have_an_age_and_rules_are_those_used() -> None:
    document = sample()
    assert [feed["age_days"] for feed in document["feeds"]] == [19.4, 0.23]
    assert sorted(document["rules"]) == [
        "advisory",
        "deprecated",
        "install-script-fetches",
        "known-malware",
        "lookalike-name",
    ]
    assert document["summary"]["text"].startswith("1 package to block, 1 package to look at, 5 packages with something")


@given(hostile_texts)
@settings(max_examples=60, deadline=None)
def test_hostile_text_stays_text(text: str) -> None:
    rendered = render(hostile(text))
    rendered.encode()
    hidden = {c for c in rendered if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") and c != "\n"}
    assert hidden == set()
    document = json.loads(rendered)
    VALIDATOR.validate(document)
    readable = text.encode("utf-8", "backslashreplace").decode()
    assert document["packages"][-1]["name"] == readable
    assert document["packages"][-1]["findings"][0]["evidence"][0]["excerpt"] == readable
