"""Every rule's example and fixtures; see README.md in this folder."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

from assay.assessment.inspect import inspect
from assay.assessment.sources import sources_of
from assay.catalog import Detector, detectors
from assay.model.finding import Finding
from assay.model.integrity import Integrity
from assay.model.location import Location
from assay.model.manifest import Manifest
from assay.model.package import PackageRef
from assay.model.subject import Existence, Subject
from assay.model.tarball import Member, Tarball
from tests.detectors.subject_file import NOW, marked_lines, marked_places, read_subject

FIXTURES = Path(__file__).parent / "fixtures"
DETECTORS = {each.rule.id: each for each in detectors()}
VALUES = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|(\d{4}-\d\d-\d\d)")


def source_subject(path: str, text: str) -> Subject:
    """A package whose main file is this text."""
    data = text.encode("utf-8", "surrogatepass")
    manifest = Manifest("fixture", "1.0.0", entry_points={"main": path})
    tarball = Tarball(Integrity.of(data), len(data), len(data), (Member(path, len(data), head=data[:4096], data=data),))
    sources, gaps = sources_of(tarball, manifest)
    assert not gaps
    return Subject(PackageRef("fixture", "1.0.0"), NOW, existence=Existence.EXISTS, tarball=tarball, sources=sources)


def found_by(detector: Detector, subject: Subject) -> list[Finding]:
    findings, gaps = inspect(subject, (detector,), detector.rule.reach)
    assert not gaps, gaps
    return list(findings)


def is_code(detector: Detector, suffix: str) -> bool:
    return detector.rule.aspect == "source" and suffix != ".toml"


def fixtures() -> list[Path]:
    return sorted(path for path in FIXTURES.rglob("*") if path.is_file())


@pytest.mark.parametrize("file", fixtures(), ids=lambda file: f"{file.parent.name}/{file.name}")
def test_fixture(file: Path) -> None:
    detector = DETECTORS[file.parent.name]
    text = file.read_text(encoding="utf-8")
    marked = marked_lines(text, detector.rule.id)
    assert bool(marked) is not file.name.startswith("ok_"), "a fixture has marked lines, or is named ok_"
    if is_code(detector, file.suffix):
        found = found_by(detector, source_subject("index" + file.suffix, text))
        lines = {evidence.location.line for each in found for evidence in each.evidence[:1] if evidence.location}
        assert lines == set(marked), [(each.message, each.evidence) for each in found]
        return
    found = found_by(detector, read_subject(text))
    assert len(found) == len(marked), [each.message for each in found]
    for number, line in marked.items():
        assert any(_speaks_of(each, line) for each in found), f"no evidence shows a string of line {number}"
    for place in marked_places(text, detector.rule.id):
        assert any(_points_at(each, place) for each in found), f"no evidence is at {place}"


def _speaks_of(found: Finding, line: str) -> bool:
    shown = [f"{each.fact} {each.location} {each.excerpt} {each.decoded}" for each in found.evidence]
    strings = [double or single or day for double, single, day in VALUES.findall(line)]
    excerpts = [each.excerpt for each in found.evidence if each.excerpt]
    return any(string and string in text for string in strings for text in shown) or any(
        excerpt in line for excerpt in excerpts
    )


def _points_at(found: Finding, place: Location) -> bool:
    places = [each.location for each in found.evidence if each.location]
    return any((each.file, each.line) == (place.file, place.line) for each in places)


@pytest.mark.parametrize("detector", detectors(), ids=lambda detector: detector.rule.id)
def test_example(detector: Detector) -> None:
    code = dedent(detector.page.section("Example")) + "\n"
    is_whole = code.startswith("name = ")  # a package, where the file alone does not show it
    subject = source_subject("index.js", code) if is_code(detector, ".js") and not is_whole else read_subject(code)
    assert found_by(detector, subject), "the example does not show the rule"


@pytest.mark.parametrize("detector", detectors(), ids=lambda detector: detector.rule.id)
def test_every_rule_has_fixtures_of_both_kinds(detector: Detector) -> None:
    folder = FIXTURES / detector.rule.id
    names = [file.name for file in folder.iterdir()] if folder.exists() else []
    assert any(name.startswith("ok_") for name in names), f"add an ok_ fixture to {folder.name}"
    assert any(not name.startswith("ok_") for name in names), f"add a fixture to {folder.name}"


def test_no_fixture_folder_is_left_without_its_rule() -> None:
    assert {folder.name for folder in FIXTURES.iterdir()} <= set(DETECTORS)
