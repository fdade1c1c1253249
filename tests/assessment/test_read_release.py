from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assay.assessment.read_release import inspect_release
from assay.model.finding import Evidence, Finding, finding
from assay.model.gap import GapKind
from assay.model.integrity import Integrity
from assay.model.manifest import Manifest
from assay.model.package import PackageRef
from assay.model.rule import Reach
from assay.model.subject import Existence, Subject
from assay.model.tarball import Anomaly, AnomalyKind, Member, Tarball
from tests.assessment.fakes import NOW, FakeDetector, detector, release, rule

REF = PackageRef("pkg", "1.0.0")
CUTS = {
    AnomalyKind.TOO_MANY,
    AnomalyKind.TOO_BIG,
    AnomalyKind.EXPANSION,
    AnomalyKind.TRUNCATED,
    AnomalyKind.BAD_CHECKSUM,
}


def tarball(*paths: str, manifest: Manifest | None = None) -> Tarball:
    members = tuple(Member(path, 2, head=b"1;", data=b"1;") for path in paths)
    return Tarball(Integrity.of(b"bytes"), 5, 40, members, manifest=manifest)


def subject() -> Subject:
    return Subject(REF, NOW, Existence.EXISTS, release=release("pkg"))


class Witness:
    """A rule that keeps the subject that it was shown."""

    def __init__(self) -> None:
        self.rule = rule("witness")
        self.seen: list[Subject] = []

    def detect(self, subject: Subject) -> Iterator[Finding]:
        self.seen.append(subject)
        yield finding(self.rule, "seen", Evidence("because"))


def test_the_rules_see_the_tarball_and_its_code() -> None:
    witness, bytes_read = Witness(), tarball("index.js", "README.md", manifest=Manifest("pkg"))
    inspection = inspect_release(subject(), bytes_read, [witness])
    (seen,) = witness.seen
    assert seen.tarball is bytes_read
    assert [(each.path, each.reached_by) for each in seen.sources] == [("index.js", ("main",))]
    assert seen == replace(subject(), tarball=bytes_read, sources=seen.sources)
    assert [each.rule_id for each in inspection.findings] == ["witness"]
    assert inspection.gaps == ()
    assert (inspection.integrity, inspection.file_count, inspection.unpacked_bytes) == (bytes_read.integrity, 2, 40)
    assert (inspection.existence, inspection.release) == (Existence.EXISTS, release("pkg"))


def test_without_a_tarball_the_facts_of_the_registry_are_judged() -> None:
    witness = Witness()
    inspection = inspect_release(subject(), None, [witness])
    assert witness.seen == [subject()]
    assert (inspection.integrity, inspection.file_count, inspection.gaps) == (None, 0, ())
    assert len(inspection.findings) == 1


def test_rules_about_the_use_are_not_run() -> None:
    found = inspect_release(subject(), None, [detector(rule("usage", Reach.USAGE), "pkg")])
    assert found.findings == ()


def test_the_entry_points_are_those_of_the_tarballs_own_manifest() -> None:
    own = Manifest("pkg", entry_points={"main": "own.js"})
    registry = replace(release("pkg"), manifest=Manifest("pkg", entry_points={"main": "registry.js"}))
    for manifest, reached in ((own, "own.js"), (None, "registry.js")):
        witness = Witness()
        inspect_release(
            replace(subject(), release=registry), tarball("own.js", "registry.js", manifest=manifest), [witness]
        )
        assert [each.path for each in witness.seen[0].sources if each.reached_by] == [reached]


@pytest.mark.parametrize("kind", list(AnomalyKind))
def test_an_archive_that_was_not_read_to_its_end_is_a_gap(kind: AnomalyKind) -> None:
    odd = replace(tarball(manifest=Manifest("pkg")), anomalies=(Anomaly(kind, "a.js", "it is odd"),))
    gaps = inspect_release(subject(), odd, []).gaps
    assert [(gap.kind, gap.what, gap.why) for gap in gaps] == (
        [(GapKind.ARCHIVE, "tarball of pkg@1.0.0", "not read to its end: it is odd")] if kind in CUTS else []
    )


@pytest.mark.parametrize(("error", "why"), [("", "it has no package.json"), ("it is no JSON", "it is no JSON")])
def test_a_tarball_without_a_readable_manifest_is_a_gap(error: str, why: str) -> None:
    (gap,) = inspect_release(subject(), replace(tarball(), manifest_error=error), []).gaps
    assert (gap.kind, gap.what, gap.why) == (GapKind.ARCHIVE, "package.json in the tarball of pkg@1.0.0", why)


def test_gaps_of_sources_archive_and_rules_come_together() -> None:
    def detect(subject: Subject) -> Iterator[Finding]:
        raise ValueError(subject.ref.name)

    lost = replace(tarball(), members=(Member("index.js", 9),))
    inspection = inspect_release(subject(), lost, [FakeDetector(rule("broken"), detect)])
    assert [gap.kind for gap in inspection.gaps] == [GapKind.SOURCE, GapKind.ARCHIVE, GapKind.DETECTOR]
