from __future__ import annotations

from assay.model.tarball import AnomalyKind, Member
from assay.registry.anomaly_log import AnomalyLog
from assay.registry.members import MemberList, manifest_of


def kinds_of(*paths: str) -> list[AnomalyKind]:
    log = AnomalyLog()
    members = MemberList(log)
    for path in paths:
        members.add(Member(path, 1))
    return [anomaly.kind for anomaly in log.anomalies()]


def test_files_that_replace_each_other_are_noted() -> None:
    assert kinds_of("a", "b", "A/a") == []
    assert kinds_of("a", "a") == [AnomalyKind.DUPLICATE]
    assert kinds_of("a", "A") == [AnomalyKind.CASE_COLLISION]
    assert kinds_of("straße", "STRASSE") == [AnomalyKind.CASE_COLLISION]
    assert kinds_of("\u00e9", "e\u0301") == [AnomalyKind.CASE_COLLISION]


def test_only_a_manifest_at_the_root_counts() -> None:
    inner = Member("lib/package.json", 2, data=b'{"name":"inner"}')
    assert manifest_of([inner]) == (None, "there is no package.json")
    manifest, error = manifest_of([Member("package.json", 2, data=b'{"name":"outer"}'), inner])
    assert (manifest and manifest.name, error) == ("outer", "")


def test_a_manifest_that_was_not_kept_is_told() -> None:
    manifest, error = manifest_of([Member("package.json", 9_000_000)])
    assert manifest is None
    assert "9,000,000 bytes" in error
