from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from assay.detectors.source.phantom_dependency import detect
from assay.model.manifest import Manifest
from assay.model.package import PackageRef
from assay.model.packument import Packument, Release
from assay.model.rule import Severity
from assay.model.subject import Subject
from assay.model.tarball import Member
from tests.detectors.subject_file import NOW, read_subject

TEXT = """
name = "NAME"
[packument]
[release]
published = 2026-10-31T00:00:00Z
[tarball.manifest.dependencies]
"@acme/parts" = "1.0.0"
plain-widgets-js = "^4.2.1"
[tarball.files]
"index.js" = "exports.size = 1"
"""


def with_release_before(name: str, dependencies: dict[str, str]) -> Subject:
    subject = read_subject(TEXT.replace("NAME", name))
    assert subject.release is not None
    assert subject.packument is not None
    ref = PackageRef(name, "0.9.0")
    before = Release(ref, Manifest(name, "0.9.0", dependencies=dependencies), published=NOW - timedelta(days=90))
    releases = {"0.9.0": before, "1.0.0": subject.release}
    times = {version: each.published for version, each in releases.items() if each.published is not None}
    packument = Packument(name, releases, ("0.9.0", "1.0.0"), times=times)
    return replace(subject, packument=packument)


def severities(subject: Subject) -> dict[str, Severity]:
    return {found.message.rpartition(" ")[2]: found.severity for found in detect(subject)}


def test_a_dependency_that_this_release_brings_in_counts_more() -> None:
    subject = with_release_before("acme-widgets", {"@acme/parts": "1.0.0"})
    assert severities(subject) == {"plain-widgets-js": Severity.MEDIUM, "@acme/parts": Severity.INFO}


def test_one_that_was_there_before_is_only_named() -> None:
    subject = with_release_before("acme-widgets", {"@acme/parts": "1.0.0", "plain-widgets-js": "^4.0.0"})
    (found,) = detect(subject)
    assert found.severity is Severity.INFO
    assert len(found.evidence) == 2


def test_a_new_one_of_the_same_scope_is_its_owners() -> None:
    subject = with_release_before("@acme/widgets", {"plain-widgets-js": "^4.0.0"})
    assert {each.severity for each in detect(subject)} == {Severity.INFO}


def test_nothing_is_said_where_a_file_was_not_read() -> None:
    subject = with_release_before("acme-widgets", {})
    assert subject.tarball is not None
    members = (*subject.tarball.members, Member("big.js", 90_000_000))
    assert list(detect(replace(subject, tarball=replace(subject.tarball, members=members)))) == []
